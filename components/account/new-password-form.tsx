"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, TextInput } from "@/components/ui/field";
import { useAuth } from "./use-auth";

/** For whoever forgot theirs, with the token of the link that an administrator made. */
export function NewPasswordForm({ token }: { readonly token: string }) {
  const [newPassword, setNewPassword] = useState("");
  const auth = useAuth();
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        auth.start("/reset-password", { token, newPassword }, "/sign-in");
      }}
    >
      <Field label="New password" hint="At least 10 characters. Everywhere else you are signed out.">
        <TextInput
          type="password"
          autoComplete="new-password"
          required
          minLength={10}
          maxLength={200}
          value={newPassword}
          onChange={(event) => setNewPassword(event.target.value)}
        />
      </Field>
      {auth.problem !== null && (
        <p role="alert" className="text-bad">
          {`${auth.problem.replace(/\.$/, "")}. Ask for another link if this one was used or is older than a day.`}
        </p>
      )}
      <Button type="submit" variant="primary" disabled={auth.isPending}>
        Set it
      </Button>
    </form>
  );
}
