import { describe, expect, it } from "vitest";
import type { Card } from "@/lib/domain/card";
import type { Answer } from "@/lib/domain/grade";
import {
  currentCard,
  gradeOf,
  remarksOnShow,
  type Field,
  type SessionEvent,
} from "@/lib/domain/grading-session";
import { CriterionId, OutputId, RevisionId } from "@/lib/domain/ids";
import { aCard, fieldsOf, play, type Played } from "@/tests/support/grading-session";

const cards: SessionEvent = { type: "cardsCame", cards: [aCard(1), aCard(2), aCard(3)], isExhausted: false };
let made = 0;
const key = "key-of-a-grade";
const says = (answer: Answer, as = `key-${++made}`): SessionEvent => ({ type: "graded", answer, key: as });
const types = (note: string): SessionEvent => ({ type: "noteTyped", note });
const down: SessionEvent = { type: "fieldMoved", by: 1 };
const undo: SessionEvent = { type: "undone", key: "key-of-undo" };
const skip: SessionEvent = { type: "skipped", key: "key-of-skip" };
const next: SessionEvent = { type: "wentOn", key: "key-of-next" };
const back: SessionEvent = { type: "wentBack", key: "key-of-back" };
const keep: SessionEvent = { type: "noteKept", key: "key-of-note" };
const fields = fieldsOf("polite", "short");
const on = (...events: readonly SessionEvent[]) => play(fields, [cards, ...events]);
const blindly = (card: Card, ...events: readonly SessionEvent[]) =>
  play(fields, [{ type: "cardsCame", cards: [card, aCard(2)], isExhausted: false }, ...events]);
const shown = (run: Played) => currentCard(run.session)?.output.externalId;
const cursor = ({ session }: Played) => session.fields[session.fieldIndex]?.name;
const heard = ({ effects }: Played) =>
  effects.flatMap((effect) => (effect.type === "announce" ? [effect.text] : [])).at(-1);
const polite = CriterionId.parse("polite");
const asked = (...ask: readonly string[]): Card => ({
  ...aCard(1),
  shown: { policy: "relook", inclusionProbability: null, rank: null, seed: null },
  ask: ask.map((id) => CriterionId.parse(id)),
});

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

  it("says what was graded and what comes next in one sentence, of which nothing is talked over", () => {
    expect(on(says("good")).effects.filter(({ type }) => type === "announce")).toHaveLength(1);
    expect(heard(on(says("good")))).toBe("Good. Output o2");
    expect(heard(on(down, says("bad")))).toBe("polite: bad. short");
    expect(heard(on(skip))).toBe("Skipped. Output o2");
  });

  it("shows a card that was picked by hand at once, and not a second time when its turn comes", () => {
    const picked: SessionEvent = { type: "opened", card: aCard(3) };
    expect(shown(on(picked))).toBe("o3");
    const run = on(picked, says("good"), says("good"), says("good"));
    expect(run.sent).toEqual(["3 whole good", "1 whole good", "2 whole good"]);
    expect(shown(run)).toBeUndefined();
  });

  it("skips what is not graded, and only goes on from what is", () => {
    const run = on(skip, back, says("bad"), skip);
    expect(run.sent).toEqual(["1 whole skipped", "1 whole bad"]);
    expect(shown(run)).toBe("o2");
  });

  it("counts a skipped output no more as skipped once it is graded", () => {
    expect(on(skip, back, says("good")).session.skipped.size).toBe(0);
    expect(on(skip, back, down, says("good")).session.skipped.size).toBe(1);
    expect(on(skip, back, says("good"), undo).session.skipped.size).toBe(1);
  });
});

describe("the criteria of a grading session", () => {
  const [whole, first, second] = fields;
  const change = (...to: readonly (Field | undefined)[]): SessionEvent => ({
    type: "fieldsChanged",
    fields: to.flatMap((field) => field ?? []),
  });

  it("may change their places: the keys go on grading the same one", () => {
    expect(on(down, change(whole, second, first), says("bad")).sent).toEqual(["1 polite bad"]);
  });

  it("may go: the keys grade no other in their place but begin anew, and it is said", () => {
    const run = on(down, change(whole, second));
    expect(cursor(run)).toBe("whole output");
    expect(heard(run)).toBe("polite is gone. Now: whole output");
  });

  it("may get another meaning: what was said before is not shown as said of it, but a clearer wording changes nothing", () => {
    const graded = [down, says("bad"), back];
    const r2 = RevisionId.parse("polite-r2");
    const reworded = (meaning: readonly string[]): Field => ({
      ...{ criterionId: polite, revisionId: r2, name: "polite" },
      meaning: meaning.map((id) => RevisionId.parse(id)),
    });
    const of = (run: Played) => gradeOf(run.session, OutputId.parse(1), polite)?.mark ?? null;
    expect(of(on(...graded, change(whole, reworded(["polite-r2"]), second)))).toBeNull();
    expect(of(on(...graded, change(whole, reworded(["polite-r2", "polite-r1"]), second)))).toBe("bad");
  });
});

describe("what is measured on a card, and why it is bad on a criterion", () => {
  it("passes by what is measured, which can still be graded on purpose", () => {
    const measuring = fieldsOf("polite", "short", "warm").map((field) => ({
      ...field,
      isMeasured: field.name === "short",
    }));
    const playing = (...events: readonly SessionEvent[]) => play(measuring, [cards, ...events]).sent;
    const up: SessionEvent = { type: "fieldMoved", by: -1 };
    expect(playing(down, down, says("bad"), says("good"))).toEqual(["1 warm bad", "1 whole good"]);
    expect(playing(down, down, up, says("bad"), says("good"))).toEqual(["1 polite bad", "1 warm good"]);
    expect(playing({ type: "fieldChosen", index: 2 }, says("bad"))).toEqual(["1 short bad"]);
  });

  it("sends the reason once, keeps it while the criterion stays bad, and takes it back before the grade", () => {
    const because: SessionEvent = {
      type: "reasoned",
      criterionId: polite,
      note: "curt",
      key: "key-of-reason",
    };
    const again: SessionEvent = { type: "fieldChosen", index: 1 };
    expect(on(because).sent).toEqual([]);
    expect(on(down, says("bad"), because, because, again, says("bad"), again, says("good")).sent).toEqual([
      ...["1 polite bad", "1 polite bad curt", "1 polite bad curt", "1 polite good"],
    ]);
    const undone = on(says("bad"), types("rude"), keep, again, says("bad", "key-b"), because, undo);
    expect(undone.sent.at(-1)).toBe("1 polite withdrawn key-of-reason");
    expect(gradeOf(undone.session, OutputId.parse(1), polite)).toMatchObject({ mark: "bad", note: "" });
    expect(undone.session.note).toBe("rude");
  });
});

describe("the note of a grading session", () => {
  it("typed after a bad grade is sent with it when the card is left", () => {
    const run = on(says("bad"), types("rude"), next);
    expect(run.sent).toEqual(["1 whole bad", "1 whole bad rude"]);
    expect(run.session.note).toBe("");
    expect(run.session.drafts.size).toBe(0);
  });

  it("is sent when it is to be kept, once, and only where a grade stands that it can go with", () => {
    expect(on(says("bad"), types("rude"), keep, keep, next).sent).toEqual([
      "1 whole bad",
      "1 whole bad rude",
    ]);
    expect(on(types("rude"), keep).sent).toEqual([]);
  });

  it("is not lost when the card is left without a grade: it is there when the card comes back, and goes with its grade", () => {
    const run = on(types("rude"), next);
    expect([...run.session.drafts]).toEqual([[1, "rude"]]);
    expect(run.session.note).toBe("");
    expect(on(types("rude"), next, back).session.note).toBe("rude");
    const graded = on(types("rude"), next, back, says("good"));
    expect(graded.sent).toEqual(["1 whole good rude"]);
    expect(graded.session.drafts.size).toBe(0);
  });

  it("is not lost to a criterion's grade, nor to cards that come", () => {
    expect(on(types("rude"), down, says("bad")).session.note).toBe("rude");
    const more: SessionEvent = { type: "cardsCame", cards: [aCard(4)], isExhausted: false };
    expect(on(says("bad"), types("rude"), more).session.note).toBe("rude");
  });

  it("goes with the answer that ends a second look, where the whole output is not asked", () => {
    const run = blindly(asked("polite", "short"), types("rude"), says("bad"), says("good"));
    expect(run.sent).toEqual(["1 polite bad", "1 short good rude"]);
    expect(run.session.drafts.size).toBe(0);
  });

  it("of an earlier page is in the field again, but does not take the place of what is typed now", () => {
    const found: SessionEvent = {
      type: "draftsFound",
      drafts: new Map([[OutputId.parse(2), "from before"]]),
    };
    const run = on(found, says("good"));
    expect(run.session.note).toBe("from before");
    expect(on(says("good"), types("now"), found).session.note).toBe("now");
  });
});

describe("undo", () => {
  it("goes across cards, in turn, and names what it takes back", () => {
    const graded = [
      down,
      says("bad", "key-a"),
      says("bad", "key-b"),
      says("good", "key-c"),
      says("good", "key-d"),
    ];
    const run = on(...graded, undo, undo, undo);
    expect(run.sent.slice(4)).toEqual([
      "2 whole withdrawn key-d",
      "1 whole withdrawn key-c",
      "1 short withdrawn key-b",
    ]);
    expect(shown(run)).toBe("o1");
    expect(cursor(run)).toBe("short");
  });

  it("brings back what stood before, also what the page does not know", () => {
    const changed = on(says("bad", "key-a"), says("unsure", "key-b"), undo);
    expect(changed.sent.at(-1)).toBe("1 whole withdrawn key-b");
    expect(gradeOf(changed.session, OutputId.parse(1), null)?.mark).toBe("bad");
    const repeat: Card = { ...aCard(1), shown: { ...aCard(1).shown, policy: "repeat" } };
    const blind = blindly(repeat, says("good", "key-a"), undo);
    // "withdrawn" alone would take back the earlier grade, which is hidden.
    expect(blind.sent.at(-1)).toBe("1 whole withdrawn key-a");
    expect(gradeOf(blind.session, OutputId.parse(1), null)).toBeNull();
  });

  it("takes back a skip, which is not counted then", () => {
    const run = on(skip, undo);
    expect(run.sent).toEqual(["1 whole skipped", "1 whole withdrawn key-of-skip"]);
    expect(shown(run)).toBe("o1");
    expect(run.session.skipped.size).toBe(0);
    expect(heard(run)).toBe("Undone: skip");
  });

  it("takes back the note before the grade, however often it was changed", () => {
    const again: SessionEvent = { type: "noteKept", key: "key-of-note-2" };
    const noted = [says("bad", "key-a"), types("rude"), keep, types("very rude"), again];
    const once = on(...noted, undo);
    expect(once.sent.slice(3)).toEqual(["1 whole withdrawn key-of-note-2", "1 whole withdrawn key-of-note"]);
    expect(new Set(once.grades.map(({ key: own }) => own)).size).toBe(once.grades.length);
    expect(once.session.note).toBe("");
    expect(gradeOf(once.session, OutputId.parse(1), null)).toMatchObject({ mark: "bad", note: "" });
    expect(on(...noted, undo, undo).sent.at(-1)).toBe("1 whole withdrawn key-a");
  });

  it("leaves the words in the field that were written beside a grade", () => {
    expect(on(types("fine"), says("good"), undo).session.note).toBe("fine");
  });

  it("takes back tags and marks, and brings back those that were removed", () => {
    const tags = (...names: readonly string[]): SessionEvent => ({
      ...{ type: "remarked", key },
      remark: { kind: "tags", tags: [...names] },
    });
    const passage = { start: 0, end: 5, quote: "Reply" };
    const marked = { kind: "passage", id: "passage-1", passage, note: "vague", criterionId: null } as const;
    const mark: SessionEvent = { type: "remarked", key, remark: marked };
    const unmark: SessionEvent = {
      type: "remarked",
      key,
      remark: { kind: "passageRemoved", id: "passage-1" },
    };
    const events = [tags("tone"), mark, tags("tone", "facts"), unmark, says("good")];
    const after = (undos: number) =>
      remarksOnShow(on(...events, ...Array.from({ length: undos }, () => undo)).session);
    expect(after(1)).toEqual({ passages: [], tags: ["tone", "facts"] });
    expect(after(2)).toMatchObject({
      passages: [{ id: "passage-1", note: "vague" }],
      tags: ["tone", "facts"],
    });
    expect(after(3)).toMatchObject({ passages: [{ id: "passage-1" }], tags: ["tone"] });
    expect(after(4)).toEqual({ passages: [], tags: ["tone"] });
    expect(after(5)).toEqual({ passages: [], tags: [] });
    const { effects } = on(...events, undo, undo);
    expect(effects.filter(({ type }) => type === "sendRemark").at(-1)).toMatchObject({
      remark: { outputId: 1, remark: marked },
    });
  });

  it("says that there is nothing to undo", () => {
    expect(on(undo).sent).toEqual([]);
    expect(heard(on(undo))).toBe("Nothing to undo");
    expect(on(says("good", "key-a"), undo, undo).sent).toEqual(["1 whole good", "1 whole withdrawn key-a"]);
  });
});
