import { readVerdictsOfOutput } from "@/lib/db/verdicts";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import { ok, type Result } from "@/lib/domain/problem";
import { reportCard } from "@/lib/domain/report-card";
import type { Verdict } from "@/lib/domain/verdict";
import { readBoard } from "./read-board";

export type Revealed = {
  readonly criterion: string;
  readonly assertion: string;
  readonly verdict: Verdict | null;
};

/**
 * What the selected assertion of each criterion said of one output. Nothing as long as this grader has not graded it:
 * whoever knows the verdict is swayed by it.
 */
export async function reveal(target: {
  readonly projectId: ProjectId;
  readonly outputId: OutputId;
  readonly grader: string;
}): Promise<Result<readonly Revealed[]>> {
  const [board, verdicts] = await Promise.all([
    readBoard(target.projectId),
    readVerdictsOfOutput(target.projectId, target.outputId),
  ]);
  const isGraded = [...board.events, ...board.heldOut].some(
    ({ outputId, grader, mark }) =>
      outputId === target.outputId && grader === target.grader && (mark === "good" || mark === "bad"),
  );
  if (!isGraded) return ok([]);
  const { criteria } = reportCard(board);
  return ok(
    criteria.flatMap(({ criterion, selected }) =>
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
  );
}
