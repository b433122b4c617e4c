import type { Dispute } from "./grader-board";
import type { CriterionId } from "./ids";
import type { Output } from "./output";

/** What graders were asked and differ on; criterion null: the whole output. */
export type DisputedSubject = {
  readonly criterionId: CriterionId | null;
  readonly name: string;
  /** What the graders had to go by; empty for the whole output. */
  readonly wording: string;
  readonly disputed: number;
  /** Of these, how many nobody has decided, or are graded otherwise since. */
  readonly open: number;
};

/** The disputed outputs of one subject, a page of them, with their texts. */
export type DisputePage = {
  readonly subjects: readonly DisputedSubject[];
  /** Null: nothing is disputed. */
  readonly chosen: DisputedSubject | null;
  /** Undecided ones first. */
  readonly disputes: readonly { readonly dispute: Dispute; readonly output: Output }[];
  readonly page: number;
  readonly pages: number;
};
