import { evaluatorNames } from "@/lib/domain/judged-row";
import { simulateGrading, type SimulatedGrades } from "@/lib/domain/simulate-grading";
import { UsageError, type Command } from "./command";
import { numberFlag, numbersFlag, onlyPositional, textFlag, wordFlag } from "./flags";
import { rate, table } from "./format-figures";
import { readRows, rowsOfCriterion } from "./read-rows";

/** `touchstone simulate`: what selection from n grades reaches on the other rows. */
export const simulate: Command = {
  summary: "How good the selected set turns out on new outputs when so many are graded.",
  usage: `simulate FILE [--grades 16,32,64] [--draws 300] [--max-assertions 2] [--policy NAME] [--seed 1]

  Draws rows as if they were graded, selects the set of best alignment on them and measures it on all other rows.
  --grades N,N,…        how many rows are graded
  --draws N             how often; the figures are means
  --max-assertions K    at most K members in a set
  --policy NAME         random (default), sampler (as the app draws), disagreement, alternate
  --criterion NAME      only rows of this criterion: its exact text, or a part that fits exactly one`,
  options: {
    criterion: { type: "string" },
    grades: { type: "string" },
    draws: { type: "string" },
    "max-assertions": { type: "string" },
    policy: { type: "string" },
    seed: { type: "string" },
  },
  run: async (positionals, flags) => {
    const all = await readRows(onlyPositional(positionals, "one FILE of rows"));
    const rows = rowsOfCriterion(all, textFlag(flags, "criterion")).flatMap(({ label, verdicts }) =>
      label === null ? [] : [{ label, verdicts }],
    );
    const names = evaluatorNames(all);
    const grades = numbersFlag(flags, "grades", { min: 2, max: Infinity, isWhole: true }) ?? [16, 32, 64];
    check(rows, names, Math.max(...grades));
    const failed = names.map((name) => rows.map(({ verdicts }) => verdicts.get(name) === "bad"));
    const byGrades = simulateGrading(
      {
        labels: rows.map(({ label }) => label),
        candidates: names.length,
        fails: (candidate, row) => failed[candidate]?.[row] === true,
        maxAssertions: numberFlag(flags, "max-assertions", { min: 1, max: Infinity, isWhole: true }) ?? 2,
        draws: numberFlag(flags, "draws", { min: 1, max: 100_000, isWhole: true }) ?? 300,
        policy: wordFlag(flags, "policy", ["random", "sampler", "disagreement", "alternate"]),
        seed: numberFlag(flags, "seed", { min: 0, max: 2 ** 32 - 1, isWhole: true }) ?? 1,
      },
      grades,
    );
    return { json: { byGrades }, text: asText(byGrades) };
  },
};

function check(rows: readonly { readonly label: string }[], names: readonly string[], most: number): void {
  if (names.length === 0)
    throw new UsageError("No recorded evaluators in this file: nothing to select from.");
  for (const label of ["good", "bad"]) {
    if (rows.filter((row) => row.label === label).length < 2) {
      throw new UsageError(`Fewer than two rows are graded ${label}: nothing can be selected and measured.`);
    }
  }
  if (most >= rows.length) {
    throw new UsageError(
      `--grades ${most} leaves nothing to measure on: only ${rows.length} rows are graded.`,
    );
  }
}

const asText = (byGrades: readonly SimulatedGrades[]): string =>
  table(
    ["grades", "in-sample", "honest", "held out", "held out p10", "regret", "interval holds", "may stop"],
    byGrades.map(({ grades, ...of }) => [
      String(grades),
      rate(of.inSample),
      rate(of.honest),
      rate(of.heldOut),
      rate(of.heldOutP10),
      rate(of.regret),
      rate(of.interval.holds),
      rate(of.stopRule.reached),
    ]),
  );
