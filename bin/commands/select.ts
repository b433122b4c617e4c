import type { NestedEstimate } from "@/lib/domain/cross-validation";
import { honestSet, setIntervals, setStopRule, type SetRows } from "@/lib/domain/honest-set";
import { evaluatorNames, type JudgedRow } from "@/lib/domain/judged-row";
import type { RateIntervals } from "@/lib/domain/rate-intervals";
import { valueOf } from "@/lib/domain/ratio";
import {
  selectSet,
  setBoard,
  type SetFigures,
  type SetGoal,
  type SetSelection,
} from "@/lib/domain/select-set";
import type { StopRule } from "@/lib/domain/stop-rule";
import { UsageError, type Command, type Flags } from "./command";
import { numberFlag, onlyPositional, textFlag, wordFlag } from "./flags";
import { rate, rateWithin } from "./format-figures";
import { readRows, rowsOfCriterion } from "./read-rows";
import { sayStopRule } from "./say-stop-rule";

/** `touchstone select`: the best set of the recorded evaluators of a file. */
export const select: Command = {
  summary: "The best set of the recorded evaluators of a file, proven or with how much better one could be.",
  usage: `select FILE [--max-assertions K] [--max-ffr T] [--min-coverage A] [--objective alignment|coverage|fewest]

  A row fails when any member of the set fails it; a member that did not answer passes it.
  --objective alignment  the highest alignment (default)
              coverage   the highest coverage
              fewest     the fewest members that reach --min-coverage within --max-ffr
  --max-assertions K     at most K members
  --max-ffr T            at most this share of good rows failed, 0 to 1
  --min-coverage A       at least this share of bad rows failed, 0 to 1
  --criterion NAME       only rows of this criterion: its exact text, or a part that fits exactly one

  Exit code 1: no set meets the limits; the nearest ones are shown.`,
  options: {
    criterion: { type: "string" },
    objective: { type: "string" },
    "max-assertions": { type: "string" },
    "max-ffr": { type: "string" },
    "min-coverage": { type: "string" },
  },
  run: async (positionals, flags) => {
    const rows = rowsOfCriterion(
      await readRows(onlyPositional(positionals, "one FILE of rows")),
      textFlag(flags, "criterion"),
    );
    const names = evaluatorNames(rows);
    for (const label of ["good", "bad"] as const) {
      if (rows.some((row) => row.label === label)) continue;
      throw new UsageError(
        `No row is graded ${label}: nothing can be selected without both good and bad grades.`,
      );
    }
    if (names.length === 0)
      throw new UsageError("No recorded evaluators in this file: nothing to select from.");
    const graded = setRows(rows, names);
    const goal = goalOf(flags);
    const selection = selectSet(setBoard(graded.labels, graded.candidates, graded.fails), goal);
    const trust = trustIn(graded, goal, selection);
    return {
      json: { ...asJson(selection, names), ...trust },
      text: `${asText(selection, names)}${trust.stopRule ? `\n${sayTrust(trust)}` : ""}`,
      exitCode: selection.feasible ? 0 : 1,
    };
  },
};

/** The graded rows, and who fails which. */
function setRows(rows: readonly JudgedRow[], names: readonly string[]): SetRows {
  const graded = rows.flatMap(({ label, verdicts }) => (label === null ? [] : [{ label, verdicts }]));
  const failed = names.map((name) => graded.map(({ verdicts }) => verdicts.get(name) === "bad"));
  return {
    labels: graded.map(({ label }) => label),
    candidates: names.length,
    fails: (candidate, row) => failed[candidate]?.[row] === true,
  };
}

type Trust = {
  readonly honest: NestedEstimate | null;
  readonly interval: RateIntervals | null;
  readonly stopRule: StopRule | null;
};

/** What the selection is worth beyond the rows that chose it; nulls where nothing was selected. */
function trustIn(rows: SetRows, goal: SetGoal, selection: SetSelection): Trust {
  if (!selection.feasible) return { honest: null, interval: null, stopRule: null };
  const { members } = selection;
  return {
    honest: honestSet(rows, goal),
    interval: setIntervals(rows, members),
    stopRule: setStopRule(rows, goal, { members }),
  };
}

function sayTrust({ honest, interval, stopRule }: Trust): string {
  const inSample = interval?.alignment ?? null;
  return [
    `On the rows that chose it alignment lies within ${inSample === null ? "–" : `[${rate(inSample[0])}, ${rate(inSample[1])}]`}; honest ${rateWithin(honest?.alignment ?? null, honest?.interval.alignment ?? null)}.`,
    ...(stopRule ? [sayStopRule(stopRule)] : []),
  ].join("\n");
}

function goalOf(flags: Flags): SetGoal {
  const share = { min: 0, max: 1 };
  const maxAssertions = numberFlag(flags, "max-assertions", { min: 1, max: Infinity, isWhole: true });
  const maxFfr = numberFlag(flags, "max-ffr", share);
  const minCoverage = numberFlag(flags, "min-coverage", share);
  return {
    objective: wordFlag(flags, "objective", ["alignment", "coverage", "fewest"]),
    ...(maxAssertions !== undefined && { maxAssertions }),
    ...(maxFfr !== undefined && { maxFfr }),
    ...(minCoverage !== undefined && { minCoverage }),
  };
}

const figures = (set: SetFigures, names: readonly string[]) => ({
  selection: set.members.map((index) => names[index] ?? ""),
  coverage: valueOf(set.coverage),
  falseFailureRate: valueOf(set.falseFailureRate),
  alignment: set.alignment,
});

function asJson(selection: SetSelection, names: readonly string[]) {
  const { feasible, proven } = selection;
  if (feasible) return { feasible, ...figures(selection, names), proven, bound: selection.bound };
  const { mostCoverage, leastFfr } = selection.nearest;
  return {
    feasible,
    selection: [],
    coverage: null,
    falseFailureRate: null,
    alignment: null,
    proven,
    nearest: {
      mostCoverage: mostCoverage && figures(mostCoverage, names),
      leastFalseFailureRate: leastFfr && figures(leastFfr, names),
    },
  };
}

function asText(selection: SetSelection, names: readonly string[]): string {
  const describe = (set: SetFigures) => {
    const { selection: members, ...rates } = figures(set, names);
    const measured = `coverage ${rate(rates.coverage)}, false failure rate ${rate(rates.falseFailureRate)}`;
    return `${members.join(" + ")}: ${measured}, alignment ${rate(rates.alignment)}`;
  };
  if (selection.feasible) {
    const proof = selection.proven
      ? "No other set is better."
      : `Not proven: another set might reach ${rate(selection.bound)}.`;
    return `${describe(selection)}\n${proof}`;
  }
  const { mostCoverage, leastFfr } = selection.nearest;
  return [
    selection.proven ? "No set meets these limits." : "No set was found that meets these limits.",
    ...(mostCoverage ? [`The most coverage within the limit: ${describe(mostCoverage)}`] : []),
    ...(leastFfr ? [`The least false failures with that coverage: ${describe(leastFfr)}`] : []),
  ].join("\n");
}
