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

/** What the selected assertion of each criterion said of one output; shown after it was graded, never before. */
export async function reveal(target: {
  readonly projectId: ProjectId;
  readonly outputId: OutputId;
}): Promise<Result<readonly Revealed[]>> {
  const [board, verdicts] = await Promise.all([
    readBoard(target.projectId),
    readVerdictsOfOutput(target.projectId, target.outputId),
  ]);
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
