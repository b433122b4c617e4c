import { findOutputs } from "@/lib/db/outputs";
import type { OutputId, ProjectId } from "@/lib/domain/ids";

/** How each of these outputs is called: its own id where it came with one. */
export async function nameOutputs(
  projectId: ProjectId,
  outputIds: readonly OutputId[],
): Promise<ReadonlyMap<OutputId, string>> {
  const outputs = await findOutputs(projectId, [...new Set(outputIds)]);
  return new Map(outputs.map(({ id, externalId }) => [id, externalId ?? String(id)]));
}
