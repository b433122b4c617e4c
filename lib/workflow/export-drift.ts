import { namesIn } from "@/lib/db/members";
import { findProject } from "@/lib/db/projects";
import { hideInDrift } from "@/lib/domain/hide-outputs";
import type { ProjectId } from "@/lib/domain/ids";
import { driftMarkdown } from "@/lib/formats/drift-markdown";
import { hiddenFrom } from "./read-blind";
import { readDrift } from "./read-drift";

/** The drift journal as a Markdown report, as far as this person may see it; null when there is no such project. */
export async function exportDrift(projectId: ProjectId, person: string, at: Date): Promise<string | null> {
  const project = await findProject(projectId);
  if (!project) return null;
  const [page, people, hidden] = await Promise.all([
    readDrift(projectId),
    namesIn(projectId),
    hiddenFrom(projectId, person),
  ]);
  return driftMarkdown(hideInDrift(page, hidden), { project: project.name, at, people });
}
