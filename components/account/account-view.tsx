"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, TextInput } from "@/components/ui/field";
import { useAction } from "@/components/ui/use-action";
import { signOutThereAction } from "@/lib/actions/account";
import { renameAction } from "@/lib/actions/people";
import { PasswordForm } from "./password-form";
import { TokenSection, type TokenEntry } from "./token-section";
import { useAuth } from "./use-auth";

export type SessionEntry = {
  readonly id: string;
  readonly since: Date;
  readonly browser: string | null;
  readonly address: string | null;
  readonly isThis: boolean;
};

type Props = {
  readonly name: string;
  readonly email: string;
  readonly sessions: readonly SessionEntry[];
  readonly tokens: readonly TokenEntry[];
  readonly projects: readonly { readonly id: string; readonly name: string }[];
};

export function AccountView({ name, email, sessions, tokens, projects }: Props) {
  const auth = useAuth();
  return (
    <>
      <section className="flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0 break-words">
          <span className="font-medium">{name}</span>
          <span className="block text-muted">{email}</span>
        </p>
        <Button disabled={auth.isPending} onClick={() => auth.start("/sign-out", {}, "/sign-in")}>
          Sign out
        </Button>
      </section>
      <NameForm key={name} name={name} />
      <section aria-labelledby="sessions" className="flex flex-col gap-2">
        <h2 id="sessions">Where you are signed in</h2>
        <ul className="divide-y divide-line border-y border-line">
          {sessions.map((session) => (
            <SessionRow key={session.id} session={session} />
          ))}
        </ul>
      </section>
      <PasswordForm />
      <TokenSection tokens={tokens} projects={projects} />
    </>
  );
}

/** What others see beside everything that one did. */
function NameForm({ name }: { readonly name: string }) {
  const [typed, setTyped] = useState(name);
  const rename = useAction(renameAction);
  return (
    <form
      className="flex flex-wrap items-end gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        rename.start({ name: typed });
      }}
    >
      <Field label="Your name" error={rename.problem}>
        <TextInput
          required
          maxLength={100}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </Field>
      <Button type="submit" disabled={rename.isPending || typed.trim() === "" || typed.trim() === name}>
        Change the name
      </Button>
    </form>
  );
}

function SessionRow({ session }: { readonly session: SessionEntry }) {
  const end = useAction(signOutThereAction);
  const since = session.since.toISOString().slice(0, 16).replace("T", " ");
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-2">
      <span className="min-w-0 flex-1 basis-52 text-sm break-words">
        {session.browser ?? "a browser that did not say its name"}
        <span className="block text-muted">
          {`since ${since} UTC${session.address === null ? "" : ` · ${session.address}`}`}
        </span>
      </span>
      {session.isThis ? (
        <span className="text-sm text-muted">this one</span>
      ) : (
        <Button
          size="sm"
          disabled={end.isPending}
          aria-label={`Sign out there: ${since}`}
          onClick={() => end.start({ id: session.id })}
        >
          Sign out there
        </Button>
      )}
    </li>
  );
}
