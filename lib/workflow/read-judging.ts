import { readJudging as readPause, readCallStats } from "@/lib/db/judging";
import { spendOf } from "@/lib/db/llm-calls";
import type { AssertionId, ProjectId } from "@/lib/domain/ids";
import { addEstimates, type Estimate, type Limits, type Pause } from "@/lib/domain/judging-money";
import { estimateJudging } from "./estimate-judging";
import { readBoard } from "./read-board";

/** What judging has cost and will cost. Dollars; null: the price is not known. */
export type JudgingView = {
  readonly left: Estimate;
  readonly spent: { readonly cost: number; readonly calls: number; readonly unpriced: number };
  readonly budget: number | null;
  readonly run: Limits["run"];
  readonly pause: Pause | null;
  /** What each judge has cost so far, the dearest first. */
  readonly byJudge: readonly {
    readonly id: AssertionId;
    readonly name: string;
    readonly calls: number;
    readonly cost: number | null;
  }[];
};

/** Null: no judge is among the candidates, or the project is gone. */
export async function readJudging(projectId: ProjectId, judgingModel: string): Promise<JudgingView | null> {
  const board = await readBoard(projectId);
  const judges = board.assertions.filter(({ implementation }) => implementation.kind === "judge");
  if (judges.length === 0) return null;
  const [judging, spent, stats, estimates] = await Promise.all([
    readPause(projectId),
    spendOf(projectId),
    readCallStats(projectId),
    estimateJudging(projectId, board, judgingModel),
  ]);
  if (!judging) return null;
  return {
    ...judging,
    left: addEstimates(estimates),
    spent,
    byJudge: judges
      .flatMap(({ id, name }) => {
        const of = stats.get(id);
        return of ? [{ id, name, calls: of.calls, cost: of.cost }] : [];
      })
      .toSorted((a, b) => (b.cost ?? 0) - (a.cost ?? 0) || b.calls - a.calls),
  };
}
