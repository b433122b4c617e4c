import { describe, expect, it } from "vitest";
import type { Answer } from "@/lib/domain/grade";
import { currentCard, type SessionEvent } from "@/lib/domain/grading-session";
import { aCard, fieldsOf, play } from "@/tests/support/grading-session";

const cards: SessionEvent = { type: "cardsCame", cards: [aCard(1), aCard(2), aCard(3)], isExhausted: false };
const key = "key-of-a-grade";
const says = (answer: Answer): SessionEvent => ({ type: "graded", answer, key });
const down: SessionEvent = { type: "fieldMoved", by: 1 };
const undo: SessionEvent = { type: "undone", key };
const on = (...events: readonly SessionEvent[]) => play(fieldsOf("polite", "short"), [cards, ...events]);
const shown = (run: ReturnType<typeof on>) => currentCard(run.session)?.output.externalId;

describe("a grading session", () => {
  it("goes on after good and after “can't tell”, and stays on bad to ask why", () => {
    expect(shown(on(says("good")))).toBe("o2");
    expect(shown(on(says("unsure")))).toBe("o2");
    expect(shown(on(says("bad")))).toBe("o1");
    expect(on(says("unsure")).sent).toEqual(["1 whole unsure"]);
  });

  it("goes from criterion to criterion and back to the whole output", () => {
    const run = on(down, says("bad"), says("unsure"), says("good"));
    expect(run.sent).toEqual(["1 polite bad", "1 short unsure", "1 whole good"]);
    expect(shown(run)).toBe("o2");
  });

  it("sends the reason typed after a bad grade with it when the card is left", () => {
    const run = on(says("bad"), { type: "noteTyped", note: "rude" }, { type: "wentOn", key });
    expect(run.sent).toEqual(["1 whole bad", "1 whole bad rude"]);
    expect(run.session.note).toBe("");
  });

  it("undoes across cards, in turn, with what stood before", () => {
    const graded = [down, says("bad"), says("bad"), says("good"), says("good")];
    const run = on(...graded, undo, undo, undo);
    expect(run.sent.slice(4)).toEqual(["2 whole withdrawn", "1 whole withdrawn", "1 short withdrawn"]);
    expect(shown(run)).toBe("o1");
    expect(run.session.fields[run.session.fieldIndex]?.name).toBe("short");
    const changed = on(says("bad"), says("unsure"), undo);
    expect(changed.sent).toEqual(["1 whole bad", "1 whole unsure", "1 whole bad"]);
  });

  it("shows a card that was picked by hand at once, and not a second time when its turn comes", () => {
    const picked: SessionEvent = { type: "opened", card: aCard(3), key };
    expect(shown(on(picked))).toBe("o3");
    const run = on(picked, says("good"), says("good"), says("good"));
    expect(run.sent).toEqual(["3 whole good", "1 whole good", "2 whole good"]);
    expect(shown(run)).toBeUndefined();
  });

  it("takes the reason along when another card is picked by hand", () => {
    const picked: SessionEvent = { type: "opened", card: aCard(3), key };
    const run = on(says("bad"), { type: "noteTyped", note: "rude" }, picked);
    expect(run.sent).toEqual(["1 whole bad", "1 whole bad rude"]);
    expect(run.session.note).toBe("");
    expect(shown(run)).toBe("o3");
  });

  it("says that there is nothing to undo", () => {
    expect(on(undo).sent).toEqual([]);
    expect(on(says("good"), undo, undo).sent).toEqual(["1 whole good", "1 whole withdrawn"]);
  });

  it("skips what is not graded, and only goes on from what is", () => {
    const skip: SessionEvent = { type: "skipped", key };
    const run = on(skip, { type: "wentBack", key }, says("bad"), skip);
    expect(run.sent).toEqual(["1 whole skipped", "1 whole bad"]);
    expect(shown(run)).toBe("o2");
  });

  it("passes by what is measured, which can still be graded on purpose", () => {
    const [whole, ...rest] = fieldsOf("polite", "short", "warm");
    if (!whole) throw new Error("the whole output is always asked");
    const fields = [whole, ...rest.map((field) => ({ ...field, isMeasured: field.name === "short" }))];
    const run = play(fields, [cards, down, down, says("bad"), says("good")]);
    expect(run.sent).toEqual(["1 warm bad", "1 whole good"]);
    const up: SessionEvent = { type: "fieldMoved", by: -1 };
    expect(play(fields, [cards, down, down, up, says("bad"), says("good")]).sent).toEqual([
      "1 polite bad",
      "1 warm good",
    ]);
    expect(play(fields, [cards, { type: "fieldChosen", index: 2 }, says("bad")]).sent).toEqual([
      "1 short bad",
    ]);
  });

  it("sends why an output is bad on a criterion once, and keeps it while that stays bad", () => {
    const polite = fieldsOf("polite")[1]?.criterionId;
    if (!polite) throw new Error("there is a criterion");
    const because: SessionEvent = { type: "reasoned", criterionId: polite, note: "curt", key };
    const again: SessionEvent = { type: "fieldChosen", index: 1 };
    expect(on(because).sent).toEqual([]);
    const run = on(down, says("bad"), because, because, again, says("bad"), again, says("good"));
    expect(run.sent).toEqual([
      ...["1 polite bad", "1 polite bad curt", "1 polite bad curt"],
      ...["1 polite good"],
    ]);
  });
});
