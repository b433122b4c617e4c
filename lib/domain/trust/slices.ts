import { newcombe } from "../compare-proportions";
import { wilson } from "../intervals";
import { ratio, valueOf } from "../ratio";
import { measured, range, unmeasured, type TrustCheck } from "./check";
import { decided, type JudgedGrade } from "./judged-grade";

const MIN_SLICE = 10;
const MOST_VALUES = 12;

/** Slices of any metadata on which it is right more or less often than on the rest; those with too few grades as one. */
export function slices(grades: readonly JudgedGrade[]): TrustCheck[] {
  const answered = grades.filter(({ kind }) => decided(kind));
  const keys = new Set(answered.flatMap(({ metadata }) => Object.keys(metadata)));
  const found = [...keys].toSorted().flatMap((key) => {
    const values = new Set(
      answered.flatMap(({ metadata }) => (typeof metadata[key] === "string" ? [metadata[key]] : [])),
    );
    return values.size < 2 || values.size > MOST_VALUES
      ? []
      : [...values]
          .toSorted()
          .map((value) => ({ name: `${key}: ${value}`, check: sliceOf(answered, key, value) }));
  });
  const few = found.flatMap(({ name, check }) => (check === null ? [name] : []));
  return [
    ...found.flatMap(({ check }) => check ?? []),
    ...(few.length === 0
      ? []
      : [
          unmeasured({
            id: "slices",
            name: "Slices with too few grades",
            says: `${few.join(", ")}: each needs ${MIN_SLICE} graded outputs inside and outside`,
          }),
        ]),
  ];
}

/** Null: too few grades inside or outside of the slice. */
function sliceOf(answered: readonly JudgedGrade[], key: string, value: string): TrustCheck | null {
  const right = (isInside: boolean) => {
    const of = answered.filter(({ metadata }) => (metadata[key] === value) === isInside);
    return ratio(of.filter(({ label, kind }) => (kind === "pass") === (label === "good")).length, of.length);
  };
  const [here, there] = [right(true), right(false)];
  const interval = newcombe(here, there);
  if (!interval || Math.min(here.of, there.of) < MIN_SLICE) return null;
  return measured({
    id: `slice ${key} ${value}`,
    name: `${key}: ${value}`,
    n: here.of,
    isFlagged: interval[0] > 0 || interval[1] < 0,
    figure: `right on ${here.count} of ${here.of}${sayWilson(here)}, elsewhere on ${there.count} of ${there.of}`,
    says:
      interval[1] < 0
        ? "It is right less often here than elsewhere."
        : interval[0] > 0
          ? "It is right more often here than elsewhere."
          : "As on other outputs, as far as can be told.",
    remedy: "Measure and calibrate this slice on its own, or use a judge of its own for it.",
  });
}

function sayWilson(of: { readonly count: number; readonly of: number }): string {
  const interval = wilson(of);
  return interval && valueOf(of) !== null ? ` (${range(interval)})` : "";
}
