import { describe, expect, it } from "vitest";
import { lookAlikes } from "@/lib/domain/judge-designs/look-alikes";
import type { Assertion } from "@/lib/domain/assertion";
import type { AssertionId } from "@/lib/domain/ids";
import { FAIL_CODE, PASS_CODE } from "@/lib/domain/verdict-matrix";
import { aCriterion, anAssertion } from "../../../support/domain-builders";

const criterion = aCriterion("c1");
/** Ids in the order of their cost: a longer source makes an assertion dearer. */
const candidate = (id: number): Assertion => anAssertion(id, criterion, "x".repeat(id));

/** Verdicts as runs: "40f" is forty fails, "p" passes, "." not judged. */
const codes = (runs: string): Uint8Array =>
  Uint8Array.from(
    [...runs.matchAll(/(\d+)([pf.])/g)].flatMap(([, times, letter]) =>
      Array.from({ length: Number(times) }, () =>
        letter === "p" ? PASS_CODE : letter === "f" ? FAIL_CODE : 0,
      ),
    ),
  );

function dropped(rows: Readonly<Record<number, string>>, mayDrop: (id: AssertionId) => boolean = () => true) {
  const byId = new Map(Object.entries(rows).map(([id, runs]) => [Number(id), codes(runs)]));
  return lookAlikes([...byId.keys()].map(candidate), {
    codesOf: (id) => byId.get(id) ?? new Uint8Array(),
    failCode: FAIL_CODE,
    mayDrop: ({ id }) => mayDrop(id),
  }).map(({ drop, keep, same }) => [drop.id, keep.id, same.count, same.of]);
}

describe("candidates that say the same", () => {
  it("on 98 % of the outputs give way to the cheapest, on 97 % they stay", () => {
    expect(dropped({ 2: "50f50p", 1: "51f49p" })).toEqual([[2, 1, 99, 100]]);
    expect(dropped({ 1: "50f50p", 2: "52f48p" })).toEqual([[2, 1, 98, 100]]);
    expect(dropped({ 1: "50f50p", 2: "53f47p" })).toEqual([]);
  });

  it("are held against those that stay, not against those that went", () => {
    expect(dropped({ 1: "50f50p", 2: "52f48p", 3: "54f46p" })).toEqual([[2, 1, 98, 100]]);
  });

  it("are compared where both have judged, and not on a handful", () => {
    expect(dropped({ 1: "50f50p", 2: "20f80." })).toEqual([]);
    expect(dropped({ 1: "50f50p", 2: "40f60." })).toEqual([[2, 1, 40, 40]]);
  });

  it("stay where hardly anything fails and each fails something else", () => {
    expect(dropped({ 1: "1f99p", 2: "1p1f98p" })).toEqual([]);
    expect(dropped({ 1: "1f99p", 2: "1f99p" })).toEqual([[2, 1, 100, 100]]);
  });

  it("stay where a person wrote them, and even then show others to be superfluous", () => {
    expect(dropped({ 1: "50f50p", 2: "50f50p" }, (id) => id === 1)).toEqual([[1, 2, 100, 100]]);
    expect(dropped({ 1: "50f50p", 2: "50f50p" }, () => false)).toEqual([]);
  });
});
