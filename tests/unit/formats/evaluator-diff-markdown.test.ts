import { describe, expect, it } from "vitest";
import { diffMembers, headOf, type EvaluatorDiff } from "@/lib/domain/evaluator-diff";
import type { EvaluatorAssertion } from "@/lib/domain/evaluator";
import { OutputId, ProjectId } from "@/lib/domain/ids";
import { evaluatorDiffMarkdown } from "@/lib/formats/evaluator-diff-markdown";
import { javascript, twoMembers } from "@/tests/support/an-evaluator";

const { manifest } = twoMembers();
const version = (number: number, assertions: readonly EvaluatorAssertion[]) => ({
  id: String(number),
  projectId: ProjectId.parse("p"),
  number,
  note: number === 2 ? "by u1 <b>" : "",
  createdAt: new Date(`2026-11-2${number}T10:00:00Z`),
  manifest: { ...manifest, assertions: [...assertions], examples: [] },
});

const id = OutputId.parse(7);
const before = [javascript("short", "line\nold ````\n"), javascript("gone", "x")];
const after = [javascript("short", "line\nnew\n")];

const diff: EvaluatorDiff = {
  before: headOf(version(1, before)),
  after: headOf(version(2, after)),
  members: diffMembers(before, after),
  verdicts: {
    compared: 4,
    notMeasured: 1,
    changes: [{ outputId: id, before: "pass", after: "fail", label: "bad" }],
  },
};

const text = evaluatorDiffMarkdown(diff, {
  project: "Support | replies",
  outputNames: new Map([[id, "reply_7"]]),
  people: new Map([["u1", "Ann"]]),
});

describe("the comparison of two versions in Markdown", () => {
  it("says what changed, the figures with their samples, and which outputs turned", () => {
    expect(text).toContain("# Support \\| replies: version 1 and version 2\n");
    expect(text).toContain("removed gone; changed short (how it decides).");
    expect(text).toContain("| coverage, in-sample | 1.000 (2 of 2) | 1.000 (2 of 2) |");
    expect(text).toContain("| FFR, in-sample | 0.500 (1 of 2) | 0.500 (1 of 2) |");
    expect(text).toContain("| alignment, honest | not measured | not measured |");
    expect(text).toContain("Compared on 4 outputs; not measured on 1,");
    expect(text).toContain("- pass → fail: 1 (1 graded bad): reply\\_7");
  });

  it("shows sources by line in a block that they cannot end, and other texts as text", () => {
    expect(text).toContain("`````diff\n  line\n- old ````\n+ new\n`````");
    expect(text).toContain("- version 2, 2026-11-22 10:00 UTC: by Ann \\<b\\>");
  });
});
