import { benjaminiYekutieli } from "../compare-proportions";
import { altTest } from "../drift-tests";
import type { Label } from "../grade";
import type { VerdictKind } from "../verdict";
import { measured, percent, unmeasured, type TrustCheck } from "./check";
import { decided } from "./judged-grade";

/** What each grader said of an output, and what the judge said. */
export type ManyGrades = { readonly byGrader: ReadonlyMap<string, Label>; readonly kind: VerdictKind };

const MIN_OUTPUTS = 30;
/** So much worse than a person a judge may be that costs so much less (2501.10970). */
const EPSILON = 0.2;
const ALPHA = 0.05;
/** The judge stands in for people when it holds its own against this share of them. */
const ENOUGH = 0.5;

/** The majority of some marks; null: none, or a tie. */
function majority(marks: readonly Label[]): Label | null {
  const good = marks.filter((mark) => mark === "good").length;
  return 2 * good === marks.length ? null : 2 * good > marks.length ? "good" : "bad";
}

/** +1 where only the person agrees with the others, −1 where only the judge does, else 0; by output. */
function differencesOf(grader: string, grades: readonly ManyGrades[]): number[] {
  return grades.flatMap(({ byGrader, kind }) => {
    const own = byGrader.get(grader);
    const others = majority([...byGrader].flatMap(([name, mark]) => (name === grader ? [] : [mark])));
    if (own === undefined || others === null || !decided(kind)) return [];
    return [Number(own === others) - Number((kind === "pass") === (others === "good"))];
  });
}

/**
 * The alternative annotator test (2501.10970): each person in turn is left out, and the judge is held against him by how
 * often each agrees with the others. No judge is asked to beat what people reach among each other.
 */
export function againstPeople(grades: readonly ManyGrades[]): TrustCheck {
  const about = { id: "people", name: "In the place of a person" };
  const graders = new Set(grades.flatMap(({ byGrader }) => [...byGrader.keys()]));
  const found = [...graders].flatMap((grader) => {
    const differences = differencesOf(grader, grades);
    if (differences.length < MIN_OUTPUTS) return [];
    const same = differences.every((difference) => difference === differences[0]);
    // Where nothing varies there is no test, and none is needed: it is never worse, or always.
    if (same)
      return [
        {
          n: differences.length,
          p: (differences[0] ?? 0) <= 0 ? 0 : 1,
          advantage: (differences[0] ?? 0) <= 0 ? 1 : 0,
        },
      ];
    const test = altTest(differences, EPSILON);
    return test ? [test] : [];
  });
  if (found.length < 2)
    return unmeasured({
      ...about,
      n: grades.length,
      says: `needs two people with ${MIN_OUTPUTS} outputs in common that it has judged`,
    });
  const won = benjaminiYekutieli(found.map(({ p }) => p)).filter((p) => p < ALPHA).length;
  const advantage = found.reduce((sum, one) => sum + one.advantage, 0) / found.length;
  return measured({
    ...about,
    n: Math.min(...found.map(({ n }) => n)),
    isFlagged: won / found.length < ENOUGH,
    figure: `holds its own against ${won} of ${found.length} people, at least as good on ${percent(advantage)} of outputs`,
    says: `Each person is left out in turn: does the judge agree with the others as often as he does, give or take ${percent(EPSILON)}?`,
    remedy:
      "It does not stand in for a person yet: keep people on what it decides, or give it their reasons as examples.",
  });
}
