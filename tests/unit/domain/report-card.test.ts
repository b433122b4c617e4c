import { describe, expect, it } from "vitest";
import type { Choice } from "@/lib/domain/choice";
import { AssertionId } from "@/lib/domain/ids";
import type { CriterionLabels } from "@/lib/domain/labels";
import { reportCard } from "@/lib/domain/report-card";
import { aCriterion, aMatrix, anAssertion, someLabels } from "@/tests/support/domain-builders";

const criterion = aCriterion("c");
const labelsOf = (letters: string): CriterionLabels => ({
  basis: "criterion",
  labels: someLabels(letters),
  implied: 0,
  stale: 0,
  outdated: 0,
  undecided: 0,
  unsure: 0,
  provisional: 0,
});

function report(letters: string, rows: Readonly<Record<number, string>>, choice?: Choice) {
  return reportCard({
    criteria: [criterion],
    assertions: Object.keys(rows).map((id) => anAssertion(Number(id), criterion, "x".repeat(Number(id)))),
    matrix: aMatrix(rows),
    labels: {
      whole: someLabels(letters),
      wholeUndecided: 0,
      wholeUnsure: 0,
      weighed: new Set(),
      byCriterion: new Map([[criterion.id, labelsOf(letters)]]),
    },
    choices: new Map(choice ? [[criterion.id, choice]] : []),
  });
}

describe("the report card", () => {
  it("selects the best alignment within the FFR limit", () => {
    const card = report("ggggggbbbb", {
      1: "ppppppfffp",
      2: "ffppppffff",
      3: "ppppppffpp",
    });
    const [only] = card.criteria;
    expect(only?.selected?.assertion.id).toBe(1);
    expect(only?.candidates.map(({ assertion, standing }) => [assertion.id, standing])).toEqual([
      [1, "eligible"],
      [2, "over the FFR limit"],
      [3, "not proven better than chance"],
    ]);
    expect(card.set).toMatchObject({
      coverage: { count: 3, of: 4 },
      falseFailureRate: { count: 0, of: 6 },
      assertionIds: [1],
    });
    expect(card.honest).toMatchObject({ n: 10, folds: 4, repeats: 5 });
  });

  it("takes the cheaper of two that align equally", () => {
    expect(report("ggggbbbb", { 2: "ppppfffp", 1: "ppppffpf" }).criteria[0]?.selected?.assertion.id).toBe(1);
  });

  it("says how many grades are missing instead of a number", () => {
    const card = report("gg.b..", { 1: "pppfff" });
    expect(card.missing).toEqual({ good: 1, bad: 2 });
    expect(card.criteria[0]?.selected).toBeNull();
    expect([card.set, card.honest]).toEqual([null, null]);
  });

  it("has nothing to say of no grades, and no zero either", () => {
    const card = report("......", { 1: "pppfff" });
    expect(card.criteria[0]?.candidates[0]).toMatchObject({
      alignment: null,
      coverageInterval: null,
      coverage: { count: 0, of: 0 },
      selectivity: { count: 3, of: 6 },
      standing: "not measured",
    });
  });

  it("never selects a candidate that errs, is constant, or is no better than chance", () => {
    const card = report("gggggbbbbb", { 1: "ppppeffffe", 2: "pppppppppp", 3: "pppppffffp", 4: "fppppfpppp" });
    const standings = new Map(card.criteria[0]?.candidates.map((c) => [Number(c.assertion.id), c]));
    expect(standings.get(1)?.standing).toBe("too many errors");
    expect(standings.get(2)?.folded).toBe("always passes");
    expect(standings.get(4)?.standing).toBe("no better than chance");
    expect(card.criteria[0]?.selected?.assertion.id).toBe(3);
  });

  it("selects nothing while its best candidate may be no better than chance", () => {
    const card = report("gggbbb", { 1: "pppffp" });
    expect(card.criteria[0]?.candidates[0]?.standing).toBe("not proven better than chance");
    expect(card.criteria[0]?.selected).toBeNull();
    expect(report("gggbbb", { 1: "pppfff" }).criteria[0]?.selected?.assertion.id).toBe(1);
  });

  it("follows a person's choice", () => {
    const rows = { 1: "pppffff".slice(0, 6), 2: "ppffff" };
    expect(
      report("gggbbb", rows, { kind: "pin", assertionId: AssertionId.parse(2) }).criteria[0]?.selected
        ?.assertion.id,
    ).toBe(2);
    expect(report("gggbbb", rows, { kind: "none" }).set).toBeNull();
  });

  it("gives the alignment an interval that holds it and narrows with grades", () => {
    const few = report("gggggbbbbb", { 1: "pppppfffpp" }).criteria[0]?.selected;
    const many = report("gggggbbbbb".repeat(20), { 1: "pppppfffpp".repeat(20) }).criteria[0]?.selected;
    const width = (interval: readonly [number, number] | null | undefined) =>
      interval ? interval[1] - interval[0] : NaN;
    expect(few?.alignment).toBeCloseTo(many?.alignment ?? NaN, 12);
    expect(few?.alignmentInterval?.[0]).toBeLessThan(few?.alignment ?? NaN);
    expect(few?.alignmentInterval?.[1]).toBeGreaterThan(few?.alignment ?? NaN);
    expect(width(many?.alignmentInterval)).toBeLessThan(width(few?.alignmentInterval) / 3);
  });
});
