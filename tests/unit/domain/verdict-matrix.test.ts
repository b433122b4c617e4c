import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NO_CONFUSION, tally } from "@/lib/domain/confusion";
import type { Label } from "@/lib/domain/grade";
import { AssertionId, OutputId } from "@/lib/domain/ids";
import { VerdictMatrix } from "@/lib/domain/verdict-matrix";
import { aMatrix, someLabels } from "@/tests/support/domain-builders";

const a = (id: number) => AssertionId.parse(id);
const o = (id: number) => OutputId.parse(id);

describe("the verdict matrix", () => {
  it("remembers each kind, and knows what is missing", () => {
    const matrix = aMatrix({ 1: "pfne." });
    expect([1, 2, 3, 4, 5].map((id) => matrix.kind(a(1), o(id)))).toEqual([
      "pass",
      "fail",
      "notApplicable",
      "error",
      null,
    ]);
    expect(matrix.counts(a(1))).toEqual({ pass: 1, fail: 1, notApplicable: 1, error: 1, missing: 1 });
    expect(matrix.counts(a(9))).toEqual({ pass: 0, fail: 0, notApplicable: 0, error: 0, missing: 5 });
  });

  it("grows with outputs and lets go of verdicts on outputs that it does not have", () => {
    const matrix = aMatrix({ 1: "pf" });
    matrix.addOutputs([o(2), o(7)]);
    matrix.set(a(1), o(7), "fail");
    matrix.set(a(1), o(99), "fail");
    expect(matrix.counts(a(1))).toEqual({ pass: 1, fail: 2, notApplicable: 0, error: 0, missing: 0 });
  });

  it("lets a set fail when one fails, pass when one passes, and counts the rest apart", () => {
    const matrix = aMatrix({ 1: "pfene.", 2: "fpnn.." });
    const cells = matrix.labelled(someLabels("ggbbbb"));
    expect(matrix.unionConfusion([a(1), a(2)], cells)).toEqual({
      ...NO_CONFUSION,
      goodFailed: 2,
      notApplicable: 1,
      errored: 2,
      unjudged: 1,
    });
    expect(matrix.unionKind([a(1), a(2)], o(1))).toBe("fail");
  });

  it("groups assertions that say the same of every output, and only complete ones", () => {
    const matrix = aMatrix({ 1: "pfp", 2: "pfp", 3: "ppp", 4: "pf." });
    expect(matrix.clusters([a(1), a(2), a(3), a(4)])).toEqual([[1, 2], [3]]);
  });

  it("takes 2 MB for 200 assertions on 10,000 outputs", () => {
    const matrix = new VerdictMatrix();
    matrix.addOutputs(Array.from({ length: 10_000 }, (_, i) => o(i + 1)));
    for (let id = 1; id <= 200; id++) matrix.set(a(id), o(1), "pass");
    expect(matrix.bytes).toBe(2_000_000);
  });

  it("counts what a plain tally counts", () => {
    const cell = fc.tuple(
      fc.constantFrom("pass" as const, "fail" as const, "notApplicable" as const, "error" as const, null),
      fc.constantFrom<Label | null>("good", "bad", null),
    );
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 80 }), (cells) => {
        const matrix = new VerdictMatrix();
        matrix.addOutputs(cells.map((_, i) => o(i + 1)));
        const labels = new Map<OutputId, Label>();
        for (const [i, [kind, label]] of cells.entries()) {
          if (kind) matrix.set(a(1), o(i + 1), kind);
          if (label) labels.set(o(i + 1), label);
        }
        const plain = tally(cells.flatMap(([kind, label]) => (label ? [[label, kind] as const] : [])));
        expect(matrix.confusion(a(1), matrix.labelled(labels))).toEqual(plain);
        expect(matrix.unionConfusion([a(1)], matrix.labelled(labels))).toEqual(plain);
      }),
    );
  });
});
