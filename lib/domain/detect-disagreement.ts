import type { Assertion } from "./assertion";
import { fisherExact } from "./compare-proportions";
import type { Criterion } from "./criterion";
import { eventsOf } from "./detect-grader-drift";
import { givenInOrder, gradesSince, type Alarm, type Since } from "./drift-alarms";
import { cusum } from "./drift-tests";
import type { GradeEvent, Label } from "./grade";
import type { OutputId } from "./ids";
import type { Basis } from "./labels";
import { ratio, valueOf } from "./ratio";
import type { VerdictMatrix } from "./verdict-matrix";

/** When the selected assertion and the grades part (alignment.md §4.12). */
const DISAGREEMENT = {
  /** Grades in each half, and p of the two halves; strict, since it is looked at after every grade. */
  half: 10,
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
 * A good whole output is a good grade of every criterion, as in the labels.
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
    const { outputId, criterionId, mark } = event;
    const isImplied =
      criterionId === null && !ownOutputs.has(outputId) && (basis === "whole" || mark === "good");
    if (seen.has(outputId) || (mark !== "good" && mark !== "bad") || !(own.has(event) || isImplied))
      return [];
    const kind = matrix.kind(assertion.id, outputId);
    if (kind !== "pass" && kind !== "fail") return [];
    seen.add(outputId);
    return [{ outputId, label: mark, isDisagreement: (mark === "good") !== (kind === "pass") }];
  });
}

type Facts = {
  readonly inPlay: readonly InPlay[];
  readonly events: readonly GradeEvent[];
  readonly matrix: VerdictMatrix;
  /** Whether the verdicts of judges come from models that replaced each other. */
  readonly isJudgeMixed: boolean;
  readonly since: Since;
};

/** Selected assertions that disagree with the grades more than they did, or more than they may. */
export function detectDisagreement(facts: Facts): Alarm[] {
  return facts.inPlay.flatMap((one) => [...sumAlarm(one, facts), ...halvesAlarm(one, facts)]);
}

/** Who drifted: code says the same for ever; a judge whose model changed need not. */
const kindOf = ({ assertion }: InPlay, { isJudgeMixed }: Facts): Alarm["kind"] =>
  assertion.implementation.kind === "judge" && isJudgeMixed ? "judgeDrift" : "graderDrift";

const subjectOf = (test: string, { criterion, assertion }: InPlay): string =>
  `${test}:${criterion.meaning.at(-1) ?? criterion.id}:${assertion.id}`;

function sumAlarm(one: InPlay, facts: Facts): Alarm[] {
  const subject = subjectOf("cusum", one);
  const events = gradesSince(facts.events, facts.since(subject));
  if (!events) return [];
  const compared = comparisons(one, facts.matrix, events);
  const { path, alarmAt } = cusum(compared.map(({ isDisagreement }) => isDisagreement));
  if (alarmAt === null) return [];
  const disputed = compared.slice(0, alarmAt).filter(({ isDisagreement }) => isDisagreement);
  return [
    {
      ...{ kind: kindOf(one, facts), subject, criterionId: one.criterion.id },
      sentence: `“${one.assertion.name}” disagreed with ${disputed.length} of ${alarmAt} grades of “${one.criterion.revision.name}”, more than the one in ten that is taken as usual`,
      outputIds: disputed.map(({ outputId }) => outputId),
      figures: [
        { name: "CUSUM", value: path[alarmAt - 1] ?? null },
        { name: "alarm at grade", value: alarmAt },
      ],
    },
  ];
}

function halvesAlarm(one: InPlay, facts: Facts): Alarm[] {
  const subject = subjectOf("agreement", one);
  const events = gradesSince(facts.events, facts.since(subject));
  if (!events) return [];
  const compared = comparisons(one, facts.matrix, events);
  const middle = Math.floor(compared.length / 2);
  if (middle < DISAGREEMENT.half) return [];
  const agreed = (half: readonly Comparison[]) =>
    ratio(half.filter(({ isDisagreement }) => !isDisagreement).length, half.length);
  const [early, late] = [agreed(compared.slice(0, middle)), agreed(compared.slice(middle))];
  const p = fisherExact(early, late);
  if (p >= DISAGREEMENT.halvesP || (valueOf(late) ?? 0) >= (valueOf(early) ?? 0)) return [];
  return [
    {
      ...{ kind: kindOf(one, facts), subject, criterionId: one.criterion.id },
      sentence: `“${one.assertion.name}” agreed with ${early.count} of the first ${early.of} grades of “${one.criterion.revision.name}”, and with ${late.count} of the ${late.of} since`,
      outputIds: compared
        .slice(middle)
        .filter(({ isDisagreement }) => isDisagreement)
        .map(({ outputId }) => outputId),
      figures: [
        { name: "agreement, early", value: valueOf(early) },
        { name: "agreement, late", value: valueOf(late) },
        { name: "p of Fisher’s exact test", value: p },
      ],
    },
  ];
}
