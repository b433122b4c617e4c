import { z } from "zod";
import { AssertionId, CriterionId, RevisionId } from "./ids";
import { Judge } from "./judge-designs/judge";

/**
 * How an assertion decides. Code defines `check(output, context)` and returns true for pass; a judge puts a
 * question to a model, "yes" is pass; recorded verdicts were made elsewhere and imported.
 */
export const Implementation = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("javascript"), source: z.string().min(1) }),
  z.object({ kind: z.literal("python"), source: z.string().min(1) }),
  Judge,
  z.object({ kind: z.literal("recorded"), evaluator: z.string().min(1) }),
]);
export type Implementation = z.infer<typeof Implementation>;

/** "repaired" and "refined": made by a model out of another candidate, from its error or from what it got wrong. */
export const AssertionOrigin = z.enum([
  "library",
  "induced",
  "model",
  "repaired",
  "refined",
  "hand",
  "imported",
]);
export type AssertionOrigin = z.infer<typeof AssertionOrigin>;

/** One candidate implementation of one criterion revision. Immutable: a change is a new assertion. */
export const Assertion = z.object({
  id: AssertionId,
  /** Null: it judges the whole output, not one criterion (imported evaluators only). */
  criterionId: CriterionId.nullable(),
  revisionId: RevisionId.nullable(),
  name: z.string().min(1),
  implementation: Implementation,
  origin: AssertionOrigin,
  /** SHA-256 of the canonical implementation, hex: the same source is never run or listed twice for a revision. */
  hash: z.string(),
  /** The candidate that it was made from; null: it was made anew. */
  parentId: AssertionId.nullable(),
  createdAt: z.date(),
});
export type Assertion = z.infer<typeof Assertion>;

/** A candidate before it is stored. */
export type AssertionDraft = Pick<Assertion, "name" | "implementation" | "origin"> & {
  readonly parentId?: AssertionId;
};

/** Whether it was made from the very grades that it is measured on, so that its figures are on the bright side. */
export const isFitted = ({ origin }: Pick<Assertion, "origin">): boolean =>
  origin === "induced" || origin === "refined";
