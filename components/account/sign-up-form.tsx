"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, TextInput } from "@/components/ui/field";
import { useAuth } from "./use-auth";

/** `invitation`: the token of the link; for the first account of the installation, what the server printed. */
export function SignUpForm({ invitation, next }: { readonly invitation: string; readonly next: string }) {
  const [typed, setTyped] = useState({ name: "", email: "", password: "" });
  const auth = useAuth();
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        auth.start("/sign-up/email", { ...typed, invitation }, next);
      }}
    >
      <Field label="Name" hint="Others see it beside your grades.">
        <TextInput
          autoComplete="name"
          required
          maxLength={100}
          value={typed.name}
          onChange={(event) => setTyped({ ...typed, name: event.target.value })}
        />
      </Field>
      <Field label="E-mail">
        <TextInput
          type="email"
          autoComplete="username"
          required
          value={typed.email}
          onChange={(event) => setTyped({ ...typed, email: event.target.value })}
        />
      </Field>
      <Field label="Password" hint="At least 10 characters.">
        <TextInput
          type="password"
          autoComplete="new-password"
          required
          minLength={10}
          maxLength={200}
          value={typed.password}
          onChange={(event) => setTyped({ ...typed, password: event.target.value })}
        />
      </Field>
      {auth.problem !== null && (
        <p role="alert" className="text-bad">
          {auth.problem}
        </p>
      )}
      <Button type="submit" variant="primary" disabled={auth.isPending}>
        Make an account
      </Button>
    </form>
  );
}
