import type { GradeEvent, GradeMark, Label } from "./grade";
import type { OutputId } from "./ids";
import { latestMarks } from "./labels";

/** A grade carried over by rule to a criterion that came out of a split or a merge. */
export type CarriedGrade = {
  readonly outputId: OutputId;
  readonly grader: string;
  /** "skipped": no rule says what it is, so it is asked. */
  readonly mark: Extract<GradeMark, "good" | "bad" | "skipped">;
  readonly note: string;
};

/**
 * Grades of a criterion for each of its parts: what is good as a whole is good in every part; what is bad is bad in at
 * least one, nobody knows in which, so it is asked. `events` are those that count for the criterion.
 */
export const carryThroughSplit = (events: readonly GradeEvent[]): CarriedGrade[] =>
  labelsByGrader(events).map(({ label, ...rest }) => ({
    ...rest,
    mark: label === "good" ? "good" : "skipped",
  }));

/**
 * Grades of several criteria for the one that they become: bad where any is bad, good where all are good; where a grader
 * gave only some of them, all good, it is asked. One list of events a criterion.
 */
export function carryThroughMerge(merged: readonly (readonly GradeEvent[])[]): CarriedGrade[] {
  const found = new Map<
    string,
    { readonly first: Entry; readonly labels: Label[]; readonly notes: string[] }
  >();
  for (const events of merged) {
    for (const entry of labelsByGrader(events)) {
      const key = JSON.stringify([entry.outputId, entry.grader]);
      const known = found.get(key) ?? { first: entry, labels: [], notes: [] };
      found.set(key, known);
      known.labels.push(entry.label);
      if (entry.note !== "") known.notes.push(entry.note);
    }
  }
  return [...found.values()].map(({ first: { outputId, grader }, labels, notes }) => ({
    outputId,
    grader,
    mark: labels.includes("bad") ? "bad" : labels.length === merged.length ? "good" : "skipped",
    note: [...new Set(notes)].join("\n"),
  }));
}

type Entry = {
  readonly outputId: OutputId;
  readonly grader: string;
  readonly label: Label;
  readonly note: string;
};

function labelsByGrader(events: readonly GradeEvent[]): Entry[] {
  return [...latestMarks(events)].flatMap(([outputId, { byGrader }]) =>
    [...byGrader].flatMap(([grader, { mark, note }]): Entry[] =>
      mark === "good" || mark === "bad" ? [{ outputId, grader, label: mark, note }] : [],
    ),
  );
}
