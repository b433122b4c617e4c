import { z } from "zod";
import { CriterionId, RevisionId } from "./ids";

/** How a criterion is best checked. "measured" criteria are countable: shown as a figure, not asked of the grader. */
export const CriterionKind = z.enum(["code", "judge", "either"]);
export type CriterionKind = z.infer<typeof CriterionKind>;

export const CriterionName = z
  .string()
  .trim()
  .min(1, "A criterion needs a name.")
  .max(120, "Keep the name of a criterion under 120 characters; the wording can be longer.");
export const CriterionWording = z
  .string()
  .trim()
  .min(1, "Say what a good output must satisfy.")
  .max(20_000, "A criterion's wording can be at most 20,000 characters.");

export const CriterionExamples = z.string().trim().max(4_000, "Examples can be at most 4,000 characters.");

export const CriterionNotes = z
  .string()
  .trim()
  .max(5_000, "Notes for judges can be at most 5,000 characters.");

/**
 * What an edit did: the first wording, the same thing said better (grades stay), or another meaning (grades given under
 * the old wording become stale).
 */
export const RevisionChange = z.enum(["first", "clarification", "meaning"]);
export type RevisionChange = z.infer<typeof RevisionChange>;

/** A wording of a criterion. Immutable: an edit is a new revision, and the old one stays. */
export const Revision = z.object({
  id: RevisionId,
  number: z.number().int().positive(),
  name: z.string(),
  wording: z.string(),
  /** What is good and what is bad under it, in the author's words. Empty: none were given. */
  examples: z.string(),
  /** The FFR limit that was in force when it was written; what came later under it are limit changes. */
  ffrLimit: z.number().min(0).max(1),
  author: z.string(),
  why: z.string(),
  change: RevisionChange,
  /** The last grade event that was given before it: grades of whole outputs up to there do not speak of its meaning. 0: all do. */
  afterGrade: z.number().int().nonnegative(),
  createdAt: z.date(),
});
export type Revision = z.infer<typeof Revision>;

/** Another FFR limit under a wording that stays: no grade and no candidate is touched. */
export const LimitChange = z.object({
  id: z.number().int(),
  revisionId: RevisionId,
  from: z.number(),
  to: z.number(),
  by: z.string(),
  at: z.date(),
});
export type LimitChange = z.infer<typeof LimitChange>;

/** The FFR limits that were in force under a revision, oldest first. `changes` is oldest first. */
export const limitsUnder = ({ id, ffrLimit }: Revision, changes: readonly LimitChange[]): number[] => [
  ffrLimit,
  ...changes.flatMap(({ revisionId, to }) => (revisionId === id ? [to] : [])),
];

/** What a good output must satisfy, in the user's words: a chain of revisions, of which the last is current. */
export const Criterion = z.object({
  id: CriterionId,
  position: z.number().int(),
  kind: CriterionKind,
  /** The share of good outputs that its assertion may wrongly fail, in [0, 1]. */
  ffrLimit: z.number().min(0).max(1),
  /** No output may break it: no evaluator is published without an assertion of it. */
  mustPass: z.boolean(),
  /** Easier told of two outputs than of one ("the friendlier of the two"): pairs are offered beside grades. */
  isRelative: z.boolean(),
  /** Who settles what is about it; null: whoever wrote its first wording. */
  ownedBy: z.string().nullable(),
  /** Told to judges beside the wording: what counts, what does not, the edge case. Empty: nothing. */
  notes: z.string(),
  origin: z.enum(["suggested", "hand", "grades", "imported"]),
  retiredAt: z.date().nullable(),
  revision: Revision,
  revisionCount: z.number().int().positive(),
  /** The wordings that mean the same as the current one, itself first: grades and candidates of these count. */
  meaning: z.array(RevisionId).nonempty(),
  /** Grades of whole outputs up to this event were given under another meaning and do not speak of it; 0: all do. */
  since: z.number().int().nonnegative(),
});
export type Criterion = z.infer<typeof Criterion>;

/** The wordings that mean the same as the newest: back to the last change of meaning. `revisions` is newest first. */
export function sameMeaning<Wording extends Pick<Revision, "id" | "change">>(
  revisions: readonly Wording[],
): Wording[] {
  const changedAt = revisions.findIndex(({ change }) => change !== "clarification");
  return revisions.slice(0, changedAt < 0 ? revisions.length : changedAt + 1);
}

/** What a criterion says and means when these are its wordings, newest first; null: it has none yet. */
export function wordedBy(
  revisions: readonly Revision[],
): Pick<Criterion, "revision" | "revisionCount" | "meaning" | "since"> | null {
  const [revision] = revisions;
  const meaning = sameMeaning(revisions);
  const [first, ...others] = meaning.map(({ id }) => id);
  if (!revision || !first) return null;
  const since = meaning.at(-1)?.afterGrade ?? 0;
  return { revision, revisionCount: revisions.length, meaning: [first, ...others], since };
}

/** Whether what was given under this wording counts for the criterion as it is worded now; null: no wording, so no. */
export const hasMeaning = ({ meaning }: Criterion, revisionId: RevisionId | null): boolean =>
  revisionId !== null && meaning.includes(revisionId);

/** A limit as it is set: to a tenth of a percent. */
export const sayLimit = (limit: number): string => `${Math.round(limit * 1000) / 10} %`;

/** The share of good outputs that an assertion may wrongly fail unless the person says otherwise. */
export const DEFAULT_FFR_LIMIT = 0.2;
