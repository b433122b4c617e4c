import { rowChoice, type RowChoice } from "@/lib/domain/row-choice";
import { rowReport, type RowReport } from "@/lib/domain/row-report";
import type { Command } from "./command";
import { onlyPositional, textFlag } from "./flags";
import { rate, rateWithin, table } from "./format-figures";
import { readRows, rowsOfCriterion } from "./read-rows";
import { sayStopRule } from "./say-stop-rule";

/** `touchstone report`: graders among themselves, and recorded evaluators against them. */
export const report: Command = {
  summary: "How well recorded evaluators agree with the grades of a file, and the graders with each other.",
  usage: `report FILE [--criterion NAME] [--json]

  FILE              JSON Lines: {"id", "input", "output", "criterion", "grades", "judge_verdicts", "consensus"}
  --criterion NAME  only rows of this criterion: its exact text, or a part that fits exactly one`,
  options: { criterion: { type: "string" } },
  run: async (positionals, flags) => {
    const rows = await readRows(onlyPositional(positionals, "one FILE of rows"));
    const wanted = rowsOfCriterion(rows, textFlag(flags, "criterion"));
    const json = { ...rowReport(wanted), ...rowChoice(wanted) };
    return { json, text: asText(json) };
  },
};

function asText(json: RowReport & RowChoice): string {
  const { rows, graded, good, bad, graders, assertions, best, honest } = json;
  const alpha = graders.krippendorffAlpha;
  const lines = [
    `${rows} rows, ${graded} graded: ${good} good, ${bad} bad`,
    `Graders: Krippendorff's alpha ${rate(alpha)} over ${graders.pairs.length} pairs`,
    "",
  ];
  if (assertions.length === 0) return [...lines, "No recorded evaluators in this file."].join("\n");
  const head = ["evaluator", "answered", "coverage", "false failure rate", "alignment", "kappa", "AC1"];
  const body = assertions.map(({ interval, ...a }) => [
    a.name,
    `${a.answered} of ${graded}`,
    rateWithin(a.coverage, interval.coverage),
    rateWithin(a.falseFailureRate, interval.falseFailureRate),
    rate(a.alignment),
    rate(a.kappa),
    rate(a.gwetAc1),
  ]);
  const choice =
    best === null
      ? "No evaluator is measured: that needs good and bad grades that it answered."
      : `Best: ${best}. Honest alignment of choosing the best: ${rateWithin(honest?.alignment ?? null, honest?.interval.alignment ?? null)}.`;
  return [...lines, table(head, body), "", choice, sayStopRule(json.stopRule)].join("\n");
}
