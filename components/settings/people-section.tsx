"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { useAction } from "@/components/ui/use-action";
import { passwordLinkAction } from "@/lib/actions/account";

export type PersonEntry = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly isAdmin: boolean;
};

/** Everybody with an account, and help for who forgot their password. */
export function PeopleSection({ people }: { readonly people: readonly PersonEntry[] }) {
  return (
    <section aria-labelledby="people" className="flex flex-col gap-2">
      <h2 id="people">People</h2>
      <p className="text-muted">Who wants to join needs an invitation: owners make them in their projects.</p>
      <ul className="divide-y divide-line border-y border-line">
        {people.map((person) => (
          <PersonRow key={person.id} person={person} />
        ))}
      </ul>
    </section>
  );
}

function PersonRow({ person: { id, name, email, isAdmin } }: { readonly person: PersonEntry }) {
  const [link, setLink] = useState<string | null>(null);
  const make = useAction(passwordLinkAction);
  return (
    <li className="flex flex-wrap items-center gap-3 py-2">
      <span className="min-w-0 flex-1 basis-52 break-words">
        {name}
        {isAdmin && <span className="text-muted"> (administrator)</span>}
        <span className="block text-sm text-muted">{email}</span>
      </span>
      <Button
        size="sm"
        disabled={make.isPending}
        aria-label={`Make a link for a new password of ${name}`}
        onClick={() =>
          make.start({ userId: id }, (result) => {
            if (result.ok) setLink(new URL(result.value.path, window.location.origin).href);
          })
        }
      >
        Forgot the password
      </Button>
      {link !== null && (
        <p role="status" className="max-w-full basis-full rounded-md border border-line p-3 text-sm">
          {`Send this link to ${name} alone. It works once, until tomorrow.`}
          <code className="block break-all">{link}</code>
        </p>
      )}
      {make.problem !== null && (
        <span role="alert" className="basis-full text-sm text-bad">
          {make.problem}
        </span>
      )}
    </li>
  );
}
