import { alignmentError, harmonicMean } from "./alignment";
import type { Confusion } from "./confusion";
import type { AssertionId, OutputId } from "./ids";
import type { CandidateFigures, CriterionReport } from "./report-card";
import { hash32 } from "./rng";
import { MAX_ERROR_SHARE, MIN_PER_CLASS } from "./select-per-criterion";

/** So many outputs every judge is asked about in any case: enough to see where candidates disagree. */
export const PILOT = 100;
/** So many judges of a criterion go on to all outputs once grades tell which are best. */
export const SURVIVORS = 3;

/** Why a judge is not asked about the outputs that it has not judged. */
export type Rest =
  /** Whatever it says of the other graded outputs, it cannot be chosen any more. */
  | "cannot win"
  /** There are too few grades to tell who is worth asking about everything. */
  | "waits for grades"
  /** Others align better. */
  | "others are better";

/** What a judge is asked next, most useful first, and why it rests afterwards; null: it goes on to all outputs. */
export type JudgingPlan = { readonly outputIds: readonly OutputId[]; readonly rest: Rest | null };

const SLACK = 1e-9;

/**
 * The best alignment that a candidate can still reach when every graded output that it has not judged turns out right
 * (alignment can only rise by that); null until both classes are graded.
 */
export function bestCase(confusion: Confusion, graded: CriterionReport["graded"]): number | null {
  if (graded.good === 0 || graded.bad === 0) return null;
  return harmonicMean(
    (graded.bad - confusion.badPassed) / graded.bad,
    (graded.good - confusion.goodFailed) / graded.good,
  );
}

/**
 * Whether a candidate cannot be chosen any more, whatever it says of the graded outputs that are left: it fails more
 * good outputs than the limit allows, errs too often, or stays below the best of those that are through by more than
 * the standard error within which a cheaper one is preferred (graders.md §3.6).
 */
export function cannotWin(
  candidate: Pick<CandidateFigures, "assertion" | "confusion">,
  { candidates, graded, criterion }: Pick<CriterionReport, "candidates" | "graded" | "criterion">,
): boolean {
  const { confusion } = candidate;
  const total = graded.good + graded.bad;
  if (graded.good < MIN_PER_CLASS || graded.bad < MIN_PER_CLASS) return false;
  if (confusion.goodFailed / graded.good > criterion.ffrLimit + SLACK) return true;
  if (confusion.errored / total > MAX_ERROR_SHARE) return true;
  const reachable = bestCase(confusion, graded);
  if (reachable === null) return false;
  return candidates.some(
    (rival) =>
      rival.assertion.id !== candidate.assertion.id &&
      rival.standing === "eligible" &&
      rival.folded === null &&
      rival.confusion.unjudged === 0 &&
      reachable < (rival.alignment ?? 0) - (alignmentError(rival.confusion) ?? 0) - SLACK,
  );
}

export type PlanFacts = {
  readonly report: CriterionReport;
  /** The outputs that the judge has not judged. */
  readonly missing: readonly OutputId[];
  /** All outputs of the project. */
  readonly outputIds: readonly OutputId[];
  /** Whether an output is graded on the criterion. */
  readonly isGraded: (outputId: OutputId) => boolean;
  /** A jury that is chosen counts this judge's votes. */
  readonly isNeeded: boolean;
};

/**
 * What is worth asking a judge: graded outputs first, since they decide whether it is of any use; then a pilot; then,
 * for the few that align best, everything. A judge that a person chose is asked about everything.
 */
export function planJudging(id: AssertionId, facts: PlanFacts): JudgingPlan {
  const { report, missing, isGraded, isNeeded } = facts;
  const mine = report.candidates.find(({ assertion }) => assertion.id === id);
  const ordered = [...missing.filter(isGraded), ...inOrder(missing.filter((output) => !isGraded(output)))];
  if (!mine || mine.isSelected || isNeeded) return { outputIds: ordered, rest: null };
  if (cannotWin(mine, report)) return { outputIds: [], rest: "cannot win" };
  const graded = ordered.filter(isGraded);
  const { good, bad } = report.graded;
  const isMeasured = good >= MIN_PER_CLASS && bad >= MIN_PER_CLASS;
  if (isMeasured && graded.length === 0 && isSurvivor(id, report)) return { outputIds: ordered, rest: null };
  const pilot = new Set(inOrder(facts.outputIds).slice(0, PILOT));
  return {
    outputIds: ordered.filter((output) => isGraded(output) || pilot.has(output)),
    rest: isMeasured ? "others are better" : "waits for grades",
  };
}

/** In an order that has nothing to do with what the outputs are, and is the same for every judge. */
const inOrder = (outputIds: readonly OutputId[]): OutputId[] =>
  outputIds
    .map((id) => ({ id, at: hash32(String(id)) }))
    .toSorted((a, b) => a.at - b.at || a.id - b.id)
    .map(({ id }) => id);

/** Among the judges that align best, of those that are through with the graded outputs. */
function isSurvivor(id: AssertionId, { candidates }: CriterionReport): boolean {
  const ranked = candidates
    .filter(
      ({ assertion, confusion, folded, alignment }) =>
        assertion.implementation.kind === "judge" &&
        confusion.unjudged === 0 &&
        folded === null &&
        alignment !== null,
    )
    .toSorted((a, b) => (b.alignment ?? 0) - (a.alignment ?? 0) || a.cost - b.cost);
  return ranked.slice(0, SURVIVORS).some(({ assertion }) => assertion.id === id);
}
