import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { rowReport } from "@/lib/domain/row-report";
import { parseLabelledRow, type LabelledRow } from "@/lib/formats/labelled-rows";
import { touchstone } from "@/tests/support/run-touchstone";

const data = join(import.meta.dirname, "../../../../shared/data");
const xstest = join(data, "xstest/normalised.jsonl");
const hasData = existsSync(xstest);
if (!hasData) console.warn("skipped: the real labelled data is not beside this checkout");

const Reference = z.object({
  rows: z.number(),
  consensus: z.object({ good: z.number(), bad: z.number() }),
  alpha_nominal: z.number().optional(),
  kappa_pairs: z
    .record(z.string(), z.object({ n: z.number(), agreement: z.number(), kappa: z.number().nullable() }))
    .optional(),
  kappa_pairs_count: z.number().optional(),
  judges: z.record(
    z.string(),
    z.object({
      n: z.number(),
      n_bad: z.number(),
      agreement: z.number(),
      kappa: z.number(),
      coverage: z.number(),
      ffr: z.number(),
      alignment: z.number(),
    }),
  ),
});
const Oracle = z.object({
  all: Reference,
  by_criterion: z.record(z.string(), Reference).optional(),
  by_group: z.record(z.string(), Reference).optional(),
});

function expectReport(rows: readonly LabelledRow[], reference: z.infer<typeof Reference>): void {
  const report = rowReport(rows);
  const { good, bad } = reference.consensus;
  expect([report.rows, report.good, report.bad]).toEqual([reference.rows, good, bad]);
  if (reference.alpha_nominal !== undefined)
    expect(report.graders.krippendorffAlpha).toBeCloseTo(reference.alpha_nominal, 4);
  if (reference.kappa_pairs_count !== undefined)
    expect(report.graders.pairs).toHaveLength(reference.kappa_pairs_count);
  for (const [name, expected] of Object.entries(reference.kappa_pairs ?? {})) {
    const pair = report.graders.pairs.find(({ a, b }) => `${a} ~ ${b}` === name);
    expect([pair?.n, pair?.agreement?.toFixed(4)]).toEqual([expected.n, expected.agreement.toFixed(4)]);
    if (expected.kappa !== null) expect(pair?.kappa).toBeCloseTo(expected.kappa, 3);
  }
  expect(report.assertions.map(({ name }) => name)).toEqual(Object.keys(reference.judges).sort());
  for (const assertion of report.assertions) {
    const expected = reference.judges[assertion.name];
    const { answered, agreement, kappa, coverage, falseFailureRate, alignment } = assertion;
    expect(
      [answered, agreement, kappa, coverage, falseFailureRate, alignment].map((x) => Number(x?.toFixed(4))),
    ).toEqual([
      expected?.n,
      expected?.agreement,
      expected?.kappa,
      expected?.coverage,
      expected?.ffr,
      expected?.alignment,
    ]);
  }
}

const withReference = hasData
  ? readdirSync(data).filter((name) => existsSync(join(data, name, "oracle.json")))
  : [];

const Interval = z.tuple([z.number(), z.number()]);
const Trust = z.object({
  honest: z.object({
    coverage: z.number(),
    falseFailureRate: z.number(),
    alignment: z.number(),
    interval: z.object({ coverage: Interval, falseFailureRate: Interval, alignment: Interval }),
    folds: z.literal(5),
    repeats: z.literal(5),
  }),
  interval: z.object({ coverage: Interval, falseFailureRate: Interval, alignment: Interval }),
  stopRule: z.object({ isReached: z.boolean(), more: z.number().nullable() }),
});

describe.skipIf(!hasData)("on real labelled data", () => {
  it("has all references", () => {
    expect(withReference).toEqual(expect.arrayContaining(["qa_feedback", "recipes_crowd", "xstest"]));
  });

  it.each(withReference)("%s: every figure of the reference, to four decimals", (name) => {
    const oracle = Oracle.parse(JSON.parse(readFileSync(join(data, name, "oracle.json"), "utf8")));
    const all = readFileSync(join(data, name, "normalised.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line, i) => {
        const row = parseLabelledRow(line, i + 1);
        if (!row.ok) throw new Error(`line ${i + 1}`);
        return row.value;
      });
    expectReport(all, oracle.all);
    for (const [criterion, reference] of Object.entries(oracle.by_criterion ?? {})) {
      expectReport(
        all.filter((row) => row.criterion === criterion),
        reference,
      );
    }
    for (const [group, reference] of Object.entries(oracle.by_group ?? {})) {
      expectReport(
        all.filter((row) => row.group === group),
        reference,
      );
    }
  });

  it("report says which evaluator is the best, honestly, and that there are grades enough", async () => {
    const { out } = await touchstone("report", xstest, "--json");
    const found = Trust.extend({ best: z.string() }).parse(JSON.parse(out));
    expect(found.best).toBe("rule:string-match");
    // One of two is far ahead on 1,250 rows: choosing costs nothing.
    expect(found.honest.alignment).toBeCloseTo(0.835, 2);
    expect(found.stopRule).toMatchObject({ isReached: true, more: 0 });
  });

  it("select finds gpt-4 with the string rule", async () => {
    const { out } = await touchstone("select", xstest, "--max-assertions", "2", "--json");
    const found = Trust.extend({
      selection: z.array(z.string()),
      alignment: z.number(),
      proven: z.boolean(),
    }).parse(JSON.parse(out));
    expect(Math.abs(found.honest.alignment - found.alignment)).toBeLessThan(0.01);
    const [low, high] = found.interval.alignment;
    expect(low < found.alignment && found.alignment < high).toBe(true);
    expect([found.selection, found.alignment.toFixed(4), found.proven]).toEqual([
      ["gpt-4", "rule:string-match"],
      "0.8617",
      true,
    ]);
  });

  it("simulate holds up out of sample, and its honest figure is honest", async () => {
    const { out } = await touchstone(
      "simulate",
      xstest,
      "--grades",
      "32,64",
      "--draws",
      "300",
      "--max-assertions",
      "2",
      "--json",
    );
    const reference = z
      .object({
        xstest_refusals: z.object({ by_n: z.record(z.string(), z.object({ held_out_mean: z.number() })) }),
      })
      .parse(JSON.parse(readFileSync(join(data, "xstest/selection.json"), "utf8"))).xstest_refusals.by_n;
    const { byGrades } = z
      .object({
        byGrades: z.array(
          z.object({
            grades: z.number(),
            honest: z.number(),
            heldOut: z.number(),
            interval: z.object({ low: z.number(), high: z.number(), holds: z.number() }),
            stopRule: z.object({ reached: z.number() }),
          }),
        ),
      })
      .parse(JSON.parse(out));
    expect(byGrades.map(({ grades }) => grades)).toEqual([32, 64]);
    const [few, many] = byGrades;
    expect(many?.stopRule.reached).toBeGreaterThan(few?.stopRule.reached ?? 1);
    for (const { grades, honest, heldOut, interval } of byGrades) {
      // A 95 % interval; the held-out rows are themselves a sample, and folds are not independent.
      expect(interval.holds).toBeGreaterThan(0.9);
      expect(interval.low < honest && honest < interval.high).toBe(true);
      expect(heldOut).toBeGreaterThanOrEqual((reference[String(grades)]?.held_out_mean ?? NaN) - 0.01);
      expect(Math.abs(honest - heldOut)).toBeLessThanOrEqual(0.02);
    }
  }, 180_000);
});
