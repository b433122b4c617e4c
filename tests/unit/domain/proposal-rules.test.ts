import { describe, expect, it } from "vitest";
import { AssertionId, RevisionId } from "@/lib/domain/ids";
import type { Review } from "@/lib/domain/proposal";
import {
  canRefresh,
  mergeRule,
  movedSince,
  standingReviews,
  type GroundNow,
} from "@/lib/domain/proposal-rules";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 10, minute));
const review = (person: string, verdict: Review["verdict"], minute: number): Review => ({
  ...{ id: minute, person, verdict, comment: "", at: at(minute) },
});
const open = (reviews: readonly Review[]): Parameters<typeof mergeRule>[0] => ({
  state: "open",
  author: "ann",
  basedAt: at(0),
  reviews: [...reviews],
});
const still = { moved: [], editors: new Set(["ann", "ben", "cleo"]), isRequired: false };
const alone = { ...still, editors: new Set(["ann"]) };

describe("who may merge", () => {
  it.each([
    ["nobody has looked", [], false],
    ["another approves", [review("ben", "approve", 1)], true],
    ["only the author approves", [review("ann", "approve", 1)], false],
    ["one approves, another asks", [review("ben", "approve", 1), review("cleo", "ask", 2)], false],
    ["who asked approves later", [review("ben", "ask", 1), review("ben", "approve", 2)], true],
    ["who approved asks later", [review("ben", "approve", 1), review("ben", "ask", 2)], false],
  ] as const)("%s", (_, reviews, may) => {
    expect(mergeRule(open(reviews), still).may).toBe(may);
  });

  it("approvals of before it was refreshed do not count", () => {
    const proposal = { ...open([review("ben", "approve", 1)]), basedAt: at(2) };
    expect(standingReviews(proposal, still.editors)).toEqual([]);
    expect(mergeRule(proposal, still).may).toBe(false);
  });

  it("who is no editor any more counts neither way, and a comment is no review", () => {
    const without = { ...still, editors: new Set(["ann", "cleo"]) };
    expect(mergeRule(open([review("ben", "approve", 1)]), without).may).toBe(false);
    const asked = open([review("ben", "ask", 1), review("cleo", "approve", 2)]);
    expect([mergeRule(asked, still).may, mergeRule(asked, without).may]).toEqual([false, true]);
    const commented = open([review("ben", "approve", 1), review("ben", "comment", 2)]);
    expect(mergeRule(commented, still).may).toBe(true);
  });

  it("alone one may merge one's own, but not over somebody who asks", () => {
    expect(mergeRule(open([]), alone)).toEqual({ may: true, isAlone: true });
    expect(mergeRule(open([review("ben", "ask", 1)]), still).may).toBe(false);
    expect(mergeRule(open([]), { ...alone, isRequired: true })).toMatchObject({ may: false });
  });

  it("not what has moved, nor what is settled", () => {
    const approved = open([review("ben", "approve", 1)]);
    expect(mergeRule(approved, { ...still, moved: ["choice"] })).toMatchObject({ may: false });
    expect(mergeRule({ ...approved, state: "rejected" }, still)).toMatchObject({ may: false });
  });
});

describe("what has moved", () => {
  const [first, second] = [RevisionId.parse("r1"), RevisionId.parse("r2")];
  const base = { ffrLimit: 0.2, mustPass: false, revisionId: first, choice: { kind: "auto" } } as const;
  const now: GroundNow = { ...base, isRetired: false, isPinUsable: true };
  const pin = { kind: "pin", assertionId: AssertionId.parse(1) } as const;
  const choice = { change: { kind: "choice", choice: pin }, base } as const;
  const settings = { change: { kind: "settings", ffrLimit: 0.1, mustPass: false }, base } as const;

  it("nothing, where everything stands", () => {
    expect([movedSince(choice, now), movedSince(settings, now)]).toEqual([[], []]);
    expect(canRefresh([])).toBe(false);
  });

  it("wording, limit and choice can be followed; what is out of play cannot", () => {
    expect(movedSince(choice, { ...now, revisionId: second, ffrLimit: 0.3, choice: pin })).toEqual([
      "reworded",
      "choice",
      "settings",
    ]);
    expect(canRefresh(["reworded", "choice", "settings"])).toBe(true);
    // A limit does not hang on which assertion is used.
    expect(movedSince(settings, { ...now, choice: pin })).toEqual([]);
    expect(canRefresh(movedSince(choice, { ...now, isPinUsable: false }))).toBe(false);
    expect(canRefresh(movedSince(choice, { ...now, isRetired: true }))).toBe(false);
  });
});
