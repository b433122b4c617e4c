import type { OutputId, ProjectId } from "@/lib/domain/ids";
import { ok, type Result } from "@/lib/domain/problem";
import { relooksOf } from "@/lib/domain/relook";
import type { Queue } from "./choose-next-output";
import { readBoard } from "./read-board";
import { toCards } from "./to-cards";

const SHOWN = { policy: "relook", inclusionProbability: null, rank: null, seed: null } as const;

/** The next outputs that a grader is asked again, those that matter most first, without what was said of them before. */
export async function nextRelooks(input: {
  readonly projectId: ProjectId;
  readonly grader: string;
  readonly count: number;
  /** Cards that the browser holds already. */
  readonly exclude: readonly OutputId[];
}): Promise<Result<Queue>> {
  const { projectId, grader, count } = input;
  const board = await readBoard(projectId);
  const queue = relooksOf(board, board.events, grader);
  const held = new Set(input.exclude);
  const chosen = queue
    .filter(({ outputId }) => !held.has(outputId))
    .slice(0, count)
    .map(({ outputId, criterionIds }) => ({ outputId, shown: SHOWN, ask: criterionIds }));
  return ok({ cards: await toCards(projectId, board, { chosen, grader }), left: queue.length });
}
