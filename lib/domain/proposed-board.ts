import type { Assertion } from "./assertion";
import type { Choice } from "./choice";
import type { CriterionId, OutputId } from "./ids";
import type { Proposal } from "./proposal";
import type { ReportInput } from "./report-input";
import type { VerdictKind } from "./verdict";

/** An assertion that is only proposed, with what it said so far. */
export type ProposedAssertion = {
  readonly assertion: Assertion;
  readonly outputIds: readonly OutputId[];
  readonly kinds: readonly VerdictKind[];
};

/** The facts as they would be were the proposal merged. The given ones stay as they are, the matrix included. */
export function proposedBoard<Board extends ReportInput>(
  board: Board,
  { change, criterionId }: Pick<Proposal, "change" | "criterionId">,
  proposed: ProposedAssertion | null,
): Board {
  // It is about what is selected already.
  if (criterionId === null) return board;
  switch (change.kind) {
    case "assertion":
      return withChoice(proposed ? withAssertion(board, proposed) : board, criterionId, {
        kind: "pin",
        assertionId: change.assertionId,
      });
    case "choice":
      return withChoice(board, criterionId, change.choice);
    case "settings": {
      const { ffrLimit, mustPass } = change;
      const criteria = board.criteria.map((criterion) =>
        criterion.id === criterionId ? { ...criterion, ffrLimit, mustPass } : criterion,
      );
      return { ...board, criteria };
    }
    case "selection":
      return board;
  }
}

const withChoice = <Board extends ReportInput>(
  board: Board,
  criterionId: CriterionId,
  choice: Choice,
): Board => ({ ...board, choices: new Map(board.choices).set(criterionId, choice) });

/** The facts with one more assertion in play. */
export function withAssertion<Board extends ReportInput>(
  board: Board,
  { assertion, outputIds, kinds }: ProposedAssertion,
): Board {
  const others = board.assertions.filter(({ id }) => id !== assertion.id);
  const matrix = board.matrix.withColumn(assertion.id, outputIds, kinds);
  return { ...board, assertions: [...others, assertion], matrix };
}
