import type { Assertion } from "./assertion";
import type { Choice } from "./choice";
import type { Criterion } from "./criterion";
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
};
