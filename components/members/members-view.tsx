"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Field, Select } from "@/components/ui/field";
import { useAction } from "@/components/ui/use-action";
import { inviteAction, takeBackInvitationAction } from "@/lib/actions/members";
import { Role } from "@/lib/domain/access";
import type { ProjectId } from "@/lib/domain/ids";
import { MemberRow, type MemberEntry } from "./member-row";
import { ReviewRule } from "./review-rule";

export type InvitationEntry = {
  readonly id: string;
  readonly role: Role;
  readonly by: string;
  readonly expiresAt: Date;
};

type Props = {
  readonly projectId: ProjectId;
  readonly me: string;
  /** Whether this person may change who has which part. */
  readonly isOwner: boolean;
  readonly members: readonly MemberEntry[];
  readonly invitations: readonly InvitationEntry[];
};

export function MembersView({ projectId, me, isOwner, members, invitations }: Props) {
  return (
    <div className="flex flex-col gap-8">
      {!isOwner && <p className="text-muted">Only an owner of the project changes who has which part.</p>}
      <ul className="divide-y divide-line border-y border-line">
        {members.map((member) => (
          <MemberRow
            key={`${member.userId}:${member.role}`}
            projectId={projectId}
            member={member}
            isMe={member.userId === me}
            isOwner={isOwner}
          />
        ))}
      </ul>
      <ReviewRule projectId={projectId} isOwner={isOwner} />
      {isOwner && (
        <section aria-labelledby="invitations" className="flex flex-col gap-3">
          <h2 id="invitations">Invitations</h2>
          {invitations.length > 0 && (
            <ul className="divide-y divide-line border-y border-line">
              {invitations.map((invitation) => (
                <InvitationRow key={invitation.id} projectId={projectId} invitation={invitation} />
              ))}
            </ul>
          )}
          <InviteForm projectId={projectId} />
        </section>
      )}
    </div>
  );
}

function InvitationRow({
  projectId,
  invitation,
}: {
  readonly projectId: ProjectId;
  readonly invitation: InvitationEntry;
}) {
  const takeBack = useAction(takeBackInvitationAction);
  const until = invitation.expiresAt.toISOString().slice(0, 10);
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-2 text-sm">
      <span>{`A link for ${invitation.role === "owner" || invitation.role === "editor" ? "an" : "a"} ${invitation.role}, made by ${invitation.by}, open until ${until}`}</span>
      <Button
        size="sm"
        disabled={takeBack.isPending}
        onClick={() => takeBack.start({ projectId, id: invitation.id })}
      >
        Take back
      </Button>
    </li>
  );
}

const DAYS = [1, 7, 30];

/** A link for one person. It is shown here and sent by whoever made it: nothing is mailed. */
function InviteForm({ projectId }: { readonly projectId: ProjectId }) {
  const [role, setRole] = useState<Role>("grader");
  const [days, setDays] = useState(7);
  const [link, setLink] = useState<string | null>(null);
  const invite = useAction(inviteAction);
  return (
    <form
      className="flex flex-col items-start gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        invite.start({ projectId, role, days }, (result) => {
          if (result.ok) setLink(new URL(result.value.path, window.location.origin).href);
        });
      }}
    >
      <div className="flex flex-wrap items-end gap-3">
        <Field label="Invite as">
          <Select value={role} onChange={(event) => setRole(Role.parse(event.target.value))}>
            {Role.options.map((option) => (
              <option key={option}>{option}</option>
            ))}
          </Select>
        </Field>
        <Field label="Open for">
          <Select value={days} onChange={(event) => setDays(Number(event.target.value))}>
            {DAYS.map((option) => (
              <option key={option} value={option}>
                {option === 1 ? "a day" : `${option} days`}
              </option>
            ))}
          </Select>
        </Field>
        <Button type="submit" disabled={invite.isPending}>
          Make a link
        </Button>
      </div>
      {invite.problem !== null && (
        <p role="alert" className="text-bad">
          {invite.problem}
        </p>
      )}
      {link !== null && (
        <p role="status" className="max-w-full rounded-md border border-line p-3">
          Send this link to one person. It works once and is not shown again.
          <code className="block break-all">{link}</code>
          <CopyButton text={link} what="the link" />
        </p>
      )}
    </form>
  );
}
