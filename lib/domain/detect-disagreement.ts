import type { Assertion } from "./assertion";
import { fisherExact } from "./compare-proportions";
import type { Criterion } from "./criterion";
import { eventsOf } from "./detect-grader-drift";
import { givenInOrder, gradesSince, isDrawn, isOtherVersion, type Alarm, type Since } from "./drift-alarms";
import { cusum, CUSUM_LIMIT, looksUpTo } from "./drift-tests";
import type { GradeEvent, Label } from "./grade";
import type { AssertionId, OutputId } from "./ids";
import type { Basis } from "./labels";
import { ratio, valueOf } from "./ratio";
import type { VerdictMatrix } from "./verdict-matrix";

/** When the selected assertion and the grades part (alignment.md §4.12). */
const DISAGREEMENT = {
  /**
   * A CUSUM beyond the reference limit is drawn; only beyond this one it enters the journal, with the logarithm of how
   * many criteria are looked at on top.
   */
  opensAt: 7.5,
  /** The error that is taken as usual at least, and how much more is a drift. */
  usual: 0.1,
  more: 0.2,
  most: 0.9,
  /** From so many grades on, the first half of them says what is usual. */
  toKnowUsual: 40,
  /** The two halves are compared first at so many grades; p over all looks at all criteria. */
  firstLook: 20,
  halvesP: 0.01,
} as const;

/** A criterion with the assertion that speaks for it, and what it is measured against. */
export type InPlay = {
  readonly criterion: Criterion;
  readonly assertion: Assertion;
  readonly basis: Basis;
};

/** One grade against the verdict of the selected assertion. */
export type Comparison = {
  readonly outputId: OutputId;
  readonly label: Label;
  readonly isDisagreement: boolean;
};

/**
 * Grades against verdicts in the order of grading, the first of each output; those without a pass or fail are left out.
 * Only outputs that were drawn whatever anybody said of them, and grades given since the assertion was made: it may
 * have been learnt from those of before. A good whole output is a good grade of every criterion, as in the labels.
 */
export function comparisons(
  { criterion, assertion, basis }: InPlay,
  matrix: VerdictMatrix,
  events: readonly GradeEvent[],
): Comparison[] {
  const own = new Set(eventsOf(criterion, events));
  const ownOutputs = new Set([...own].map(({ outputId }) => outputId));
  const seen = new Set<OutputId>();
  return givenInOrder(events).flatMap((event): Comparison[] => {
    const { outputId, criterionId, mark, at } = event;
    const isImplied =
      criterionId === null && !ownOutputs.has(outputId) && (basis === "whole" || mark === "good");
    if (seen.has(outputId) || (mark !== "good" && mark !== "bad") || !(own.has(event) || isImplied))
      return [];
    seen.add(outputId);
    if (!isDrawn(event) || at.getTime() < assertion.createdAt.getTime()) return [];
    const kind = matrix.kind(assertion.id, outputId);
    if (kind !== "pass" && kind !== "fail") return [];
    return [{ outputId, label: mark, isDisagreement: (mark === "good") !== (kind === "pass") }];
  });
}

/** What tells who drifted; what is absent is not known. */
type Facts = {
  readonly inPlay: readonly InPlay[];
  readonly events: readonly GradeEvent[];
  readonly matrix: VerdictMatrix;
  /** Judges whose verdicts come from models that replaced each other. */
  readonly mixedJudges: ReadonlySet<AssertionId>;
  /** Of which version of the pipeline each output is. */
  readonly versions: ReadonlyMap<OutputId, string>;
  readonly since: Since;
};

/** Selected assertions that disagree with the grades more than they did, or more than they may: one alarm a criterion. */
export function detectDisagreement(facts: Facts): Alarm[] {
  return facts.inPlay.flatMap((one) => {
    // Whichever assertion speaks for the criterion, it is the same question.
    const subject = `disagreement:${one.criterion.meaning.at(-1) ?? one.criterion.id}`;
    const events = gradesSince(facts.events, facts.since(subject));
    if (!events) return [];
    const compared = comparisons(one, facts.matrix, events);
    const among = facts.inPlay.length;
    const found = halvesEvidence(one, compared, among) ?? sumEvidence(one, compared, among);
    if (!found) return [];
    const { early, late, ...evidence } = found;
    return [
      { ...evidence, kind: kindOf(one, facts, { early, late }), subject, criterionId: one.criterion.id },
    ];
  });
}

type Parts = { readonly early: readonly Comparison[]; readonly late: readonly Comparison[] };
type Evidence = Parts & Pick<Alarm, "sentence" | "outputIds" | "figures">;

/**
 * Who drifted: what is judged now is of another version of the pipeline; or a judge answers from another model; else
 * people say something else than they did, for code says the same for ever.
 */
function kindOf(
  { assertion }: InPlay,
  { mixedJudges, versions }: Facts,
  { early, late }: Parts,
): Alarm["kind"] {
  if (isOtherVersion(early, late, versions)) return "pipelineDrift";
  return mixedJudges.has(assertion.id) ? "judgeDrift" : "graderDrift";
}

const disagreeing = (compared: readonly Comparison[]): readonly Comparison[] =>
  compared.filter(({ isDisagreement }) => isDisagreement);
const idsOf = (compared: readonly Comparison[]): OutputId[] => compared.map(({ outputId }) => outputId);

/** A CUSUM against the share of disagreement that is usual for this assertion, one `among` so many. */
function sumEvidence(
  { criterion, assertion }: InPlay,
  compared: readonly Comparison[],
  among: number,
): Evidence | null {
  const usual = usualError(compared);
  const expected = { expected: usual, drifted: Math.min(DISAGREEMENT.most, usual + DISAGREEMENT.more) };
  const sequence = compared.map(({ isDisagreement }) => isDisagreement);
  const { path, alarmAt } = cusum(sequence, {
    ...expected,
    limit: DISAGREEMENT.opensAt + Math.log(among),
  });
  if (alarmAt === null) return null;
  // Since it was last 0, disagreement has been adding up.
  const from = path.slice(0, alarmAt).lastIndexOf(0) + 1;
  const late = compared.slice(from, alarmAt);
  return {
    early: compared.slice(0, from),
    late,
    sentence: `“${assertion.name}” disagreed with ${disagreeing(late).length} of ${late.length} grades of “${criterion.revision.name}” in a row, more than the ${(100 * usual).toFixed(0)} % that is taken as usual`,
    outputIds: idsOf(disagreeing(late)),
    figures: [
      { name: "CUSUM", value: path[alarmAt - 1] ?? null },
      { name: `CUSUM first at ${CUSUM_LIMIT} at grade`, value: cusum(sequence, expected).alarmAt },
      { name: "alarm at grade", value: alarmAt },
    ],
  };
}

/** Of the first half of the grades, with one more disagreement than there was; a tenth while they are few. */
export function usualError(compared: readonly Comparison[]): number {
  if (compared.length < DISAGREEMENT.toKnowUsual) return DISAGREEMENT.usual;
  const early = compared.slice(0, Math.floor(compared.length / 2));
  return Math.max(DISAGREEMENT.usual, (disagreeing(early).length + 1) / (early.length + 2));
}

/** Agreement early and late, looked at each time that the grades have doubled. */
function halvesEvidence(
  { criterion, assertion }: InPlay,
  compared: readonly Comparison[],
  among: number,
): Evidence | null {
  const agreed = (half: readonly Comparison[]) => ratio(half.length - disagreeing(half).length, half.length);
  const setting = { first: DISAGREEMENT.firstLook, alpha: DISAGREEMENT.halvesP / among };
  for (const look of looksUpTo(compared.length, setting)) {
    const early = compared.slice(0, look.at / 2);
    const late = compared.slice(look.at / 2, look.at);
    const [was, is] = [agreed(early), agreed(late)];
    const p = fisherExact(was, is);
    if (p >= look.p || is.count >= was.count) continue;
    return {
      ...{ early, late },
      sentence: `“${assertion.name}” agreed with ${was.count} of the first ${was.of} grades of “${criterion.revision.name}”, and with ${is.count} of the ${is.of} since`,
      outputIds: idsOf(disagreeing(late)),
      figures: [
        { name: "agreement, early", value: valueOf(was) },
        { name: "agreement, late", value: valueOf(is) },
        { name: "p of Fisher’s exact test", value: p },
      ],
    };
  }
  return null;
}
