import type { Label } from "./grade";

/** One graded output with what evaluators said of it: what rates over a file are computed from. */
export type JudgedRow = {
  /** The reference: the consensus, else the majority of the graders; null: not graded, or a tie. */
  readonly label: Label | null;
  readonly grades: readonly { readonly grader: string; readonly label: Label }[];
  /** What each evaluator said, "good" for pass; one that abstained or is absent did not answer. */
  readonly verdicts: ReadonlyMap<string, Label>;
};

/** The label that most graders gave; null without grades and on a tie. */
export function majority(grades: readonly { readonly label: Label }[]): Label | null {
  const good = grades.filter(({ label }) => label === "good").length;
  const bad = grades.length - good;
  return good === bad ? null : good > bad ? "good" : "bad";
}

/** Every evaluator that appears, by name. */
export const evaluatorNames = (rows: readonly JudgedRow[]): string[] =>
  [...new Set(rows.flatMap(({ verdicts }) => [...verdicts.keys()]))].sort();
