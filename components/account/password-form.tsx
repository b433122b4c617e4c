"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, TextInput } from "@/components/ui/field";
import { useAuth } from "./use-auth";

/** Another password; everywhere else one is signed out, unless one wishes otherwise. */
export function PasswordForm() {
  const [typed, setTyped] = useState({ currentPassword: "", newPassword: "" });
  const [isEverywhere, setEverywhere] = useState(true);
  const auth = useAuth();
  return (
    <form
      aria-labelledby="password"
      className="flex flex-col items-start gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        auth.start("/change-password", { ...typed, revokeOtherSessions: isEverywhere }, "/settings/account");
      }}
    >
      <h2 id="password">Password</h2>
      <div className="flex flex-wrap gap-3">
        <Field label="Now">
          <TextInput
            type="password"
            autoComplete="current-password"
            required
            value={typed.currentPassword}
            onChange={(event) => setTyped({ ...typed, currentPassword: event.target.value })}
          />
        </Field>
        <Field label="New, at least 10 characters">
          <TextInput
            type="password"
            autoComplete="new-password"
            required
            minLength={10}
            maxLength={200}
            value={typed.newPassword}
            onChange={(event) => setTyped({ ...typed, newPassword: event.target.value })}
          />
        </Field>
      </div>
      <label className="flex items-center gap-2 text-sm">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={isEverywhere}
          onChange={({ target }) => setEverywhere(target.checked)}
        />
        Sign out everywhere else
      </label>
      {auth.problem !== null && (
        <p role="alert" className="text-bad">
          {auth.problem}
        </p>
      )}
      <Button type="submit" disabled={auth.isPending}>
        Change the password
      </Button>
    </form>
  );
}
