import { z } from "zod";
import { Label } from "../grade";
import { OutputId } from "../ids";

const common = {
  kind: z.literal("judge"),
  /** The criterion as it is put to the model. */
  question: z.string().min(1),
};

/** One question of a checklist. Primary ones decide alone under the rule "priority". */
export const ChecklistItem = z.object({
  id: z.string().min(1).max(20),
  question: z.string().min(1).max(2_000),
  weight: z.enum(["primary", "secondary"]),
});
export type ChecklistItem = z.infer<typeof ChecklistItem>;

/** How the answers to a checklist become one verdict: TICK's "all" and its ratio, CFBench's priority score. */
export const ChecklistRule = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("all") }),
  z.object({ kind: z.literal("ratio"), atLeast: z.number().min(0).max(1) }),
  z.object({ kind: z.literal("priority") }),
]);

/**
 * An output that a person graded, as a judge is shown it. The output itself is never scored by this judge (leak
 * guard): it is known by its id and by its content. `outputId` null: it was written by hand.
 */
export const Exemplar = z.object({
  outputId: OutputId.nullable(),
  text: z.string().min(1),
  variables: z.record(z.string(), z.string()),
  label: Label,
  note: z.string(),
  /** Shown because it is hard to tell, not because it is typical. */
  borderline: z.boolean(),
});
export type Exemplar = z.infer<typeof Exemplar>;

const Exemplars = z.array(Exemplar).min(2).max(6);

/** Where a probability comes from: null is the log-probabilities of the answer, a number the share of so many answers. */
const Samples = z.number().int().min(2).max(25).nullable();
const Probability = z.number().min(0).max(1);

/** How many levels a rubric has, from 1 (worst). */
export const LEVELS = 5;

const solo = [
  /** G1: one word. */
  z.object({ ...common, design: z.literal("direct") }),
  /** G2: reasons and quotes evidence first. */
  z.object({ ...common, design: z.literal("critique") }),
  /** G3: frozen questions, answered one by one. */
  z.object({
    ...common,
    design: z.literal("checklist"),
    items: z.array(ChecklistItem).min(2).max(8),
    rule: ChecklistRule,
  }),
  /** G4: critique first, after graded examples with the person's notes. */
  z.object({ ...common, design: z.literal("few-shot"), exemplars: Exemplars }),
  /** G5: a level of a described rubric, held against a verified reference. */
  z.object({
    ...common,
    design: z.literal("rubric"),
    levels: z.array(z.string().min(1).max(2_000)).length(LEVELS),
    passFrom: z.number().int().min(2).max(LEVELS),
  }),
  /** G6: compared with each graded example, in both orders. */
  z.object({ ...common, design: z.literal("pairwise"), exemplars: Exemplars }),
  /** G8: passes from this probability of yes on. */
  z.object({ ...common, design: z.literal("probability"), samples: Samples, threshold: Probability }),
  /** G9: the best case for, the best case against, then the decision (SuRe, Kim et al. 2024). */
  z.object({ ...common, design: z.literal("for-and-against") }),
  /** G10: the cheap model's probability decides outside of [low, high]; inside, the strong model by critique. */
  z.object({
    ...common,
    design: z.literal("cascade"),
    samples: Samples,
    /** Null: the cheap model never fails, or never passes, an output alone. */
    low: Probability.nullable(),
    high: Probability.nullable(),
  }),
] as const;

/** A judge that asks a model itself: every design but the jury. */
export const SoloJudge = z.discriminatedUnion("design", solo);
export type SoloJudge = z.infer<typeof SoloJudge>;

/** G7: fails by majority, or as soon as so many members fail it (minority veto). */
export const JuryRule = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("majority") }),
  z.object({ kind: z.literal("veto"), votes: z.number().int().min(1) }),
]);

const Jury = z.object({
  ...common,
  design: z.literal("jury"),
  members: z
    .array(z.object({ name: z.string().min(1), judge: SoloJudge }))
    .min(2)
    .max(7),
  rule: JuryRule,
});
export type Jury = z.infer<typeof Jury>;

/** The designs one by one, for a schema that adds to each of them. */
export const JUDGE_DESIGNS = [...solo, Jury] as const;

/** An assertion that puts a question to a model, in one of the designs of graders.md §3.2. */
export const Judge = z.discriminatedUnion("design", JUDGE_DESIGNS);
export type Judge = z.infer<typeof Judge>;
export type JudgeDesign = Judge["design"];

/** Whether a judge holds outputs against a verified reference: it says nothing of those that have none. */
export const needsReference = (judge: Judge): boolean =>
  judge.design === "rubric" ||
  (judge.design === "jury" && judge.members.some(({ judge: member }) => member.design === "rubric"));

/** The graded examples that a judge is shown; none where its design has none. A jury's members abstain by themselves. */
export function exemplarsOf(judge: Judge): readonly Exemplar[] {
  switch (judge.design) {
    case "few-shot":
    case "pairwise":
      return judge.exemplars;
    case "direct":
    case "critique":
    case "checklist":
    case "rubric":
    case "probability":
    case "for-and-against":
    case "cascade":
    case "jury":
      return [];
  }
}

/** All examples, also those of a jury's members. */
export const everyExemplarOf = (judge: Judge): readonly Exemplar[] =>
  judge.design === "jury" ? judge.members.flatMap((member) => exemplarsOf(member.judge)) : exemplarsOf(judge);

/** The same judge with only those of its examples that are kept. */
export function keepExemplars(judge: Judge, isKept: (exemplar: Exemplar) => boolean): Judge {
  if (judge.design !== "jury") return keepOwn(judge, isKept);
  const members = judge.members.map((member) => ({ ...member, judge: keepOwn(member.judge, isKept) }));
  return { ...judge, members };
}

const keepOwn = (judge: SoloJudge, isKept: (exemplar: Exemplar) => boolean): SoloJudge =>
  judge.design === "few-shot" || judge.design === "pairwise"
    ? { ...judge, exemplars: judge.exemplars.filter(isKept) }
    : judge;
