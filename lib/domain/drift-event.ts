import { z } from "zod";
import { AssertionId, CriterionId, OutputId, RevisionId } from "./ids";
import type { VerdictKind } from "./verdict";

const Said = z.enum(["pass", "fail", "notApplicable", "error"]) satisfies z.ZodType<VerdictKind>;
const Share = z.object({ count: z.number().int(), of: z.number().int() });

/**
 * The two types of criteria drift of the EvalGen paper (Shankar et al. 2024: criteria that are added, and criteria that
 * are reinterpreted), and what looks like them but is not: graders, judges or the pipeline that changed. Splits and merges
 * put criteria in the place of others. What is quiet is kept so that the journal is complete.
 */
export const DriftKind = z.enum([
  "newCriterion",
  "reinterpretation",
  "split",
  "merge",
  "clarification",
  "removal",
  "restoration",
  "adjudication",
  "graderDrift",
  "judgeDrift",
  "pipelineDrift",
]);
export type DriftKind = z.infer<typeof DriftKind>;

/** Who has to act: people disagree, the criterion changed, or what is graded or judged changed. */
export const DriftSide = z.enum(["criteria", "people", "pipeline"]);
export type DriftSide = z.infer<typeof DriftSide>;

export function sideOf(kind: DriftKind): DriftSide {
  switch (kind) {
    case "newCriterion":
    case "reinterpretation":
    case "split":
    case "merge":
    case "clarification":
    case "removal":
    case "restoration":
      return "criteria";
    case "adjudication":
    case "graderDrift":
      return "people";
    case "judgeDrift":
    case "pipelineDrift":
      return "pipeline";
  }
}

/** Kinds that leave nothing to settle: such an entry is never open. */
export const QUIET_KINDS = ["clarification", "removal", "restoration", "adjudication"] as const;
export const isQuiet = (kind: DriftKind): boolean => QUIET_KINDS.some((quiet) => quiet === kind);

/** Whether somebody has still to say what comes of an entry. */
export const isOpen = ({ kind, resolvedAt }: Pick<DriftEvent, "kind" | "resolvedAt">): boolean =>
  resolvedAt === null && !isQuiet(kind);

/** Whether an entry is an edit after which other criteria, or other meanings, are in play; an alarm edits nothing. */
export function isEdit({ kind, key }: Pick<DriftEvent, "kind" | "key">): boolean {
  const edits: readonly DriftKind[] = [...DRIFTING_EDITS, "removal", "restoration"];
  return edits.includes(kind) && !key.startsWith(ALARM);
}

/** Edits that say that the criteria have drifted. */
const DRIFTING_EDITS = ["newCriterion", "reinterpretation", "split", "merge"] as const;
export const isDriftingEdit = (event: Pick<DriftEvent, "kind" | "key">): boolean =>
  isEdit(event) && DRIFTING_EDITS.some((kind) => kind === event.kind);

/** How the key of an alarm begins. */
export const ALARM = "alarm:";

/** What was in force at a moment, so that the figures of that moment can be computed again from the facts. */
export const InForce = z.object({
  /** The last grade event given by then; 0: none. */
  lastGradeId: z.number().int().nonnegative(),
  /** The current wording of each criterion in play. */
  revisionIds: z.array(RevisionId),
  /** The assertion that spoke for each criterion; criteria without one are absent. */
  selected: z.array(z.object({ criterionId: CriterionId, assertionId: AssertionId })),
});
export type InForce = z.infer<typeof InForce>;

export const DriftEvidence = z.object({
  /** The outputs that triggered it, or that show it. */
  outputIds: z.array(OutputId),
  /** What was measured; null: not measured. */
  figures: z.array(z.object({ name: z.string(), value: z.number().nullable() })),
  /** Further facts in words, one a line. */
  lines: z.array(z.string()),
  /** What was in force before it; null: it was not kept. */
  before: InForce.nullable(),
  /** The wordings that a split, a merge or a clarification put in the place of others; absent: it was none of these. */
  replaced: z.object({ from: z.array(RevisionId), to: z.array(RevisionId) }).optional(),
});
export type DriftEvidence = z.infer<typeof DriftEvidence>;

/** Verdicts of an earlier model beside those that the model of now gives on the same outputs. They stand in no rate. */
export const Recheck = z.object({
  at: z.iso.datetime(),
  model: z.string(),
  judges: z.array(
    z.object({
      assertionId: AssertionId,
      name: z.string(),
      /** Outputs that were asked about again. */
      asked: z.number().int(),
      /** Outputs that were to be asked about and still wait, since judging pauses or its budget does not suffice. */
      waiting: z.number().int().default(0),
      changed: z.array(
        z.object({
          outputId: OutputId,
          before: Said,
          after: Said,
          /** Null: nobody has graded it on the judge's criterion: a grade would say which of the two is right. */
          label: z.enum(["good", "bad"]).nullable(),
        }),
      ),
      /** Of the graded ones among them, on how many each agrees with the grade. */
      before: Share,
      after: Share,
    }),
  ),
});
export type Recheck = z.infer<typeof Recheck>;

export const DriftComment = z.object({
  id: z.number().int(),
  author: z.string(),
  text: z.string(),
  at: z.date(),
});
export type DriftComment = z.infer<typeof DriftComment>;

/** An entry of the drift journal. It records and never changes anything by itself. */
export const DriftEvent = z.object({
  id: z.number().int(),
  kind: DriftKind,
  /** What it is about; one a project, so that an alarm is raised once. */
  key: z.string(),
  /** Null: the whole output, or the project. */
  criterionId: CriterionId.nullable(),
  /** The wording that came out of an edit; null: nothing was edited. */
  revisionId: RevisionId.nullable(),
  by: z.string(),
  sentence: z.string(),
  evidence: DriftEvidence,
  at: z.date(),
  /** Null: not settled yet. */
  resolvedAt: z.date().nullable(),
  resolvedBy: z.string().nullable(),
  /** What was settled, in the words of whoever did. */
  resolution: z.string(),
  /** Null: no judge was asked again. */
  recheck: Recheck.nullable(),
  comments: z.array(DriftComment),
});
export type DriftEvent = z.infer<typeof DriftEvent>;

/** An entry to be made. */
export type DriftDraft = Pick<
  DriftEvent,
  "kind" | "key" | "criterionId" | "revisionId" | "by" | "sentence" | "evidence"
>;
