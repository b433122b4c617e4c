import type { Criterion } from "./criterion";
import { ALARM, type DriftDraft, type DriftEvent, type DriftKind } from "./drift-event";
import type { GradeEvent } from "./grade";
import type { CriterionId, OutputId } from "./ids";

/** Something that an alarm was raised about, with its evidence. */
export type Alarm = {
  readonly kind: DriftKind;
  /** What it is about: the same subject raises no second alarm while the first is not settled. */
  readonly subject: string;
  readonly criterionId: CriterionId | null;
  readonly sentence: string;
  readonly outputIds: readonly OutputId[];
  readonly figures: readonly { readonly name: string; readonly value: number | null }[];
  readonly lines?: readonly string[];
};

/**
 * Whether a subject may be looked at: since when (null: from the beginning), or "open" while an alarm about it is not
 * settled. What was settled is not raised again on the same grades.
 */
export type Since = (subject: string) => Date | null | "open";

const keyOf = (subject: string, times: number) => `${ALARM}${subject}#${times}`;
const isAbout = ({ key }: DriftEvent, subject: string) => key.startsWith(`${ALARM}${subject}#`);

/** From the journal so far. */
export const sinceOf =
  (journal: readonly DriftEvent[]): Since =>
  (subject) => {
    const latest = journal.findLast((event) => isAbout(event, subject));
    return latest === undefined ? null : (latest.resolvedAt ?? "open");
  };

/** Alarms as entries of the journal. */
export const toDrafts = (alarms: readonly Alarm[], journal: readonly DriftEvent[]): DriftDraft[] =>
  alarms.map(({ subject, kind, criterionId, sentence, outputIds, figures, lines = [] }) => ({
    kind,
    criterionId,
    sentence,
    key: keyOf(subject, journal.filter((event) => isAbout(event, subject)).length + 1),
    revisionId: null,
    by: "Touchstone",
    evidence: {
      outputIds: outputIds.slice(0, SHOWN_OUTPUTS),
      figures: [...figures],
      lines: [...lines],
      before: null,
    },
  }));

/** An alarm links so many outputs at most. */
const SHOWN_OUTPUTS = 50;

/** The grades that a subject may be judged by; null: an alarm about it is open. */
export function gradesSince(
  events: readonly GradeEvent[],
  since: ReturnType<Since>,
): readonly GradeEvent[] | null {
  if (since === "open") return null;
  return since === null ? events : events.filter(({ at }) => at.getTime() > since.getTime());
}

/**
 * Grades in the order in which a person gave them. Imported ones have no order in time, and those that were carried over
 * or decided were not given.
 */
export const givenInOrder = (events: readonly GradeEvent[]): GradeEvent[] =>
  events.filter(
    ({ mark, shown: { policy } }) =>
      (mark === "good" || mark === "bad") &&
      policy !== "imported" &&
      policy !== "carried" &&
      policy !== "adjudication",
  );

/**
 * Whether an output was drawn whatever anybody said of it. What was picked, or drawn where assertions disagree, shows
 * more disagreement than there is.
 */
export const isDrawn = ({ shown: { policy, inclusionProbability } }: GradeEvent): boolean =>
  policy === "uniform" ||
  policy === "audit" ||
  policy === "audit-set" ||
  (policy === "queue" && inclusionProbability !== null);

type OnOutput = { readonly outputId: OutputId };

/** Whether most of the later outputs are of a version of the pipeline that none of the earlier ones is of. */
export function isOtherVersion(
  early: readonly OnOutput[],
  late: readonly OnOutput[],
  versions: ReadonlyMap<OutputId, string>,
): boolean {
  const known = new Set(early.map(({ outputId }) => versions.get(outputId)));
  const isNew = ({ outputId }: OnOutput) => versions.has(outputId) && !known.has(versions.get(outputId));
  return early.length > 0 && late.filter(isNew).length > late.length / 2;
}

/** What graders are asked: the whole output, and each criterion under its current meaning. */
export type Subject = { readonly criterion: Criterion | null; readonly name: string; readonly key: string };

export const subjectsOf = (criteria: readonly Criterion[]): Subject[] => [
  { criterion: null, name: "the whole output", key: "whole" },
  ...criteria.map((criterion) => ({
    criterion,
    name: `“${criterion.revision.name}”`,
    // Another meaning is another subject.
    key: criterion.meaning.at(-1) ?? criterion.id,
  })),
];
