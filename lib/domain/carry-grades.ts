import type { GradeEvent, GradeMark, Label } from "./grade";
import type { OutputId } from "./ids";
import {
  countingLabels,
  isAnswered,
  labelsOf,
  latestMarks,
  type Labelling,
  type Labels,
  type OutputMarks,
} from "./labels";

/** A grade carried over by rule to a criterion that came out of a split or a merge. */
export type CarriedGrade = {
  readonly outputId: OutputId;
  readonly grader: string;
  /** "skipped": no rule says what it is, so this grader is asked. */
  readonly mark: Extract<GradeMark, "good" | "bad" | "skipped">;
  readonly note: string;
};

/** A criterion that is replaced: the grade events that count for it, and the labels that it has. */
export type Replaced = { readonly events: readonly GradeEvent[]; readonly labels: Labels };

/**
 * Grades of a criterion for each of its parts. What is labelled good (by decision, else by its graders) is good in every
 * part. What is labelled bad is bad in at least one, nobody knows in which, and what graders differ on or cannot tell
 * has no label: these are asked, whatever a single grader said.
 */
export function carryThroughSplit(events: readonly GradeEvent[], labelling: Labelling): CarriedGrade[] {
  const { marks, labelOf } = standingOf(events, labelling);
  return [...marks].flatMap(([outputId, standing]) =>
    carry(outputId, [standing], labelOf(outputId) === "good" ? "good" : null),
  );
}

/**
 * Grades of several criteria for the one that they become: bad where the label of any is bad, good where all are good
 * (be it that a good whole output implies it), else asked.
 */
export function carryThroughMerge(merged: readonly Replaced[], labelling: Labelling): CarriedGrade[] {
  const criteria = merged.map(({ events, labels }) => ({ ...standingOf(events, labelling), labels }));
  const graded = new Set(criteria.flatMap(({ marks }) => [...marks.keys()]));
  return [...graded].flatMap((outputId) => {
    const labels = criteria.map(({ marks, labelOf, labels: all }) => {
      if (marks.has(outputId)) return labelOf(outputId);
      // "Bad" that is lent by the whole output says nothing of this criterion.
      return all.get(outputId) === "good" ? "good" : null;
    });
    const isGood = labels.every((label) => label === "good");
    const standing = criteria.flatMap(({ marks }) => marks.get(outputId) ?? []);
    return carry(outputId, standing, labels.includes("bad") ? "bad" : isGood ? "good" : null);
  });
}

function standingOf(events: readonly GradeEvent[], labelling: Labelling) {
  const marks = new Map([...latestMarks(events)].filter(([, standing]) => isOfConcern(standing)));
  const { labels } = labelsOf(marks, labelling);
  return { marks, labelOf: (outputId: OutputId) => labels.get(outputId) ?? null };
}

const isOfConcern = (marks: OutputMarks): boolean =>
  isAnswered(marks) || marks.carried.size > 0 || marks.asked.size > 0;

/** The label goes with those who gave it; whoever said otherwise, or could not tell where nothing is carried, is asked. */
function carry(outputId: OutputId, standing: readonly OutputMarks[], label: Label | null): CarriedGrade[] {
  const said = standing.flatMap((marks) => [
    ...countingLabels(marks).values(),
    ...(marks.decision ? [marks.decision] : []),
  ]);
  const labelsBy = new Map<string, GradeEvent[]>();
  for (const event of said) labelsBy.set(event.grader, [...(labelsBy.get(event.grader) ?? []), event]);
  const given = [...labelsBy].map(([grader, own]): CarriedGrade => {
    const notes = own.flatMap(({ note }) => (note === "" ? [] : [note]));
    const agrees = label === "bad" ? own.some(isBad) : label === "good" && !own.some(isBad);
    const note = [...new Set(notes)].join("\n");
    return { outputId, grader, mark: agrees && label !== null ? label : "skipped", note };
  });
  if (label !== null) return given;
  const open = standing.flatMap(({ unsure, asked }) => [...unsure, ...asked.keys()]);
  const others = [...new Set(open)].filter((grader) => !labelsBy.has(grader));
  return [...given, ...others.map((grader) => ({ outputId, grader, mark: "skipped" as const, note: "" }))];
}

const isBad = ({ mark }: GradeEvent): boolean => mark === "bad";
