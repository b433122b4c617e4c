import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { comeIn, type ProjectParams } from "@/app/page-gate";
import { MembershipProvider } from "@/components/shell/membership";
import { LiveRefresh } from "@/components/shell/live-refresh";
import { ProjectRail } from "@/components/shell/project-rail";
import { isWithAccounts } from "@/lib/db/auth";
import { countUnseenMentions } from "@/lib/db/drift";
import { namesIn } from "@/lib/db/members";
import { listPeopleHere } from "@/lib/db/presences";
import { readRail } from "@/lib/workflow/read-rail";

export const dynamic = "force-dynamic";

/** Without accounts nobody has a name. */
const NOBODY: ReadonlyMap<string, string> = new Map();

type Props = ProjectParams & { readonly children: ReactNode };

export default async function ProjectLayout({ children, ...props }: Props) {
  const { projectId, person, role } = await comeIn(props);
  const [rail, names, here, mentions] = await Promise.all([
    readRail(projectId),
    isWithAccounts ? namesIn(projectId) : NOBODY,
    isWithAccounts ? listPeopleHere(projectId, new Date()) : [],
    countUnseenMentions(projectId, person.id),
  ]);
  if (!rail) notFound();
  const others = here
    .filter(({ id }) => id !== person.id)
    .map(({ id, graded }) => ({ id, name: names.get(id) ?? id, graded }));
  return (
    <div className="flex min-h-dvh flex-col md:flex-row">
      <ProjectRail projectId={projectId} rail={{ ...rail, mentions }} others={others} />
      <MembershipProvider role={role} me={person.id} names={names}>
        <main className="min-w-0 flex-1 px-4 pt-6 pb-28 sm:px-8 md:pb-12">{children}</main>
      </MembershipProvider>
      <LiveRefresh projectId={projectId} />
    </div>
  );
}
