import { expect, it } from "vitest";
import { effectiveVotes, isInflated } from "@/lib/domain/judge-designs/effective-votes";
import type { VerdictKind } from "@/lib/domain/verdict";

const LABELS = Array.from("ggggbbbb", (letter) => (letter === "g" ? "good" : "bad"));
const KINDS: Readonly<Record<string, VerdictKind>> = { p: "pass", f: "fail", e: "error", n: "notApplicable" };
const row = (letters: string) => Array.from(letters, (letter) => KINDS[letter] ?? null);
const worth = (...rows: readonly string[]) => effectiveVotes(LABELS, rows.map(row));

it("judges that err on the same outputs are worth one", () => {
  const same = worth("ppppffpp", "ppppffpp", "ppppffpp");
  expect(same).toEqual({ judges: 3, effective: 1, n: 8 });
  expect(isInflated(same)).toBe(true);
});

it("judges whose errors have nothing to do with each other are worth as many as they are", () => {
  // Two errors each, one in common: φ = (1·5 − 1·1)/(2·6) = 1/3, so 2/(1 + 1/3).
  expect(worth("ppppffpp", "pppfffpf").effective).toBeCloseTo(1.5, 9);
  // Errors that exclude each other do not make more of them.
  expect(worth("ppppffpp", "ffppffff")).toEqual({ judges: 2, effective: 2, n: 8 });
});

it("is not measured where nobody errs, and leaves out what a member did not decide", () => {
  expect(worth("ppppffff", "ppppffpp")).toEqual({ judges: 2, effective: null, n: 8 });
  expect(worth("eppnffp.", "ppppffpp").n).toBe(5);
  expect(isInflated(worth("ppppffff", "ppppffff"))).toBe(false);
});
