import { describe, expect, it } from "vitest";
import type { Label } from "@/lib/domain/grade";
import type { VerdictKind } from "@/lib/domain/verdict";
import { winnerChance } from "@/lib/domain/winner-chance";

const labelsOf = (letters: string): Label[] =>
  Array.from(letters, (letter) => (letter === "g" ? "good" : "bad"));
const KINDS = { p: "pass", f: "fail", e: "error" } as const;
const kindsOf = (letters: string): (VerdictKind | null)[] =>
  Array.from(letters, (letter) =>
    letter === "p" || letter === "f" || letter === "e" ? KINDS[letter] : null,
  );
const chance = (labels: string, selected: string, ...others: string[]) =>
  winnerChance({ labels: labelsOf(labels), kinds: [selected, ...others].map(kindsOf), selected: 0 });

describe("the chance that the selected candidate is the best", () => {
  it("is certain without rivals, and where the rival is the same", () => {
    expect(chance("gggbbb", "pppffp")).toMatchObject({ best: 1, close: 1, strongestRival: null, factor: 1 });
    expect(chance("gggbbb", "pppffp", "pppffp")).toMatchObject({ best: 1, strongestRival: null });
  });

  it("is even between two that are right on different outputs, and more grades do not settle what is equal", () => {
    // Each catches what the other misses.
    const found = chance(
      "g".repeat(20) + "b".repeat(20),
      "p".repeat(20) + "f".repeat(12) + "p".repeat(8),
      "p".repeat(20) + "p".repeat(8) + "f".repeat(12),
    );
    expect(found?.best).toBeGreaterThan(0.4);
    expect(found?.best).toBeLessThan(0.65);
    expect(found?.strongestRival).toBe(1);
  });

  it("grows with grades that say the same", () => {
    const [labels, ahead, behind] = ["gggggbbbbb", "pppppffffp", "pppppfffpp"];
    const few = chance(labels, behind, ahead);
    const many = chance(labels.repeat(10), behind.repeat(10), ahead.repeat(10));
    expect(few?.best).toBeGreaterThan(many?.best ?? 1);
    expect(many?.close).toBeLessThan(0.3);
    expect(chance(labels.repeat(10), ahead.repeat(10), behind.repeat(10))?.best).toBe(1);
  });

  it("predicts how many times the grades it takes", () => {
    // Ahead by a little on few: close to the best only with more.
    const found = chance("ggggggbbbbbb", "ppppppfffffp", "pppppffffppf");
    expect(found?.factor === null || (found?.factor ?? 0) >= 1).toBe(true);
    const undecided = chance("gggbbb", "pppffp", "ppppff");
    expect(undecided?.close).toBeLessThan(0.8);
    expect(undecided?.factor === null || (undecided?.factor ?? 0) > 1).toBe(true);
  });

  it("counts errors neither for nor against, and is not measured without both classes", () => {
    expect(chance("ggggbbbb", "pppeffef", "ppppffff")?.best).toBe(1);
    expect(chance("gggg", "pppp")).toBeNull();
  });

  it("gives the same answer each time", () => {
    expect(chance("ggggbbbb", "pppffffp", "pfppffpf")).toEqual(chance("ggggbbbb", "pppffffp", "pfppffpf"));
  });
});
