import { describe, expect, it } from "vitest";
import type { Label } from "@/lib/domain/grade";
import { OutputId } from "@/lib/domain/ids";
import { weighLabels, type GradedUnit } from "@/lib/domain/weighed-labels";

const LETTERS = { g: "good", b: "bad" } as const;

/** An output with a grade of ann, ben, cyn and dan each ("." for none), and what counts now. */
function unit(i: number, letters: string, label: Label | null): GradedUnit {
  const ratings = ["ann", "ben", "cyn", "dan"].flatMap((grader, place) => {
    const letter = letters[place];
    return letter === "g" || letter === "b" ? [{ grader, label: LETTERS[letter] }] : [];
  });
  return { outputId: OutputId.parse(i + 1), ratings, label, isDecided: false };
}

/** Ann and Ben agree on 20 outputs; Cyn and Dan say the contrary as often as not. */
const REGULAR = Array.from({ length: 20 }, (_, i) => {
  const truth = i % 2 === 0 ? "g" : "b";
  const other = truth === "g" ? "b" : "g";
  const noise = [`${truth}${other}`, `${other}${truth}`, `${truth}${truth}`, `${other}${truth}`][i % 4] ?? "";
  return unit(i, `${truth}${truth}${noise}`, LETTERS[truth]);
});

describe("weighed labels", () => {
  it("need three graders and twenty outputs that several graded", () => {
    expect(weighLabels(REGULAR.slice(1))).toEqual({ kind: "tooFew", graders: 4, shared: 19 });
    const two = REGULAR.map((one) => ({ ...one, ratings: one.ratings.slice(0, 2) }));
    expect(weighLabels(two)).toEqual({ kind: "tooFew", graders: 2, shared: 20 });
    expect(weighLabels([])).toEqual({ kind: "tooFew", graders: 0, shared: 0 });
  });

  it("follow who is reliable where votes are even, and say who is not", () => {
    const result = weighLabels([...REGULAR, unit(20, "ggbb", null), unit(21, "bbgg", null)]);
    if (result.kind !== "weighed") throw new Error("too few");
    expect(result.differing.map(({ outputId, majority, weighed }) => [outputId, majority, weighed])).toEqual(
      expect.arrayContaining([
        [21, null, "good"],
        [22, null, "bad"],
      ]),
    );
    expect(
      result.graders
        .map(({ grader }) => grader)
        .slice(2)
        .toSorted(),
    ).toEqual(["ann", "ben"]);
    for (const { grader, n, goodOfGood, badOfBad } of result.graders) {
      expect(n).toBe(22);
      const isReliable = grader === "ann" || grader === "ben";
      expect(goodOfGood > 0.85 && badOfBad > 0.85).toBe(isReliable);
    }
  });

  it("leave a decision as it is, whatever is likely", () => {
    const result = weighLabels([...REGULAR, { ...unit(20, "ggbb", "bad"), isDecided: true }]);
    if (result.kind !== "weighed") throw new Error("too few");
    expect(result.labels.get(OutputId.parse(21))).toBe("bad");
    expect(result.differing).toEqual([]);
  });
});
