"use client";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { useAction } from "@/components/ui/use-action";
import { passwordLinkAction } from "@/lib/actions/account";
import {
  disableAccountAction,
  endSessionsAction,
  makeAdminAction,
  takeOverAction,
} from "@/lib/actions/people";
import type { ProjectId } from "@/lib/domain/ids";

export type PersonEntry = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly isAdmin: boolean;
  readonly isDisabled: boolean;
};

type Props = {
  readonly people: readonly PersonEntry[];
  /** Projects of which no owner can sign in. */
  readonly abandoned: readonly { readonly id: ProjectId; readonly name: string }[];
  /** Who looks. */
  readonly me: string;
};

/** Everybody with an account: help for who forgot their password, and what is done when somebody goes. */
export function PeopleSection({ people, abandoned, me }: Props) {
  return (
    <section aria-labelledby="people" className="flex flex-col gap-2">
      <h2 id="people">People</h2>
      <p className="text-muted">Who wants to join needs an invitation: owners make them in their projects.</p>
      <ul className="divide-y divide-line border-y border-line">
        {people.map((person) => (
          <PersonRow key={person.id} person={person} isMe={person.id === me} />
        ))}
      </ul>
      {abandoned.length > 0 && (
        <>
          <h3 id="abandoned">Projects of which no owner can sign in</h3>
          <ul aria-labelledby="abandoned" className="divide-y divide-line border-y border-line">
            {abandoned.map((project) => (
              <AbandonedRow key={project.id} project={project} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

const Problem = ({ says }: { readonly says: string | null }) =>
  says !== null && (
    <span role="alert" className="basis-full text-sm text-bad">
      {says}
    </span>
  );

type RowProps = { readonly person: PersonEntry; readonly isMe: boolean };

function PersonRow({ person, isMe }: RowProps) {
  const { name, email, isAdmin, isDisabled } = person;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2">
      <span className="min-w-0 flex-1 basis-52 break-words">
        {name}
        {isAdmin && <span className="text-muted"> (administrator)</span>}
        {isDisabled && (
          <>
            {" "}
            <Badge tone="warn">disabled</Badge>
          </>
        )}
        <span className="block text-sm text-muted">{email}</span>
      </span>
      <PasswordLink person={person} />
      <details className="basis-full text-sm">
        <summary className="cursor-pointer text-muted">{`More for ${name}`}</summary>
        <PersonActs person={person} isMe={isMe} />
      </details>
    </li>
  );
}

function PasswordLink({ person: { id, name } }: Pick<RowProps, "person">) {
  const [link, setLink] = useState<string | null>(null);
  const make = useAction(passwordLinkAction);
  return (
    <>
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
      <Problem says={make.problem} />
    </>
  );
}

function PersonActs({ person: { id, name, isAdmin, isDisabled }, isMe }: RowProps) {
  const end = useAction(endSessionsAction);
  const disable = useAction(disableAccountAction);
  const admin = useAction(makeAdminAction);
  const isPending = end.isPending || disable.isPending || admin.isPending;
  return (
    <div className="mt-2 flex flex-wrap items-center gap-2">
      <Button
        size="sm"
        disabled={isPending}
        aria-label={`Sign ${name} out everywhere`}
        onClick={() => end.start({ userId: id })}
      >
        Sign out everywhere
      </Button>
      <Button
        size="sm"
        disabled={isPending || isDisabled}
        aria-label={isAdmin ? `Make ${name} no administrator any more` : `Make ${name} an administrator`}
        onClick={() => admin.start({ userId: id, isAdmin: !isAdmin })}
      >
        {isAdmin ? "No administrator any more" : "Make an administrator"}
      </Button>
      {!isMe && (
        <Button
          size="sm"
          variant={isDisabled ? "secondary" : "danger"}
          disabled={isPending}
          aria-label={isDisabled ? `Enable the account of ${name}` : `Disable the account of ${name}`}
          onClick={() => disable.start({ userId: id, isDisabled: !isDisabled })}
        >
          {isDisabled ? "Enable" : "Disable"}
        </Button>
      )}
      <p className="basis-full text-muted">
        Nobody signs in as a disabled person; their sessions and tokens end, and what they graded stays.
      </p>
      <Problem says={end.problem ?? disable.problem ?? admin.problem} />
    </div>
  );
}

function AbandonedRow({ project: { id, name } }: { readonly project: Props["abandoned"][number] }) {
  const take = useAction(takeOverAction);
  return (
    <li className="flex flex-wrap items-center gap-3 py-2">
      <span className="min-w-0 flex-1 basis-52 break-words">{name}</span>
      <Button
        size="sm"
        disabled={take.isPending}
        aria-label={`Take over ${name}`}
        onClick={() => take.start({ abandoned: id })}
      >
        Take over
      </Button>
      <Problem says={take.problem} />
    </li>
  );
}
