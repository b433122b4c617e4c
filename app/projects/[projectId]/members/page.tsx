import type { Metadata } from "next";
import { comeIn, type ProjectParams } from "@/app/page-gate";
import { MembersView } from "@/components/members/members-view";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { isWithAccounts } from "@/lib/db/auth";
import { listInvitations } from "@/lib/db/invitations";
import { listMembers } from "@/lib/db/members";
import { listPeopleHere } from "@/lib/db/presences";

export const metadata: Metadata = { title: "Members" };

export default async function MembersPage(props: ProjectParams) {
  const { projectId, person, role } = await comeIn(props);
  const isOwner = role === "owner";
  const [members, here, invitations] = await Promise.all([
    listMembers(projectId),
    listPeopleHere(projectId, new Date()),
    isOwner ? listInvitations(projectId, new Date()) : [],
  ]);
  const graded = new Map(here.map((one) => [one.id, one.graded]));
  return (
    <div className="max-w-3xl">
      <PageHeader title="Members" />
      {isWithAccounts ? (
        <MembersView
          projectId={projectId}
          me={person.id}
          isOwner={isOwner}
          members={members.map((member) => ({ ...member, gradedHere: graded.get(member.userId) ?? null }))}
          invitations={invitations}
        />
      ) : (
        <EmptyState title="You work alone here">
          <p>
            Accounts are off: Touchstone answers on this machine only. Start it with TOUCHSTONE_ACCOUNTS=on
            and TOUCHSTONE_URL, the address people type, to invite others.
          </p>
        </EmptyState>
      )}
    </div>
  );
}
