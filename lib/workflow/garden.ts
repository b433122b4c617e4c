import { listAssertions } from "@/lib/db/assertions";
import type { Assertion } from "@/lib/domain/assertion";
import { hasMeaning, type Criterion } from "@/lib/domain/criterion";
import type { ProjectId } from "@/lib/domain/ids";
import type { Judge } from "@/lib/domain/judge-designs/judge";
import { readBoard, type Board } from "./read-board";

/** What is known of one criterion's candidates; `ever` has those that were retired, too. */
export type Garden = {
  readonly projectId: ProjectId;
  readonly criterion: Criterion;
  readonly board: Board;
  readonly mine: readonly Assertion[];
  readonly ever: readonly Assertion[];
};

export async function readGarden(projectId: ProjectId, criterion: Criterion): Promise<Garden> {
  const [board, all] = await Promise.all([
    readBoard(projectId),
    listAssertions(projectId, { retiredToo: true }),
  ]);
  const ofMeaning = (assertions: readonly Assertion[]) =>
    assertions.filter(({ revisionId }) => hasMeaning(criterion, revisionId));
  return { projectId, criterion, board, mine: ofMeaning(board.assertions), ever: ofMeaning(all) };
}

export const judgesOf = (assertions: readonly Assertion[]): Judge[] =>
  assertions.flatMap(({ implementation }) => (implementation.kind === "judge" ? [implementation] : []));

/** The candidate that the person pinned for the criterion; null: none. */
export function pinnedOf({ board, criterion }: Garden): Assertion["id"] | null {
  const choice = board.choices.get(criterion.id);
  return choice?.kind === "pin" ? choice.assertionId : null;
}
