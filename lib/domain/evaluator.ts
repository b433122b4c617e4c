import { z } from "zod";
import type { Figures } from "./figures";
import { Label } from "./grade";
import type { HonestEstimate } from "./honest-estimate";
import { CriterionId, OutputId, ProjectId } from "./ids";
import { Labelling } from "./labels";
import { JUDGE_DESIGNS } from "./judge-designs/judge";

const count = z.number().int().nonnegative();
const Share = z.number().min(0).max(1);
const Interval = z.tuple([z.number(), z.number()]).nullable();

const PublishedRate = z.object({ count, of: count, interval: Interval });

/** Coverage, FFR and alignment as they stood when the evaluator was frozen; intervals are 95 %. */
export const PublishedFigures = z.object({
  confusion: z.object({
    goodPassed: count,
    goodFailed: count,
    badPassed: count,
    badFailed: count,
    notApplicable: count,
    errored: count,
    unjudged: count,
  }),
  coverage: PublishedRate,
  falseFailureRate: PublishedRate,
  /** Null: not measured, because good or bad outputs with an answer are lacking. */
  alignment: Share.nullable(),
  alignmentInterval: Interval,
});
export type PublishedFigures = z.infer<typeof PublishedFigures>;

const HonestInterval = z.tuple([z.number(), z.number()]).readonly().nullable();

/** The same figures on grades that did not choose the set; see `HonestEstimate`. */
const PublishedHonest = z.object({
  coverage: Share.nullable(),
  falseFailureRate: Share.nullable(),
  alignment: Share.nullable(),
  n: count,
  folds: count,
  repeats: count,
  fitted: count,
  /** 95 %; absent from evaluators that were published before it was measured. */
  interval: z
    .object({ coverage: HonestInterval, falseFailureRate: HonestInterval, alignment: HonestInterval })
    .optional(),
}) satisfies z.ZodType<Omit<HonestEstimate, "interval">>;

/** The same figures on fresh random outputs that were graded for this publication only; see `AuditFigures`. */
const PublishedAudit = PublishedFigures.extend({
  n: count,
  coverageAtLeast: Share.nullable(),
  falseFailureRateAtMost: Share.nullable(),
  /** ISO 8601: when the outputs were drawn and the set was frozen. */
  drawnAt: z.string(),
});
export type PublishedAudit = z.infer<typeof PublishedAudit>;

const VerdictKinds = z.enum(["pass", "fail", "notApplicable", "error"]);

const common = {
  name: z.string().min(1, "Every assertion needs a name."),
  /** The name of the criterion; null: it judges the whole output. */
  criterion: z.string().nullable(),
  /** Which criterion it is, whatever its name; absent: written by hand, or published before this was kept. */
  criterionId: CriterionId.optional(),
  wording: z.string().optional(),
  /** The share of good outputs that it was allowed to fail; absent likewise. */
  ffrLimit: Share.optional(),
  /** Whether no evaluator may do without an assertion of its criterion; absent likewise. */
  mustPass: z.boolean().optional(),
  /** The number of the criterion's revision that it implements. */
  revision: z.number().int().positive().optional(),
  /** SHA-256 of the implementation, hex. */
  hash: z.string().optional(),
  figures: PublishedFigures.optional(),
  note: z.string().optional(),
};

const source = z.string().min(1, "The source must define check(output, context).");

const asked = {
  ...common,
  /** The model whose verdicts were measured; null or absent: unknown. */
  model: z.string().nullable().optional(),
};

const [direct, critique, checklist, fewShot, rubric, pairwise, probability, forAndAgainst, cascade, jury] =
  JUDGE_DESIGNS;
const PublishedJudge = z.discriminatedUnion("design", [
  direct.extend(asked),
  critique.extend(asked),
  checklist.extend(asked),
  fewShot.extend(asked),
  rubric.extend(asked),
  pairwise.extend(asked),
  probability.extend(asked),
  forAndAgainst.extend(asked),
  cascade.extend(asked),
  jury.extend(asked),
]);

/** A judge written by hand that names no design reasons first. */
const withDesign = (raw: unknown): unknown =>
  typeof raw === "object" && raw !== null && "kind" in raw && raw.kind === "judge" && !("design" in raw)
    ? { ...raw, design: "critique" }
    : raw;

const AnyAssertion = z.discriminatedUnion("kind", [
  z.object({ ...common, kind: z.literal("javascript"), source }),
  z.object({ ...common, kind: z.literal("python"), source }),
  PublishedJudge,
  z.object({ ...common, kind: z.literal("recorded"), evaluator: z.string().min(1) }),
]);

/** One member of an evaluator: the implementation, and what was known of it when it was published. */
export const EvaluatorAssertion = z.preprocess(withDesign, AnyAssertion);
export type EvaluatorAssertion = z.infer<typeof EvaluatorAssertion>;

/** An output on which the evaluator was measured. Outputs never change, so only the id of its text is kept. */
export const PublishedExample = z.object({
  outputId: OutputId,
  /** Whole-output label. */
  label: Label,
  /** What each assertion said, in the order of `assertions`; null: it had not judged it. */
  verdicts: z.array(VerdictKinds.nullable()),
  /** The verified reference that judges held it against; absent: none of them wants one, or it has none. */
  reference: z.string().optional(),
});
export type PublishedExample = z.infer<typeof PublishedExample>;

/** A proposal that was merged since the version before, with who made it and who approved it. */
const PublishedProposal = z.object({
  number: z.number().int().positive(),
  title: z.string(),
  author: z.string(),
  approvedBy: z.array(z.string()),
});
export type PublishedProposal = z.infer<typeof PublishedProposal>;

/**
 * A frozen selection with its numbers. The file that a person writes by hand needs `touchstone`, `name` and
 * `assertions` only; everything else says where the evaluator comes from and what it was worth.
 */
export const EvaluatorManifest = z
  .object({
    touchstone: z.literal(1, "This is not an evaluator file of a version that is known here."),
    name: z.string().min(1),
    project: z.string().optional(),
    version: z.number().int().positive().optional(),
    /** ISO 8601. */
    publishedAt: z.string().optional(),
    note: z.string().optional(),
    /** Absent: none was merged since the version before. */
    proposals: z.array(PublishedProposal).optional(),
    /** Somebody else than its author has approved every member; absent: not all of them, or it is not known. */
    isReviewed: z.literal(true).optional(),
    prompt: z.string().optional(),
    grades: z
      .object({
        ...{ graded: count, good: count, bad: count, graders: count },
        /** "weighed": somewhere graders counted by how reliable they look; absent: by majority. */
        labelling: Labelling.optional(),
      })
      .optional(),
    /** `inSample`: the set was chosen on the very grades on which it is measured here. */
    set: PublishedFigures.extend({
      inSample: z.literal(true),
      honest: PublishedHonest.nullable().optional(),
      /** Absent: it was published without an audit. */
      audit: PublishedAudit.optional(),
    }).optional(),
    assertions: z.array(EvaluatorAssertion).min(1, "An evaluator needs at least one assertion."),
    examples: z.array(PublishedExample).optional(),
  })
  .refine(({ assertions }) => new Set(assertions.map(({ name }) => name)).size === assertions.length, {
    path: ["assertions"],
    message: "Two assertions have the same name; give each its own.",
  })
  .refine(
    ({ assertions, examples = [] }) =>
      examples.every(({ verdicts }) => verdicts.length === assertions.length),
    { path: ["examples"], message: "An example does not have one verdict for each assertion." },
  );
export type EvaluatorManifest = z.infer<typeof EvaluatorManifest>;

/** A published evaluator as it is stored: immutable, numbered from 1 in its project. */
export const Evaluator = z.object({
  id: z.string().min(1),
  projectId: ProjectId,
  number: z.number().int().positive(),
  note: z.string(),
  manifest: EvaluatorManifest,
  createdAt: z.date(),
});
export type Evaluator = z.infer<typeof Evaluator>;

/** The figures of the report card in the form in which they are published. */
export function publishFigures(figures: Figures): PublishedFigures {
  const { confusion, alignment, alignmentInterval } = figures;
  return {
    confusion,
    coverage: { ...figures.coverage, interval: figures.coverageInterval && [...figures.coverageInterval] },
    falseFailureRate: {
      ...figures.falseFailureRate,
      interval: figures.falseFailureRateInterval && [...figures.falseFailureRateInterval],
    },
    alignment,
    alignmentInterval: alignmentInterval && [...alignmentInterval],
  };
}

/** Makes names that occur several times different ("short", "short (2)"), since verdicts are reported by name. */
export function distinctNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let distinct = name;
    for (let n = 2; taken.has(distinct); n++) distinct = `${name} (${n})`;
    taken.add(distinct);
    return distinct;
  });
}
