import { alignment } from "@/lib/domain/alignment";
import { coverage, falseFailureRate, tally, type Confusion } from "@/lib/domain/confusion";
import { induceCandidates, type Graded, type InducedRule } from "@/lib/domain/induce";
import { valueOf } from "@/lib/domain/ratio";
import { mulberry32 } from "@/lib/domain/rng";
import type { LabelledRow } from "@/lib/formats/labelled-rows";
import { UsageError, type Command } from "./command";
import { numberFlag, onlyPositional, textFlag } from "./flags";
import { rate } from "./format-figures";
import { readRows, rowsOfCriterion } from "./read-rows";

/** `touchstone induce`: learns a rule from one part of the grades and measures it on the other. */
export const induce: Command = {
  summary: "Learn a readable rule from part of the grades, and measure it on the rest.",
  usage: `induce FILE --criterion NAME [--train-fraction 0.5] [--seed N] [--json]

  FILE                 JSON Lines of graded rows
  --criterion NAME     the criterion: its exact text, or a part that fits exactly one
  --train-fraction P   the share of the graded rows to learn from, 0.1 to 0.9; default 0.5
  --seed N             another way to divide the rows; default 1`,
  options: { criterion: { type: "string" }, "train-fraction": { type: "string" }, seed: { type: "string" } },
  run: async (positionals, flags) => {
    const file = onlyPositional(positionals, "one FILE of graded rows");
    const share = numberFlag(flags, "train-fraction", { min: 0.1, max: 0.9 }) ?? 0.5;
    const seed = numberFlag(flags, "seed", { min: 0, max: 2 ** 31, isWhole: true }) ?? 1;
    const rows = rowsOfCriterion(await readRows(file), textFlag(flags, "criterion"));
    const { train, test } = divide(rows.flatMap(toGraded), share, seed);
    const [best] = induceCandidates(train, { seed });
    if (!best)
      throw new UsageError(
        "There are too few grades to learn from: it takes three good and three bad ones in the part to learn from.",
      );
    const json = measure(best, test);
    return { json, text: asText(json, train.length, test.length) };
  },
};

function toGraded({ output, input, label }: LabelledRow): Graded[] {
  if (label === null) return [];
  const values = Object.values(input).map((value) =>
    typeof value === "string" ? value : JSON.stringify(value),
  );
  return [{ output, input: values.join("\n"), label }];
}

/** A seeded shuffle, then a cut. */
function divide(graded: readonly Graded[], share: number, seed: number) {
  const rng = mulberry32(seed);
  const deck = graded.map((row) => ({ row, at: rng() })).sort((a, b) => a.at - b.at);
  const cut = Math.floor(deck.length * share);
  const rows = deck.map(({ row }) => row);
  return { train: rows.slice(0, cut), test: rows.slice(cut) };
}

function measure({ rule, source, trainAlignment, fails }: InducedRule, test: readonly Graded[]) {
  const confusion: Confusion = tally(test.map((row) => [row.label, fails(row) ? "fail" : "pass"] as const));
  return {
    rule,
    source,
    trainAlignment,
    testAlignment: alignment(confusion),
    coverage: valueOf(coverage(confusion)),
    falseFailureRate: valueOf(falseFailureRate(confusion)),
  };
}

const asText = (measured: ReturnType<typeof measure>, learnt: number, tested: number): string =>
  [
    measured.rule,
    "",
    `alignment ${rate(measured.trainAlignment)} on the ${learnt} rows that it was learnt from (in-sample)`,
    `alignment ${rate(measured.testAlignment)} on the other ${tested}: coverage ${rate(measured.coverage)}, false failure rate ${rate(measured.falseFailureRate)}`,
    "",
    measured.source,
  ].join("\n");
