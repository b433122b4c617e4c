import { findProject } from "@/lib/db/projects";
import type { ProjectId } from "@/lib/domain/ids";
import { driftMarkdown } from "@/lib/formats/drift-markdown";
import { readDrift } from "./read-drift";

/** The drift journal as a Markdown report; null when there is no such project. */
export async function exportDrift(projectId: ProjectId, at: Date): Promise<string | null> {
  const project = await findProject(projectId);
  return project && driftMarkdown(await readDrift(projectId), { project: project.name, at });
}
