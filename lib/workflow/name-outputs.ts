import { findOutputNames } from "@/lib/db/outputs";
import type { OutputId, ProjectId } from "@/lib/domain/ids";

/** How each of these outputs is called: its own id where it came with one. */
export const nameOutputs = (
  projectId: ProjectId,
  outputIds: readonly OutputId[],
): Promise<ReadonlyMap<OutputId, string>> => findOutputNames(projectId, [...new Set(outputIds)]);
