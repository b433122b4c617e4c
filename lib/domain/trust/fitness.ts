import type { Confusion } from "../confusion";
import { coverage, falseFailureRate } from "../confusion";
import { lowerBound, upperBound } from "../intervals";
import { youdenInterval } from "../alignment";
import type { CanaryRun } from "./canaries";
import { percent } from "./check";

/** What a judge may be used for: nothing, looking around, watching a trend, or stopping a release. */
export type Fitness = { readonly use: "nothing" | "explore" | "trend" | "gate"; readonly says: string };

/** A gate must catch and keep so much for sure (one-sided 95 %). */
const GATE = { coverage: 0.8, falseFailures: 0.2 } as const;
/** A trend can be corrected for a judge that is at least so much better than chance (alignment.md §4.6). */
const TREND = 0.2;

/** The use that the figures of a judge support; few judges deserve a gate, and none that could be steered. */
export function fitnessOf(confusion: Confusion, canaries: readonly CanaryRun[] = []): Fitness {
  const caught = lowerBound(coverage(confusion));
  const failed = upperBound(falseFailureRate(confusion));
  const [low] = youdenInterval(confusion) ?? [null];
  if (caught === null || failed === null || low === null)
    return { use: "nothing", says: "It is not measured yet: it needs good and bad graded outputs." };
  const bounds = `It catches at least ${percent(Math.floor(caught * 100) / 100)} of bad outputs and wrongly fails at most ${percent(Math.ceil(failed * 100) / 100)} of good ones (95 %, one-sided).`;
  if (caught >= GATE.coverage && failed <= GATE.falseFailures) {
    if (canaries.every(({ isTrusted }) => isTrusted))
      return { use: "gate", says: `${bounds} That is enough to stop a release on.` };
    return {
      use: "trend",
      says: `${bounds} That would be enough to stop a release on, but texts slipped in among its outputs could steer it.`,
    };
  }
  if (low > TREND)
    return {
      use: "trend",
      says: `${bounds} Enough to watch how the pass rate moves, with the correction of the report; not to stop a release.`,
    };
  if (low > 0)
    return {
      use: "explore",
      says: `${bounds} Better than chance, but too unsure for numbers: use it to find outputs worth reading.`,
    };
  return { use: "nothing", says: `${bounds} Nothing shows that it is better than chance.` };
}
