import { findDriftEvent, type DriftTarget } from "@/lib/db/drift";
import { decidingOutputs } from "@/lib/domain/deciding-outputs";
import type { OutputId } from "@/lib/domain/ids";
import { fail, ok, type Result } from "@/lib/domain/problem";
import type { Queue } from "./choose-next-output";
import { readBoard } from "./read-board";
import { toCards } from "./to-cards";

const SHOWN = { policy: "chosen", inclusionProbability: null, rank: null, seed: null } as const;

/** The next of the outputs whose grades would decide about an entry of the drift journal; those of this grader are done. */
export async function nextDeciding({
  grader,
  count,
  exclude,
  ...target
}: DriftTarget & {
  readonly grader: string;
  readonly count: number;
  /** Cards that the browser holds already. */
  readonly exclude: readonly OutputId[];
}): Promise<Result<Queue>> {
  const [event, board] = await Promise.all([findDriftEvent(target), readBoard(target.projectId)]);
  if (!event) return fail({ code: "not-found", what: "drift event" });
  const done = new Set([
    ...board.events.flatMap(({ outputId, grader: by, criterionId, mark }) =>
      by === grader && criterionId === null && mark !== "withdrawn" ? [outputId] : [],
    ),
    // What an audit set holds back is graded there.
    ...(board.auditSet?.outputIds ?? []),
  ]);
  const open = decidingOutputs(event).filter((id) => !done.has(id));
  const held = new Set(exclude);
  const chosen = open
    .filter((id) => !held.has(id))
    .slice(0, count)
    .map((outputId) => ({ outputId, shown: SHOWN }));
  return ok({ cards: await toCards(target.projectId, board, { chosen, grader }), left: open.length });
}
