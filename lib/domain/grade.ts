import { z } from "zod";
import { CriterionId, OutputId, RevisionId } from "./ids";

/** A person's judgement. Not graded is the absence of a grade, never a third label. */
export const Label = z.enum(["good", "bad"]);
export type Label = z.infer<typeof Label>;

/** What a person can answer: a label, or that it cannot be told, which counts as neither and is not asked again. */
export const Answer = z.enum([...Label.options, "unsure"]);
export type Answer = z.infer<typeof Answer>;

/** What a grade event records: an answer, a skip (asked again later), or the withdrawal of an earlier one (undo). */
export const GradeMark = z.enum([...Answer.options, "skipped", "withdrawn"]);
export type GradeMark = z.infer<typeof GradeMark>;

/**
 * Grades that no sampler asked for: given again under another wording, carried over by rule from a criterion that was
 * split or merged (provisional; "skipped" where no rule applies and it is asked), or a decision where graders differ.
 */
const AFTER_EDITS = ["relook", "carried", "adjudication"] as const;

/** Drawn to measure a frozen selection: such a grade chooses nothing until the audit set is spent. */
const AUDIT_SET = "audit-set";

/** Handed out in a grading queue; `seed` is the id of the queue. No chance is known where its outputs were picked. */
const QUEUE = "queue";

/** Why an output was shown, so that rates over graded outputs can be weighted by 1/inclusion probability. */
export const Shown = z.object({
  policy: z.enum([
    "uniform",
    "disagreement",
    "audit",
    "repeat",
    "alternate",
    "chosen",
    "imported",
    ...AFTER_EDITS,
    AUDIT_SET,
    QUEUE,
  ]),
  /** In (0, 1]: the chance that the sampler drew this output at this step; null when a person picked it. */
  inclusionProbability: z.number().positive().max(1).nullable(),
  /** The how-manieth card of the project this was, from 1; null when a person picked it. */
  rank: z.number().int().positive().nullable(),
  seed: z.string().nullable(),
});
export type Shown = z.infer<typeof Shown>;

/** Why a card is shown: what is imported, carried over or decided on a dispute comes on no card. */
export const ShownOnCard = Shown.extend({
  policy: Shown.shape.policy.exclude(["imported", "carried", "adjudication"]),
});
export type ShownOnCard = z.infer<typeof ShownOnCard>;

/** A person, or their program, picked the output: no chance is known, so that it stands in no weighted rate. */
export const CHOSEN: ShownOnCard = { policy: "chosen", inclusionProbability: null, rank: null, seed: null };

/**
 * One append-only grade event; of the events with the same output, criterion and grader the latest counts.
 * `criterionId` null: the whole output.
 */
export const GradeEvent = z.object({
  id: z.number().int(),
  outputId: OutputId,
  criterionId: CriterionId.nullable(),
  /** The wording under which the grade was given; null for whole-output grades. */
  revisionId: RevisionId.nullable(),
  grader: z.string(),
  mark: GradeMark,
  note: z.string(),
  shown: Shown,
  at: z.date(),
});
export type GradeEvent = z.infer<typeof GradeEvent>;
