import { z } from "zod";
import { Answer, GradeMark, ShownOnCard } from "./grade";
import { CriterionId, OutputId, RevisionId } from "./ids";
import type { Output } from "./output";
import type { Remarks } from "./remark";

/** A grade as the browser sends it. `key` is made there: one that is sent twice is stored once. */
export const GradeInput = z.object({
  key: z.string().min(8).max(64),
  outputId: OutputId,
  criterionId: CriterionId.nullable(),
  revisionId: RevisionId.nullable(),
  mark: GradeMark,
  note: z.string().max(20_000, "A note can be at most 20,000 characters."),
  shown: ShownOnCard,
  /** What came with the card; without it nobody knows why the output was shown, and it counts as picked by hand. */
  ticket: z.string().max(100).optional(),
  /**
   * What the page took to stand of this grader before, null: nothing. Where something else stands, another tab has said it.
   * Absent: the page cannot know, as on a silent repeat.
   */
  was: Answer.nullable().optional(),
  /**
   * Makes this an undo (with the mark "withdrawn"): the key of the grade that it takes back. What stood before that counts
   * again, also where the page does not know it.
   */
  undoes: z.string().min(8).max(64).optional(),
});
export type GradeInput = z.infer<typeof GradeInput>;

/** What this grader said of an output so far, the latest of each; `criterionId` null: of the whole output. */
export type MyGrade = {
  readonly criterionId: CriterionId | null;
  readonly revisionId: RevisionId | null;
  readonly mark: Answer;
  readonly note: string;
};

/** An output to grade, why it is shown, and what this grader said of it before (hidden on a silent repeat and a second look). */
export type Card = {
  readonly output: Output;
  readonly shown: ShownOnCard;
  /** The server's word that it showed this output to this grader, and why. */
  readonly ticket: string;
  readonly mine: readonly MyGrade[];
  /** The passages and tags of this grader, hidden likewise. */
  readonly remarks: Remarks;
  /** Only these criteria are asked, because their meaning changed; absent: the whole card. */
  readonly ask?: readonly CriterionId[];
};
