import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { LiveRefresh } from "@/components/shell/live-refresh";
import { ProjectRail } from "@/components/shell/project-rail";
import { ProjectId } from "@/lib/domain/ids";
import { readRail } from "@/lib/workflow/read-rail";

export const dynamic = "force-dynamic";

type Props = { readonly children: ReactNode; readonly params: Promise<{ readonly projectId: string }> };

export default async function ProjectLayout({ children, params }: Props) {
  const projectId = ProjectId.safeParse((await params).projectId);
  const rail = projectId.success ? await readRail(projectId.data) : null;
  if (!projectId.success || !rail) notFound();
  return (
    <div className="flex min-h-dvh flex-col md:flex-row">
      <ProjectRail projectId={projectId.data} rail={rail} />
      <main className="min-w-0 flex-1 px-4 pt-6 pb-28 sm:px-8 md:pb-12">{children}</main>
      <LiveRefresh projectId={projectId.data} />
    </div>
  );
}
