import type { Card, MyGrade } from "./card";
import type { Answer } from "./grade";
import {
  currentCard,
  gradeOf,
  remarksOnShow,
  toInput,
  withDraft,
  withGrade,
  withNote,
  type Effect,
  type Field,
  type Session,
  type SessionEvent,
  type Step,
} from "./grading-session";
import type { CriterionId } from "./ids";
import { outputName } from "./output";
import { withRemark, type OwnRemark } from "./remark";
import { remember, undo, undoOf } from "./session-undo";

/** One step of a grading session: pure, so that undo, repeats and lost answers can be tested without a browser. */
export function step(session: Session, event: SessionEvent): Step {
  const [next, effects] = take(session, event);
  return [next, inOneSentence(effects)];
}

/** Who listens hears only the last of several announcements: they are made one. */
function inOneSentence(effects: readonly Effect[]): readonly Effect[] {
  const said = effects.flatMap((effect) => (effect.type === "announce" ? [effect.text] : []));
  if (said.length < 2) return effects;
  return [...effects.filter(({ type }) => type !== "announce"), { type: "announce", text: said.join(". ") }];
}

function take(session: Session, event: SessionEvent): Step {
  switch (event.type) {
    case "fieldsChanged":
      return changeFields(session, event.fields);
    case "cardsCame":
      return [receive(session, event.cards, event.isExhausted), []];
    case "opened":
      return [open(session, event.card), []];
    case "graded":
      return grade(session, event.answer, event.key);
    case "reasoned":
      return giveReason(session, event);
    case "remarked":
      return remark(session, event.remark, event.key);
    case "noteTyped":
      return [typeNote(session, event.note), []];
    case "noteKept":
      return keepNote(session, event.key);
    case "draftsFound":
      return [withNote({ ...session, drafts: new Map([...event.drafts, ...session.drafts]) }), []];
    case "wentOn":
      return leave(session, 1, event.key);
    case "wentBack":
      return session.index === 0 ? [session, []] : leave(session, -1, event.key);
    case "skipped":
      return skip(session, event.key);
    case "undone":
      return undo(session, event.key);
    case "fieldMoved":
      return chooseField(session, askedBeside(session, event.by));
    case "fieldChosen":
      return chooseField(session, event.index);
  }
}

/** The keys go on grading what they graded; where that is gone they begin anew. */
function changeFields(session: Session, fields: readonly Field[]): Step {
  const asked = session.fields[session.fieldIndex];
  const place = fields.findIndex(({ criterionId }) => criterionId === asked?.criterionId);
  const changed = withNote({ ...session, fields });
  if (place >= 0) return [{ ...changed, fieldIndex: place }, []];
  const fieldIndex = firstField(changed);
  const now = fields[fieldIndex]?.name ?? "";
  return [
    { ...changed, fieldIndex },
    asked ? [{ type: "announce", text: `${asked.name} is gone. Now: ${now}` }] : [],
  ];
}

function receive(session: Session, cards: readonly Card[], isExhausted: boolean): Session {
  const ahead = new Set(session.cards.slice(session.index).map(({ output }) => output.id));
  const fresh = cards.filter(({ output }) => !ahead.has(output.id));
  const grades = new Map(session.grades);
  const remarks = new Map(session.remarks);
  for (const card of fresh) {
    const { id } = card.output;
    const isBlind = card.shown.policy === "repeat" || card.shown.policy === "relook";
    if (!isBlind && grades.has(id)) continue;
    grades.set(id, card.mine);
    remarks.set(id, card.remarks);
  }
  const grown = withNote({ ...session, cards: [...session.cards, ...fresh], grades, remarks, isExhausted });
  // The card on show came just now: nobody has chosen a field of it yet.
  return currentCard(session) === null ? { ...grown, fieldIndex: firstField(grown) } : grown;
}

/** The place of the field that the card on show asks first. */
function firstField(session: Session): number {
  const ask = currentCard(session)?.ask;
  return ask ? Math.max(0, nextAsked(session, ask)) : 0;
}

/** The place of the first criterion that is asked and not graded yet; −1: all are. */
function nextAsked(session: Session, ask: readonly CriterionId[]): number {
  const outputId = currentCard(session)?.output.id;
  return session.fields.findIndex(
    ({ criterionId }) =>
      outputId !== undefined &&
      criterionId !== null &&
      ask.includes(criterionId) &&
      gradeOf(session, outputId, criterionId) === null,
  );
}

/** A card picked by hand takes the place of the one on show, which comes next; it does not come a second time. */
function open(session: Session, card: Card): Session {
  const ahead = session.cards.slice(session.index).filter(({ output }) => output.id !== card.output.id);
  const cards = [...session.cards.slice(0, session.index), card, ...ahead];
  return withNote({
    ...session,
    cards,
    grades: new Map(session.grades).set(card.output.id, card.mine),
    remarks: new Map(session.remarks).set(card.output.id, card.remarks),
    fieldIndex: 0,
  });
}

/** An answer on the whole output goes on by itself, but bad asks why; one on a criterion moves to the next one. */
function grade(session: Session, answer: Answer, key: string): Step {
  const card = currentCard(session);
  const field = session.fields[session.fieldIndex];
  if (!card || !field) return [session, []];
  const [given, effects] = give(session, { card, field, answer, key });
  const [next, more] = afterGrade(given, { card, field, answer });
  return [next, [...effects, ...more]];
}

type Given = { readonly card: Card; readonly field: Field; readonly answer: Answer };

function give(session: Session, { card, field, answer, key }: Given & { readonly key: string }): Step {
  const outputId = card.output.id;
  const { criterionId, revisionId } = field;
  const before = gradeOf(session, outputId, criterionId);
  const graded = withGrade(session, outputId, { criterionId, revisionId, mark: answer, note: "" });
  // Where the whole output is not asked, the note goes with the answer that ends the card.
  const endsCard = criterionId !== null && card.ask !== undefined && nextAsked(graded, card.ask) < 0;
  const takesNote = criterionId === null || endsCard;
  const note = takesNote
    ? endsCard
      ? (session.drafts.get(outputId) ?? "")
      : session.note
    : reasonKept(before, answer);
  const noted = withGrade(graded, outputId, { criterionId, revisionId, mark: answer, note });
  const skipped = new Set(session.skipped);
  if (criterionId === null) skipped.delete(outputId);
  const kept = takesNote ? withDraft({ ...noted, skipped }, outputId, null) : noted;
  const wasSkipped = session.skipped.has(outputId);
  return [
    remember(kept, { kind: "grade", outputId, field, before, keys: [key], wasSkipped }),
    [
      { type: "send", grade: toInput(card, field, { key, mark: answer, note }) },
      { type: "announce", text: criterionId === null ? SAYS[answer] : `${field.name}: ${ANSWERS[answer]}` },
    ],
  ];
}

/** The reason on a criterion that was bad before and still is. */
const reasonKept = (before: MyGrade | null, answer: Answer): string =>
  before?.mark === "bad" && answer === "bad" ? before.note : "";

const ANSWERS: Readonly<Record<Answer, string>> = { good: "good", bad: "bad", unsure: "can't tell" };
const SAYS: Readonly<Record<Answer, string>> = { good: "Good", bad: "Bad", unsure: "Can't tell" };

function afterGrade(session: Session, { card, field, answer }: Given): Step {
  if (field.criterionId === null)
    return answer === "bad" ? [session, [{ type: "focusNote" }]] : go(session, 1);
  if (!card.ask) {
    const next = askedBeside(session, 1);
    return chooseField(session, next === session.fieldIndex ? 0 : next);
  }
  const asked = nextAsked(session, card.ask);
  return asked < 0 ? go(session, 1) : chooseField(session, asked);
}

/** Why an output is bad on a criterion: it goes with the grade of it. */
function giveReason(
  session: Session,
  { criterionId, note, key }: Extract<SessionEvent, { type: "reasoned" }>,
): Step {
  const card = currentCard(session);
  const field = session.fields.find((one) => one.criterionId === criterionId);
  const before = card && gradeOf(session, card.output.id, criterionId);
  if (!card || !field || !before || before.note === note) return [session, []];
  const outputId = card.output.id;
  const entry = { kind: "note", outputId, field, before, keys: [key], wasSkipped: false } as const;
  return [
    remember(withGrade(session, outputId, { ...before, note }), entry),
    [{ type: "send", grade: toInput(card, field, { key, mark: before.mark, note }) }],
  ];
}

/** A passage or the tags of the card on show. */
function remark(session: Session, said: OwnRemark, key: string): Step {
  const card = currentCard(session);
  if (!card) return [session, []];
  const outputId = card.output.id;
  const before = remarksOnShow(session);
  const back = undoOf(before, said);
  const remarks = new Map(session.remarks).set(outputId, withRemark(before, said));
  const noted = { ...session, remarks };
  return [
    back ? remember(noted, { kind: "remark", outputId, back }) : noted,
    [
      { type: "sendRemark", remark: { key, outputId, remark: said } },
      { type: "announce", text: sayRemark(said) },
    ],
  ];
}

function sayRemark(said: OwnRemark): string {
  switch (said.kind) {
    case "passage":
      return `Marked: ${said.passage.quote.slice(0, 80)}`;
    case "passageRemoved":
      return "Mark removed";
    case "tags":
      return said.tags.length === 0 ? "No tags" : `Tags: ${said.tags.join(", ")}`;
  }
}

function typeNote(session: Session, note: string): Session {
  const outputId = currentCard(session)?.output.id;
  if (outputId === undefined) return session;
  const isKept = (gradeOf(session, outputId, null)?.note ?? "") === note;
  return { ...withDraft(session, outputId, isKept ? null : note), note };
}

/** A note typed since the grade was given is given with it, under its mark. */
function keepNote(session: Session, key: string): Step {
  const card = currentCard(session);
  const field = session.fields.find(({ criterionId }) => criterionId === null);
  const before = card && gradeOf(session, card.output.id, null);
  const note = card && session.drafts.get(card.output.id);
  if (!card || !field || !before || typeof note !== "string") return [session, []];
  const outputId = card.output.id;
  const noted = withDraft(withGrade(session, outputId, { ...before, note }), outputId, null);
  const entry = { kind: "note", outputId, field, before, keys: [key], wasSkipped: false } as const;
  return [
    remember(noted, entry),
    [{ type: "send", grade: toInput(card, field, { key, mark: before.mark, note }) }],
  ];
}

/** Leaves the card; a note typed since the grade was given goes with it. */
function leave(session: Session, by: -1 | 1, key: string): Step {
  const [kept, effects] = keepNote(session, key);
  const [next, more] = go(kept, by);
  return [next, [...effects, ...more]];
}

function go(session: Session, by: -1 | 1): Step {
  const index = Math.min(session.cards.length, Math.max(0, session.index + by));
  const placed = withNote({ ...session, index });
  const moved = { ...placed, fieldIndex: firstField(placed) };
  const card = currentCard(moved);
  const text = card ? `Output ${outputName(card.output)}` : "No further output";
  return [moved, [{ type: "announce", text }]];
}

function skip(session: Session, key: string): Step {
  const card = currentCard(session);
  const field = session.fields[0];
  if (!card || !field) return [session, []];
  const outputId = card.output.id;
  // Skipping what is graded already would take the grade back, and what is asked again stays asked: it only goes on.
  if (card.ask || gradeOf(session, outputId, null)) return leave(session, 1, key);
  const skipped = new Set(session.skipped).add(outputId);
  const [next, effects] = go(remember({ ...session, skipped }, { kind: "skip", outputId, field, key }), 1);
  return [
    next,
    [
      { type: "send", grade: toInput(card, field, { key, mark: "skipped", note: "" }) },
      { type: "announce", text: "Skipped" },
      ...effects,
    ],
  ];
}

/** The place of the next field that is asked in this direction; there is none: where it is now. */
function askedBeside({ fields, fieldIndex }: Session, by: -1 | 1): number {
  let index = fieldIndex + by;
  while (fields[index]?.isMeasured === true) index += by;
  return index in fields ? index : fieldIndex;
}

function chooseField(session: Session, wanted: number): Step {
  const fieldIndex = Math.min(session.fields.length - 1, Math.max(0, wanted));
  const name = session.fields[fieldIndex]?.name ?? "";
  return [{ ...session, fieldIndex }, [{ type: "announce", text: name }]];
}
