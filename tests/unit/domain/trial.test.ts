import { expect, it } from "vitest";
import { isNamed } from "@/lib/domain/found";
import type { Label } from "@/lib/domain/grade";
import { OutputId } from "@/lib/domain/ids";
import { drawForTrial, TRIED_AT_ONCE } from "@/lib/domain/trial";

const ids = Array.from({ length: 40 }, (_, i) => OutputId.parse(i + 1));
const labels = new Map<OutputId, Label>(ids.slice(0, 10).map((id, i) => [id, i % 2 === 0 ? "good" : "bad"]));
const labelled = (drawn: readonly OutputId[], label: Label) =>
  drawn.filter((id) => labels.get(id) === label).length;

it.each(["a", "b", "c"])("draws at least two good and two bad outputs where there are any (%s)", (seed) => {
  const drawn = drawForTrial(ids, labels, seed);
  expect(new Set(drawn).size).toBe(TRIED_AT_ONCE);
  expect(labelled(drawn, "good")).toBeGreaterThanOrEqual(2);
  expect(labelled(drawn, "bad")).toBeGreaterThanOrEqual(2);
  expect(drawForTrial(ids, labels, seed)).toEqual(drawn);
});

it("draws what there is of fewer outputs than it wants, graded or not, and nothing of none", () => {
  const few = ids.slice(20, 23);
  expect(drawForTrial(few, labels, "a")).toEqual(few);
  expect(drawForTrial([], labels, "a")).toEqual([]);
});

it.each([
  ["Names a delivery date", "date names", true],
  ["Names a delivery date", "DELIV", true],
  ["Names a delivery date", "date price", false],
  ["Names a delivery date", "", true],
] as const)("%s is meant by “%s”: %s", (name, words, isMeant) => {
  expect(isNamed(name, words)).toBe(isMeant);
});
