import { readVerdictsOfOutput } from "@/lib/db/verdicts";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import { ok, type Result } from "@/lib/domain/problem";
import type { GradeEvent } from "@/lib/domain/grade";
import { latestMarks } from "@/lib/domain/labels";
import { reportCard } from "@/lib/domain/report-card";
import type { Verdict } from "@/lib/domain/verdict";
import { readBoard, type Board } from "./read-board";

export type Revealed = {
  readonly said: readonly {
    readonly criterion: string;
    readonly assertion: string;
    readonly verdict: Verdict | null;
  }[];
  /** How many others call the whole output what this grader does not; null: not told, as in a queue. */
  readonly otherwise: number | null;
};

/**
 * What the selected assertion of each criterion said of one output, and whether people differ on it. Nothing as long as
 * this grader has not graded it: whoever knows is swayed by it. In a queue grades are to be independent of each other, so
 * the others stay hidden there.
 */
export async function reveal(target: {
  readonly projectId: ProjectId;
  readonly outputId: OutputId;
  readonly grader: string;
}): Promise<Result<Revealed>> {
  const [board, verdicts] = await Promise.all([
    readBoard(target.projectId),
    readVerdictsOfOutput(target.projectId, target.outputId),
  ]);
  const byGrader = saidOf(board, target.outputId);
  const mine = byGrader.get(target.grader);
  if (mine?.mark !== "good" && mine?.mark !== "bad") return ok({ said: [], otherwise: null });
  const contrary = mine.mark === "good" ? "bad" : "good";
  const { criteria } = reportCard(board);
  return ok({
    said: criteria.flatMap(({ criterion, selected }) =>
      selected
        ? [
            {
              criterion: criterion.revision.name,
              assertion: selected.assertion.name,
              verdict: verdicts.get(selected.assertion.id) ?? null,
            },
          ]
        : [],
    ),
    otherwise:
      mine.shown.policy === "queue"
        ? null
        : [...byGrader.values()].filter(({ mark }) => mark === contrary).length,
  });
}

/** What each grader says of the whole output; nothing while it is in an audit set: its verdicts would tell how that goes. */
function saidOf({ events, heldOut, auditSet }: Board, id: OutputId): ReadonlyMap<string, GradeEvent> {
  const isHeldOut = auditSet?.outputIds.includes(id) ?? false;
  const own = [...events, ...heldOut].filter(
    ({ outputId, criterionId }) => outputId === id && criterionId === null && !isHeldOut,
  );
  return latestMarks(own).get(id)?.byGrader ?? new Map<string, GradeEvent>();
}
