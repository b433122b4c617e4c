"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, TextInput } from "@/components/ui/field";
import { ProviderButton } from "./provider-button";
import { useAuth } from "./use-auth";

export function SignInForm({ next, hasOidc }: { readonly next: string; readonly hasOidc: boolean }) {
  const [typed, setTyped] = useState({ email: "", password: "" });
  const auth = useAuth();
  return (
    <div className="flex flex-col gap-4">
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          auth.start("/sign-in/email", typed, next);
        }}
      >
        <Field label="E-mail">
          <TextInput
            type="email"
            autoComplete="username"
            required
            value={typed.email}
            onChange={(event) => setTyped({ ...typed, email: event.target.value })}
          />
        </Field>
        <Field label="Password">
          <TextInput
            type="password"
            autoComplete="current-password"
            required
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
          Sign in
        </Button>
      </form>
      {hasOidc && <ProviderButton next={next} invitation={null} />}
    </div>
  );
}
