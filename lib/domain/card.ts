import { z } from "zod";
import { Answer, GradeMark, Shown } from "./grade";
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
  shown: Shown,
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
  readonly shown: Shown;
  readonly mine: readonly MyGrade[];
  /** The passages and tags of this grader, hidden likewise. */
  readonly remarks: Remarks;
  /** Only these criteria are asked, because their meaning changed; absent: the whole card. */
  readonly ask?: readonly CriterionId[];
};

/** Who made an output must not sway its grade: what names its model does not leave the server. */
export function withoutModel(output: Output): Output {
  const told = new Set(
    Object.entries(output.metadata).flatMap(([name, value]) =>
      MODEL.test(name) && typeof value === "string" && value !== "" ? [value] : [],
    ),
  );
  const tells = (value: unknown) => typeof value === "string" && told.has(value);
  return {
    ...output,
    variables: Object.fromEntries(Object.entries(output.variables).filter(([, value]) => !tells(value))),
    metadata: Object.fromEntries(
      Object.entries(output.metadata).filter(([name, value]) => !MODEL.test(name) && !tells(value)),
    ),
  };
}

const MODEL = /model|provider|engine|llm/i;
