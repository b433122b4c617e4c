"use client";
import { useRouter } from "next/navigation";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/field";
import { useAction } from "@/components/ui/use-action";
import { changeRoleAction, leaveProjectAction, removeMemberAction } from "@/lib/actions/members";
import { Role } from "@/lib/domain/access";
import type { ProjectId } from "@/lib/domain/ids";

export type MemberEntry = {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  /** Nobody signs in as them (any more). */
  readonly isDisabled: boolean;
  /** So many outputs they have graded, if they have the project open; null: they have not. */
  readonly gradedHere: number | null;
};

type Props = {
  readonly projectId: ProjectId;
  readonly member: MemberEntry;
  readonly isMe: boolean;
  readonly isOwner: boolean;
};

export function MemberRow({ projectId, member, isMe, isOwner }: Props) {
  const router = useRouter();
  const change = useAction(changeRoleAction);
  const remove = useAction(removeMemberAction);
  const leave = useAction(leaveProjectAction);
  const { userId, name, email, role, gradedHere, isDisabled } = member;
  const problem = change.problem ?? remove.problem ?? leave.problem;
  const isPending = change.isPending || remove.isPending || leave.isPending;
  return (
    <li className="flex flex-wrap items-center gap-3 py-2">
      <span className="min-w-0 flex-1 basis-52 break-words">
        {name}
        {isMe && <span className="text-muted"> (you)</span>}
        {isDisabled && <span className="text-muted"> (disabled)</span>}
        <span className="block text-sm text-muted">{email}</span>
        {gradedHere !== null && (
          <span className="block text-sm text-good">{`here now · ${gradedHere.toLocaleString("en")} graded`}</span>
        )}
      </span>
      {isOwner ? (
        <Select
          aria-label={`Role of ${name}`}
          value={role}
          disabled={isPending}
          onChange={(event) => change.start({ projectId, userId, role: Role.parse(event.target.value) })}
        >
          {Role.options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </Select>
      ) : (
        <span className="text-sm text-muted">{role}</span>
      )}
      {isMe ? (
        <Button
          size="sm"
          variant="ghost"
          disabled={isPending}
          onClick={() =>
            leave.start({ projectId }, (result) => {
              if (result.ok) router.push("/");
            })
          }
        >
          Leave
        </Button>
      ) : (
        isOwner && (
          <Button
            size="sm"
            variant="danger"
            disabled={isPending}
            aria-label={`Remove ${name}`}
            onClick={() => remove.start({ projectId, userId })}
          >
            Remove
          </Button>
        )
      )}
      {problem !== null && (
        <span role="alert" className="basis-full text-sm text-bad">
          {problem}
        </span>
      )}
    </li>
  );
}
