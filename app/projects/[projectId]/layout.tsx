import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { projectIdOf, type ProjectParams } from "@/app/page-gate";
import { LiveRefresh } from "@/components/shell/live-refresh";
import { ProjectRail } from "@/components/shell/project-rail";
import { readRail } from "@/lib/workflow/read-rail";

export const dynamic = "force-dynamic";

type Props = ProjectParams & { readonly children: ReactNode };

export default async function ProjectLayout({ children, ...props }: Props) {
  const projectId = await projectIdOf(props);
  const rail = await readRail(projectId);
  if (!rail) notFound();
  return (
    <div className="flex min-h-dvh flex-col md:flex-row">
      <ProjectRail projectId={projectId} rail={rail} />
      <main className="min-w-0 flex-1 px-4 pt-6 pb-28 sm:px-8 md:pb-12">{children}</main>
      <LiveRefresh projectId={projectId} />
    </div>
  );
}
