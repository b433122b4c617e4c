import { z } from "zod";
import { figuresOf, type Figures } from "./figures";
import type { GradeEvent, ShownOnCard } from "./grade";
import { AssertionId, OutputId, ProjectId } from "./ids";
import { lowerBound, upperBound } from "./intervals";
import { labelBoard, type Labelling } from "./labels";
import type { ReportInput } from "./report-input";
import { hash32, mulberry32 } from "./rng";

/** So many fresh grades bound a rate well enough to publish on it (alignment.md §4.4: at least 20–30). */
export const AUDIT_SIZE = 30;
/** With fewer ungraded outputs than this there is nothing fresh to measure on. */
export const MIN_AUDIT_SIZE = 20;

/**
 * Fresh outputs, drawn uniformly from what nobody had graded, on which one frozen set of assertions is measured before
 * it is published. Its grades choose nothing until it is spent, and it is spent once.
 */
export const AuditSet = z.object({
  id: z.string().min(1),
  projectId: ProjectId,
  assertionIds: z.array(AssertionId),
  /** In the order in which they were drawn. */
  outputIds: z.array(OutputId),
  /** From so many ungraded outputs they were drawn. */
  pool: z.number().int().positive(),
  seed: z.string(),
  startedBy: z.string(),
  startedAt: z.date(),
  /** Since then its grades count like all others; null: not spent. */
  spentAt: z.date().nullable(),
});
export type AuditSet = z.infer<typeof AuditSet>;

/** Outputs drawn uniformly without replacement; the same seed draws the same ones. */
export function drawAuditSet(ungraded: readonly OutputId[], seed: string): OutputId[] {
  const rng = mulberry32(hash32(`audit set:${seed}`));
  const left = [...ungraded];
  const drawn: OutputId[] = [];
  while (drawn.length < AUDIT_SIZE && left.length > 0) {
    const [one] = left.splice(Math.floor(rng() * left.length), 1);
    if (one !== undefined) drawn.push(one);
  }
  return drawn;
}

/** Why the how-manieth output of an audit set (from 0) is shown: drawn as likely as any that was left. */
export const shownInAudit = ({ pool, seed }: AuditSet, place: number): ShownOnCard => ({
  policy: "audit-set",
  inclusionProbability: 1 / Math.max(1, pool - place),
  rank: place + 1,
  seed,
});

/** What an audit set found, with bounds for a gate: each holds with 95 % confidence (Clopper–Pearson, one-sided). */
export type AuditFigures = Figures & {
  /** Outputs with a grade of the whole; of those on which graders disagree evenly, or cannot tell, there is none. */
  readonly n: number;
  /** Null: no output of the set is bad. */
  readonly coverageAtLeast: number | null;
  /** Null: no output of the set is good. */
  readonly falseFailureRateAtMost: number | null;
};

export type AuditState = {
  readonly graded: number;
  readonly of: number;
  /** Whether it measures what would be published now. */
  readonly isOfSelection: boolean;
  /** Null until all are graded: who looks earlier can stop where it looks best. */
  readonly figures: AuditFigures | null;
};

/** Which outputs of an audit set somebody has answered as a whole; what cannot be told is dealt with, too. */
export function gradedInAudit({ outputIds }: AuditSet, events: readonly GradeEvent[]): ReadonlySet<OutputId> {
  const wanted = new Set(outputIds);
  const graded = new Set<OutputId>();
  for (const { outputId, criterionId, mark } of events) {
    if (criterionId !== null || !wanted.has(outputId)) continue;
    if (mark === "good" || mark === "bad" || mark === "unsure") graded.add(outputId);
    else if (mark === "withdrawn") graded.delete(outputId);
  }
  return graded;
}

/** How far an audit set is, from the grades of its outputs in the order in which they were given. */
export function auditState(
  audit: AuditSet,
  facts: Pick<ReportInput, "criteria" | "matrix"> & HeldOutGrades & { readonly labelling: Labelling },
  selected: readonly AssertionId[],
): AuditState {
  const { assertionIds, outputIds } = audit;
  const { criteria, matrix, heldOut, labelling } = facts;
  const graded = gradedInAudit(audit, heldOut).size;
  const { whole } = labelBoard(heldOut, criteria, labelling);
  const isComplete = graded >= outputIds.length;
  const figures = isComplete ? figuresOf(matrix.unionConfusion(assertionIds, matrix.labelled(whole))) : null;
  return {
    graded,
    of: outputIds.length,
    isOfSelection: sameMembers(assertionIds, selected),
    figures: figures && {
      ...figures,
      n: whole.size,
      coverageAtLeast: lowerBound(figures.coverage),
      falseFailureRateAtMost: upperBound(figures.falseFailureRate),
    },
  };
}

/** Grades of outputs that an audit set holds back. */
export type HeldOutGrades = { readonly heldOut: readonly GradeEvent[] };

const sameMembers = (a: readonly AssertionId[], b: readonly AssertionId[]): boolean =>
  a.length === b.length && a.every((id) => b.includes(id));
