import { describe, expect, it } from "vitest";
import { compareWithParent, detectJudgeEdits, editedJudges } from "@/lib/domain/detect-judge-edits";
import { toDrafts } from "@/lib/domain/drift-alarms";
import type { Exemplar, Judge } from "@/lib/domain/judge-designs/judge";
import { aCriterion, aMatrix, anAssertion, someLabels } from "@/tests/support/domain-builders";

const criterion = aCriterion("c");
const asked = (id: number, implementation: Judge) => ({ ...anAssertion(id, criterion), implementation });
const direct = (question: string): Judge => ({ kind: "judge", design: "direct", question });
const example = (text: string): Exemplar => ({
  ...{ outputId: null, text, variables: {}, label: "good", note: "", borderline: false },
});

const found = (was: Judge, is: Judge) =>
  detectJudgeEdits([{ parent: asked(1, was), child: asked(2, is) }], () => null);

describe("a judge that asks something else than the one it was made from", () => {
  it("is told with what differs in the question", () => {
    const [alarm] = found(direct("Is it short?"), direct("Is it short and kind?"));
    expect(alarm).toMatchObject({ kind: "judgeDrift", criterionId: criterion.id });
    expect(alarm?.sentence).toBe("The judge “a2” asks something else than “a1”, which it was made from");
    expect(alarm?.lines?.join()).toMatch(/^question: .*kind/);
    expect(editedJudges(toDrafts(alarm ? [alarm] : [], [])[0]?.key ?? "")).toEqual({ parent: 1, child: 2 });
  });

  it("is told with how many examples are others", () => {
    const few = (texts: readonly string[]): Judge => ({
      ...{ kind: "judge", design: "few-shot", question: "Is it short?" },
      exemplars: texts.map(example),
    });
    expect(found(few(["a", "b"]), few(["b", "c", "d"]))[0]?.lines).toEqual([
      "examples: 2 before, 3 now, 1 of them as they were",
    ]);
  });

  it("is not one that decides by another rule, and not code", () => {
    const at = (threshold: number): Judge => ({
      ...{ kind: "judge", design: "probability", question: "?", samples: null, threshold },
    });
    expect(found(at(0.5), at(0.7))).toEqual([]);
    const code = { parent: anAssertion(1, criterion), child: anAssertion(2, criterion, "return false;") };
    expect(detectJudgeEdits([code], () => null)).toEqual([]);
  });

  it("is told once, settled or not", () => {
    const edit = { parent: asked(1, direct("a")), child: asked(2, direct("b")) };
    expect(detectJudgeEdits([edit], () => "open")).toEqual([]);
    expect(detectJudgeEdits([edit], () => new Date(0))).toEqual([]);
  });

  it("is held against its parent on what both judged, and on the grades among that", () => {
    const matrix = aMatrix({ 1: "ppfpe", 2: "pffp." });
    const pair = { parent: anAssertion(1, criterion).id, child: anAssertion(2, criterion).id };
    expect(compareWithParent(pair, matrix, someLabels("gb.bg"))).toEqual({
      differ: { count: 1, of: 4 },
      parent: { count: 1, of: 3 },
      child: { count: 2, of: 3 },
    });
    expect(compareWithParent(pair, aMatrix({ 1: "pp" }), someLabels("gb"))).toBeNull();
  });
});
