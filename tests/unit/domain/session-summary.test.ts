import { describe, expect, it } from "vitest";
import type { Answer } from "@/lib/domain/grade";
import type { SessionEvent } from "@/lib/domain/grading-session";
import { OutputId } from "@/lib/domain/ids";
import { summarise } from "@/lib/domain/session-summary";
import { aCard, fieldsOf, play } from "@/tests/support/grading-session";

const key = "key-of-a-grade";
const says = (answer: Answer): SessionEvent => ({ type: "graded", answer, key });
const down: SessionEvent = { type: "fieldMoved", by: 1 };
const after = (...events: readonly SessionEvent[]) => {
  const cards = [1, 2, 3, 4].map((id) => aCard(id));
  return play(fieldsOf("polite"), [{ type: "cardsCame", cards, isExhausted: false }, ...events]).session;
};
const times = new Map([1, 2, 3, 4].map((id) => [OutputId.parse(id), id * 1_000]));

describe("the summary of a session", () => {
  it("counts answers by criterion, and times what was answered", () => {
    const session = after(down, says("bad"), says("good"), says("unsure"), { type: "skipped", key });
    expect(summarise(session, times)).toEqual({
      outputs: 2,
      fields: [
        { name: "whole output", counts: { good: 1, bad: 0, unsure: 1 } },
        { name: "polite", counts: { good: 0, bad: 1, unsure: 0 } },
      ],
      skipped: 1,
      medianMs: 1_500,
    });
  });

  it("counts a changed mind once, and nothing that was undone", () => {
    const undo: SessionEvent = { type: "undone", key };
    const changed = summarise(after(says("bad"), says("good"), says("good"), undo), times);
    expect(changed.outputs).toBe(1);
    expect(changed.fields[0]?.counts).toEqual({ good: 1, bad: 0, unsure: 0 });
  });

  it("has no time where nothing was answered", () => {
    expect(summarise(after(), times)).toMatchObject({ outputs: 0, medianMs: null });
  });
});
