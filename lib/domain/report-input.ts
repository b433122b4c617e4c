import type { Assertion } from "./assertion";
import type { Choice } from "./choice";
import type { Criterion } from "./criterion";
import type { FoldLearner } from "./fold-learner";
import type { CriterionId } from "./ids";
import type { LabelBoard } from "./labels";
import type { VerdictMatrix } from "./verdict-matrix";

/** The facts from which a report is computed. A criterion without a choice is left to the figures. */
export type ReportInput = {
  readonly criteria: readonly Criterion[];
  readonly assertions: readonly Assertion[];
  readonly matrix: VerdictMatrix;
  readonly labels: LabelBoard;
  readonly choices: ReadonlyMap<CriterionId, Choice>;
  /** Learns candidates anew for honest estimates; absent: those that were learnt from grades stay as they are in every fold. */
  readonly learner?: FoldLearner;
};
