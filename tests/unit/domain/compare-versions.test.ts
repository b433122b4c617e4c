import { describe, expect, it } from "vitest";
import { compareVersions } from "@/lib/domain/compare-versions";
import { decidingOutputs } from "@/lib/domain/deciding-outputs";
import { detectChangedOutputs } from "@/lib/domain/detect-changed-outputs";
import type { Recheck } from "@/lib/domain/drift-event";
import { OutputId } from "@/lib/domain/ids";
import { aCriterion, aMatrix, anAssertion, someLabels } from "@/tests/support/domain-builders";

const criterion = aCriterion("c");
const assertion = anAssertion(1, criterion);
const id = (n: number) => OutputId.parse(n);
const ids = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => id(from + i));

describe("agreement on each version of a pipeline", () => {
  const compare = (labels: string) =>
    compareVersions(
      [
        { value: "v1", outputIds: ids(1, 8) },
        { value: "v2", outputIds: ids(9, 16) },
      ],
      {
        inPlay: [{ criterion, assertion, basis: "criterion" }],
        labelsOf: () => someLabels(labels),
        matrix: aMatrix({ 1: "p".repeat(16) }),
      },
    );

  it("has its grades, an interval, and a test of the latest against those before", () => {
    const [found] = compare("gggggggg" + "bbbbbbbg");
    expect(found?.versions.map(({ version, agreement }) => [version, agreement])).toEqual([
      ["v1", { count: 8, of: 8 }],
      ["v2", { count: 1, of: 8 }],
    ]);
    expect(found?.versions[1]?.interval?.[1]).toBeLessThan(0.5);
    expect(found?.p).toBeCloseTo(0.0014, 4);
  });

  it("is not measured where the latest version has no grades", () => {
    const [found] = compare("gggg");
    expect(found?.versions[1]).toMatchObject({ agreement: { count: 0, of: 0 }, interval: null });
    expect(found?.p).toBeNull();
  });
});

describe("outputs that came again with another text", () => {
  const changed = [1, 2, 3].map((n) => ({ before: id(n), outputId: id(n + 10) }));
  const isGraded =
    (...graded: number[]) =>
    (output: OutputId) =>
      graded.includes(output);

  it("are asked for where the earlier one is graded", () => {
    const [alarm] = detectChangedOutputs(changed, isGraded(1, 3, 13), () => null);
    expect(alarm?.outputIds).toEqual([11]);
    expect(alarm?.sentence).toMatch(/^3 outputs came again .* 2 of the earlier ones are graded/);
  });

  it("are no news where nobody graded the earlier ones, or the entry about others is open", () => {
    expect(detectChangedOutputs(changed, isGraded(), () => null)).toEqual([]);
    expect(detectChangedOutputs(changed, isGraded(1), () => "open")).toEqual([]);
  });
});

it("what would decide is what shows a pipeline that changed, or on what a judge of now says otherwise", () => {
  const evidence = { outputIds: [id(1), id(2)], figures: [], lines: [], before: null };
  const share = { count: 0, of: 0 };
  const row = (n: number, label: "good" | null): Recheck["judges"][number]["changed"][number] => ({
    ...{ outputId: id(n), before: "pass", after: "fail", label },
  });
  const judges: Recheck["judges"] = [
    {
      ...{ assertionId: assertion.id, name: "a", asked: 3, waiting: 0, before: share, after: share },
      changed: [row(3, "good"), row(4, null)],
    },
  ];
  const recheck = { at: "2026-01-01T00:00:00Z", model: "m", judges };
  const of = (kind: "pipelineDrift" | "judgeDrift" | "graderDrift") =>
    decidingOutputs({ kind, evidence, recheck });
  expect([of("pipelineDrift"), of("judgeDrift"), of("graderDrift")]).toEqual([[1, 2], [4], []]);
});
