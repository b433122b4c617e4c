import { newcombe } from "../compare-proportions";
import { wilson } from "../intervals";
import { ratio, valueOf } from "../ratio";
import { measured, range, unmeasured, type TrustCheck } from "./check";
import { decided, type JudgedGrade } from "./judged-grade";

const MIN_SLICE = 10;
const MOST_VALUES = 12;

/** Slices of any metadata on which it is right more or less often than on the rest. */
export function slices(grades: readonly JudgedGrade[]): TrustCheck[] {
  const answered = grades.filter(({ kind }) => decided(kind));
  const right = (of: readonly JudgedGrade[]) =>
    ratio(of.filter(({ label, kind }) => (kind === "pass") === (label === "good")).length, of.length);
  const keys = new Set(answered.flatMap(({ metadata }) => Object.keys(metadata)));
  return [...keys].toSorted().flatMap((key) => {
    const values = new Set(
      answered.flatMap(({ metadata }) => (typeof metadata[key] === "string" ? [metadata[key]] : [])),
    );
    if (values.size < 2 || values.size > MOST_VALUES) return [];
    return [...values].toSorted().flatMap((value): TrustCheck[] => {
      const inside = answered.filter(({ metadata }) => metadata[key] === value);
      const outside = answered.filter(({ metadata }) => metadata[key] !== value);
      const about = { id: `slice ${key} ${value}`, name: `${key}: ${value}` };
      const [here, there] = [right(inside), right(outside)];
      const interval = newcombe(here, there);
      if (!interval || Math.min(here.of, there.of) < MIN_SLICE)
        return [
          unmeasured({
            ...about,
            n: here.of,
            says: `not enough data: needs ${MIN_SLICE} graded outputs inside and outside`,
          }),
        ];
      return [
        measured({
          ...about,
          n: here.of,
          isFlagged: interval[0] > 0 || interval[1] < 0,
          figure: `right on ${here.count} of ${here.of}${sayWilson(here)}, elsewhere on ${there.count} of ${there.of}`,
          says:
            interval[1] < 0
              ? "It is right less often here than elsewhere."
              : "As on other outputs, as far as can be told.",
          remedy: "Measure and calibrate this slice on its own, or use a judge of its own for it.",
        }),
      ];
    });
  });
}

function sayWilson(of: { readonly count: number; readonly of: number }): string {
  const interval = wilson(of);
  return interval && valueOf(of) !== null ? ` (${range(interval)})` : "";
}
