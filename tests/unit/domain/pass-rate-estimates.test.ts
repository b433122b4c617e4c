import { describe, expect, it } from "vitest";
import { NO_CONFUSION } from "@/lib/domain/confusion";
import { publishFigures, type PublishedAudit } from "@/lib/domain/evaluator";
import { figuresOf } from "@/lib/domain/figures";
import { OutputId } from "@/lib/domain/ids";
import type { RatedOutput } from "@/lib/domain/pass-rate-by-slice";
import { passRateEstimates } from "@/lib/domain/pass-rate-estimates";

let next = 1;
const outputs = (count: number, change: Pick<RatedOutput, "verdict" | "label">): RatedOutput[] =>
  Array.from({ length: count }, () => ({ id: OutputId.parse(next++), metadata: {}, ...change }));

/** The reference R_begg: of 400 that pass 20 are graded, 19 good; of 100 that fail 40, 8 good. */
const pool = [
  ...outputs(19, { verdict: "pass", label: "good" }),
  ...outputs(1, { verdict: "pass", label: "bad" }),
  ...outputs(380, { verdict: "pass", label: null }),
  ...outputs(8, { verdict: "fail", label: "good" }),
  ...outputs(32, { verdict: "fail", label: "bad" }),
  ...outputs(60, { verdict: "fail", label: null }),
];

function anAudit(cells: Partial<typeof NO_CONFUSION>): PublishedAudit {
  const figures = publishFigures(figuresOf({ ...NO_CONFUSION, ...cells }));
  return { ...figures, n: 40, coverageAtLeast: null, falseFailureRateAtMost: null, drawnAt: "2026-01-01" };
}
const by = (method: string, audit: PublishedAudit | null = null, rated = pool) =>
  passRateEstimates(rated, audit).others.find((one) => one.method === method);

describe("the pass rate by other methods", () => {
  it("corrects coverage and FFR for what was picked to be graded (R_begg)", () => {
    const { corrected } = passRateEstimates(pool, null);
    expect(corrected?.coverage).toBeCloseTo(0.8, 6);
    expect(corrected?.falseFailureRate).toBeCloseTo(0.05, 6);
  });
  it("shows how far the grades alone are off", () => {
    expect(by("grades")).toMatchObject({ n: 60, refused: null, estimate: { rate: 27 / 60 } });
  });
  it("uses PPI++ from 50 grades on, and says so before", () => {
    expect(by("ppi")?.estimate?.rate).toBeGreaterThan(0.45);
    expect(by("ppi", null, pool.slice(0, 400))).toMatchObject({
      estimate: null,
      refused: "its interval needs 50 grades, and there are 20",
    });
  });
  it("uses Rogan–Gladen with an audit of the selection (.8 passed, .92 and .88 right: .85)", () => {
    const audit = anAudit({ goodPassed: 92, goodFailed: 8, badFailed: 88, badPassed: 12 });
    expect(by("rogan-gladen", audit)?.estimate?.rate).toBeCloseTo(0.85, 6);
  });
  it.each([
    [null, "it needs an audit of this selection on other outputs"],
    [anAudit({ goodPassed: 10 }), "the audit had no good or no bad outputs"],
    [
      anAudit({ goodPassed: 5, goodFailed: 5, badFailed: 4, badPassed: 6 }),
      "in its audit the selection was no better than chance",
    ],
    [
      anAudit({ goodPassed: 5, goodFailed: 1, badFailed: 4, badPassed: 1 }),
      "its audit was too small: the lower bound of Youden’s J is at most 0.2",
    ],
  ])("refuses Rogan–Gladen with a reason", (audit, refused) => {
    expect(by("rogan-gladen", audit)).toMatchObject({ estimate: null, refused });
  });
  it("claims nothing of outputs that nobody graded", () => {
    const none = passRateEstimates(outputs(5, { verdict: "pass", label: null }), null);
    expect(none.corrected).toBeNull();
    expect(none.others.map(({ estimate }) => estimate)).toEqual([null, null, null]);
  });
});
