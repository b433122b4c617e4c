import { NO_CONFUSION, tally } from "./confusion";
import { figuresOf, type Figures } from "./figures";
import type { GradeEvent, Label } from "./grade";
import type { CriterionId } from "./ids";
import { wilson, type Interval } from "./intervals";
import { majority } from "./judged-row";
import { ratio, type Ratio } from "./ratio";

/**
 * How well people agree with people, and a person with himself: no assertion can be expected to agree better with the
 * grades than that (alignment.md §4.12).
 */
export type HumanCeiling = {
  /** Each grader against the majority of the others, all in one table; null without two graders of one output. */
  readonly others: Figures | null;
  /** Cards that came again: how many were graded the same. */
  readonly repeats: Ratio;
  readonly repeatsInterval: Interval | null;
  /** The same person grades the same output differently too often: reword the criterion before anything else. */
  readonly isUnsteady: boolean;
};

/** Below this share of equal repeats it is the criterion that is the problem, not the assertion. */
const UNSTEADY_BELOW = 0.8;
/** Fewer repeats than this say nothing. */
const MIN_REPEATS = 5;

/** From grade events in the order in which they were given; `criterionId` null: of the whole output. */
export function humanCeiling(events: readonly GradeEvent[], criterionId: CriterionId | null): HumanCeiling {
  const own = events.filter(
    (event) => event.criterionId === criterionId && event.shown.policy !== "adjudication",
  );
  const latest = new Map<number, Map<string, Label>>();
  let same = 0;
  let again = 0;
  for (const { outputId, grader, mark, shown } of own) {
    const byGrader = latest.get(outputId) ?? new Map<string, Label>();
    latest.set(outputId, byGrader);
    const before = byGrader.get(grader);
    if (mark === "withdrawn" || mark === "unsure") byGrader.delete(grader);
    if (mark !== "good" && mark !== "bad") continue;
    if (shown.policy === "repeat" && before !== undefined) {
      again += 1;
      if (before === mark) same += 1;
    }
    byGrader.set(grader, mark);
  }
  const repeats = ratio(same, again);
  return {
    others: graderAgainstOthers(latest.values()),
    repeats,
    repeatsInterval: wilson(repeats),
    isUnsteady: again >= MIN_REPEATS && same / again < UNSTEADY_BELOW,
  };
}

function graderAgainstOthers(units: Iterable<ReadonlyMap<string, Label>>): Figures | null {
  const pairs: (readonly [Label, "pass" | "fail"])[] = [];
  for (const unit of units) {
    for (const [grader, label] of unit) {
      const others = [...unit].filter(([name]) => name !== grader).map(([, given]) => ({ label: given }));
      const reference = majority(others);
      if (reference !== null) pairs.push([reference, label === "good" ? "pass" : "fail"]);
    }
  }
  return pairs.length === 0 ? null : figuresOf({ ...NO_CONFUSION, ...tally(pairs) });
}
