import type { Label } from "../grade";
import type { Output } from "../output";
import type { Exemplar } from "./judge";

/** A graded output as an example could show it; `doubt` in [0, 1] is how evenly the candidates are split over it. */
export type GradedOutput = {
  readonly output: Output;
  readonly label: Label;
  readonly note: string;
  readonly doubt: number;
};

/** Examples of each class; one more is the borderline case. */
const PER_CLASS = 2;
/** A longer output would crowd out the one to be judged. */
const MAX_LENGTH = 6_000;

const toExemplar = ({ output, label, note }: GradedOutput, borderline: boolean): Exemplar => ({
  outputId: output.id,
  text: output.text,
  variables: output.variables,
  label,
  note,
  borderline,
});

const hasNote = ({ note }: GradedOutput): boolean => note.trim() !== "";

/** A person's reason teaches most; then what is clear; then what is short. */
const byTeaching = (a: GradedOutput, b: GradedOutput): number =>
  Number(hasNote(b)) - Number(hasNote(a)) ||
  a.doubt - b.doubt ||
  a.output.text.length - b.output.text.length ||
  a.output.id - b.output.id;

/**
 * Examples for a judge out of a person's grades: two of each class, those with his reasons first, and the one on which
 * the candidates are most divided as the borderline case. They alternate, so that no class comes last throughout. Null:
 * fewer than two of a class. Outputs used here leave the figures of the judge, so only as many are taken as needed.
 */
export function chooseExemplars(graded: readonly GradedOutput[]): readonly Exemplar[] | null {
  const usable = graded.filter(({ output: { text } }) => text !== "" && text.length <= MAX_LENGTH);
  const ofClass = (label: Label) =>
    usable
      .filter((one) => one.label === label)
      .toSorted(byTeaching)
      .slice(0, PER_CLASS);
  const [good, bad] = [ofClass("good"), ofClass("bad")];
  if (good.length < PER_CLASS || bad.length < PER_CLASS) return null;
  const taken = new Set([...good, ...bad]);
  const [borderline] = usable
    .filter((one) => !taken.has(one) && one.doubt > 0)
    .toSorted((a, b) => b.doubt - a.doubt || byTeaching(a, b));
  const typical = good.flatMap((one, i) => [one, bad[i]]).filter((one) => one !== undefined);
  return [
    ...typical.map((one) => toExemplar(one, false)),
    ...(borderline ? [toExemplar(borderline, true)] : []),
  ];
}
