import type { ProjectId } from "@/lib/domain/ids";
import { ownProgress, type OwnProgress } from "@/lib/domain/own-progress";
import { readBoard } from "./read-board";

/** How many outputs a person has graded and skipped, wherever they were shown. */
export async function readOwnProgress(projectId: ProjectId, person: string): Promise<OwnProgress> {
  const { events } = await readBoard(projectId);
  return ownProgress(events, person);
}
