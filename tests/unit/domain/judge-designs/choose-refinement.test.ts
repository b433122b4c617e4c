import { expect, it } from "vitest";
import type { Assertion } from "@/lib/domain/assertion";
import { NO_CONFUSION, type Confusion } from "@/lib/domain/confusion";
import { chooseRefinement } from "@/lib/domain/judge-designs/choose-refinement";
import { AssertionId } from "@/lib/domain/ids";
import { aCriterion, anAssertion } from "../../../support/domain-builders";

const criterion = aCriterion("c1");
const judge = (id: number, change: Partial<Assertion> = {}): Assertion => ({
  ...anAssertion(id, criterion),
  implementation: { kind: "judge", design: "direct", question: `Question ${id}?` },
  origin: "library",
  createdAt: new Date(id * 1_000),
  ...change,
});
const refined = (id: number, parent: number): Assertion =>
  judge(id, { origin: "refined", parentId: AssertionId.parse(parent) });

const figures = (badFailed: number, change: Partial<Confusion> = {}): Confusion => ({
  ...NO_CONFUSION,
  goodPassed: 10,
  badFailed,
  badPassed: 10 - badFailed,
  ...change,
});

function choose(
  mine: readonly Assertion[],
  byId: Readonly<Record<number, Confusion>>,
  retired: readonly Assertion[] = [],
) {
  const chosen = chooseRefinement(mine, [...mine, ...retired], (id) => byId[id] ?? NO_CONFUSION);
  return chosen?.kind === "refine" ? chosen.assertion.id : (chosen?.kind ?? null);
}

it("refines the best judge, but not what is good enough or hardly wrong", () => {
  expect(choose([judge(1), judge(2)], { 1: figures(4), 2: figures(6) })).toBe(2);
  expect(choose([judge(1), judge(2)], { 1: figures(4), 2: figures(10) })).toBeNull();
  expect(choose([judge(1)], { 1: figures(9) })).toBeNull();
});

it("refines only what has a question of its own, and has judged all that is graded", () => {
  const code = judge(1, { implementation: { kind: "javascript", source: "" } });
  expect(choose([code], { 1: figures(4) })).toBeNull();
  expect(choose([judge(1), judge(2)], { 1: figures(4), 2: figures(6, { unjudged: 1 }) })).toBe(1);
});

it("waits until a refined judge has judged what is graded", () => {
  const waiting = figures(0, { goodPassed: 0, badPassed: 0, unjudged: 20 });
  expect(
    choose([judge(1), judge(2), refined(3, 1)], { 1: figures(6), 2: figures(5), 3: waiting }),
  ).toBeNull();
});

it("goes on with the refined one where that is better, else with the next best", () => {
  const three = [judge(1), judge(2), refined(3, 1)];
  expect(choose(three, { 1: figures(6), 2: figures(5), 3: figures(7) })).toBe(3);
  expect(choose(three, { 1: figures(6), 2: figures(5), 3: figures(4) })).toBe(2);
});

it("samples anew after two refinements, once, also when those are out of play", () => {
  const retired = [refined(3, 1), refined(4, 2)];
  const wrong = { 1: figures(6), 2: figures(5), 5: figures(4) };
  expect(choose([judge(1), judge(2)], wrong, retired)).toBe("sample-anew");
  expect(choose([judge(1), judge(2), judge(5, { origin: "model" })], wrong, retired)).toBeNull();
});
