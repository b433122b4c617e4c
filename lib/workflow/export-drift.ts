import { namesIn } from "@/lib/db/members";
import { findProject } from "@/lib/db/projects";
import type { ProjectId } from "@/lib/domain/ids";
import { driftMarkdown } from "@/lib/formats/drift-markdown";
import { readDrift } from "./read-drift";

/** The drift journal as a Markdown report; null when there is no such project. */
export async function exportDrift(projectId: ProjectId, at: Date): Promise<string | null> {
  const project = await findProject(projectId);
  if (!project) return null;
  const [page, people] = await Promise.all([readDrift(projectId), namesIn(projectId)]);
  return driftMarkdown(page, { project: project.name, at, people });
}
