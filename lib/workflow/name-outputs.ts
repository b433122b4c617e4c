import { findOutputs } from "@/lib/db/outputs";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import { outputName } from "@/lib/domain/output";

/** How each of these outputs is called: its own id where it came with one. */
export async function nameOutputs(
  projectId: ProjectId,
  outputIds: readonly OutputId[],
): Promise<ReadonlyMap<OutputId, string>> {
  const outputs = await findOutputs(projectId, [...new Set(outputIds)]);
  return new Map(outputs.map((output) => [output.id, outputName(output)]));
}
