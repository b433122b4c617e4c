import type { Card, GradeInput, MyGrade } from "./card";
import type { Answer } from "./grade";
import type { CriterionId, OutputId, RevisionId } from "./ids";
import { NO_REMARKS, withRemark, type OwnRemark, type RemarkInput, type Remarks } from "./remark";

/** What can be graded on a card: the whole output, or one criterion under its current wording. */
export type Field = {
  readonly criterionId: CriterionId | null;
  readonly revisionId: RevisionId | null;
  readonly name: string;
};

type Undo = { readonly outputId: OutputId; readonly field: Field; readonly before: MyGrade | null };

export type Session = {
  readonly fields: readonly Field[];
  /** Cards seen, the one on show, and those already fetched. */
  readonly cards: readonly Card[];
  readonly index: number;
  readonly grades: ReadonlyMap<OutputId, readonly MyGrade[]>;
  readonly remarks: ReadonlyMap<OutputId, Remarks>;
  readonly skipped: ReadonlySet<OutputId>;
  readonly fieldIndex: number;
  /** What stands in the note field of the card on show. */
  readonly note: string;
  readonly undo: readonly Undo[];
  /** The server said that there is no further card. */
  readonly isExhausted: boolean;
};

/** A key that grades carries a fresh id, so that a grade that is sent twice is stored once. */
export type SessionEvent =
  | { readonly type: "fieldsChanged"; readonly fields: readonly Field[] }
  | { readonly type: "cardsCame"; readonly cards: readonly Card[]; readonly isExhausted: boolean }
  | { readonly type: "opened"; readonly card: Card }
  | { readonly type: "graded"; readonly answer: Answer; readonly key: string }
  | { readonly type: "remarked"; readonly remark: OwnRemark; readonly key: string }
  | { readonly type: "noteTyped"; readonly note: string }
  | { readonly type: "wentOn"; readonly key: string }
  | { readonly type: "wentBack"; readonly key: string }
  | { readonly type: "skipped"; readonly key: string }
  | { readonly type: "undone"; readonly key: string }
  | { readonly type: "fieldMoved"; readonly by: -1 | 1 }
  | { readonly type: "fieldChosen"; readonly index: number };

/** What should happen outside of the session; the store makes it happen. */
export type Effect =
  | { readonly type: "send"; readonly grade: GradeInput }
  | { readonly type: "sendRemark"; readonly remark: RemarkInput }
  | { readonly type: "announce"; readonly text: string }
  | { readonly type: "focusNote" };

export const emptySession = (fields: readonly Field[]): Session => ({
  fields,
  cards: [],
  index: 0,
  grades: new Map(),
  remarks: new Map(),
  skipped: new Set(),
  fieldIndex: 0,
  note: "",
  undo: [],
  isExhausted: false,
});

export const currentCard = (session: Session): Card | null => session.cards[session.index] ?? null;

/** This grader's latest grade of a field; null: ungraded. */
export const gradeOf = (
  session: Session,
  outputId: OutputId,
  criterionId: CriterionId | null,
): MyGrade | null => session.grades.get(outputId)?.find((grade) => grade.criterionId === criterionId) ?? null;

/** The passages and tags of this grader on the card on show. */
export const remarksOnShow = (session: Session): Remarks => {
  const card = currentCard(session);
  return (card && session.remarks.get(card.output.id)) ?? NO_REMARKS;
};

/** On these cards what the grader said before stays hidden from the page. */
const HIDES_BEFORE = new Set(["repeat", "relook", "queue", "audit-set"]);

/**
 * Effects of a step with what the page took to stand before each grade, so that the server can tell when another tab has
 * said something else. Only the first word on a field within a step had that before it.
 */
export function withKnown(before: Session, effects: readonly Effect[]): Effect[] {
  const told = new Set<CriterionId | null>();
  return effects.map((effect): Effect => {
    if (effect.type !== "send") return effect;
    const { outputId, criterionId, shown } = effect.grade;
    if (HIDES_BEFORE.has(shown.policy) || told.has(criterionId)) return effect;
    told.add(criterionId);
    const was = gradeOf(before, outputId, criterionId)?.mark ?? null;
    return { ...effect, grade: { ...effect.grade, was } };
  });
}

type Step = readonly [Session, readonly Effect[]];

/** One step of a grading session: pure, so that undo, repeats and lost answers can be tested without a browser. */
export function step(session: Session, event: SessionEvent): Step {
  switch (event.type) {
    case "fieldsChanged":
      return [
        {
          ...session,
          fields: event.fields,
          fieldIndex: Math.min(session.fieldIndex, event.fields.length - 1),
        },
        [],
      ];
    case "cardsCame":
      return [receive(session, event.cards, event.isExhausted), []];
    case "opened":
      return [open(session, event.card), []];
    case "graded":
      return grade(session, event.answer, event.key);
    case "remarked":
      return remark(session, event.remark, event.key);
    case "noteTyped":
      return [{ ...session, note: event.note }, []];
    case "wentOn":
      return leave(session, 1, event.key);
    case "wentBack":
      return session.index === 0 ? [session, []] : leave(session, -1, event.key);
    case "skipped":
      return skip(session, event.key);
    case "undone":
      return undo(session, event.key);
    case "fieldMoved":
      return chooseField(session, session.fieldIndex + event.by);
    case "fieldChosen":
      return chooseField(session, event.index);
  }
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

/** The note that stands beside the whole-output grade of the card on show. */
function withNote(session: Session): Session {
  const card = currentCard(session);
  return { ...session, note: card ? (gradeOf(session, card.output.id, null)?.note ?? "") : "" };
}

const input = (card: Card, field: Field, rest: Pick<GradeInput, "key" | "mark" | "note">): GradeInput => ({
  ...rest,
  outputId: card.output.id,
  criterionId: field.criterionId,
  revisionId: field.revisionId,
  shown: card.shown,
  ticket: card.ticket,
});

function put(session: Session, outputId: OutputId, grade: MyGrade): Session {
  const others = (session.grades.get(outputId) ?? []).filter(
    ({ criterionId }) => criterionId !== grade.criterionId,
  );
  return { ...session, grades: new Map(session.grades).set(outputId, [...others, grade]) };
}

function remove(session: Session, outputId: OutputId, criterionId: CriterionId | null): Session {
  const rest = (session.grades.get(outputId) ?? []).filter((grade) => grade.criterionId !== criterionId);
  return { ...session, grades: new Map(session.grades).set(outputId, rest) };
}

/** An answer on the whole output goes on by itself, but bad asks why; one on a criterion moves to the next one. */
function grade(session: Session, answer: Answer, key: string): Step {
  const card = currentCard(session);
  const field = session.fields[session.fieldIndex];
  if (!card || !field) return [session, []];
  const outputId = card.output.id;
  const before = gradeOf(session, outputId, field.criterionId);
  const note = field.criterionId === null ? session.note : "";
  const graded = put(session, outputId, {
    criterionId: field.criterionId,
    revisionId: field.revisionId,
    mark: answer,
    note,
  });
  const kept = { ...graded, undo: [...session.undo, { outputId, field, before }] };
  const effects: Effect[] = [
    { type: "send", grade: input(card, field, { key, mark: answer, note }) },
    { type: "announce", text: `${field.name}: ${answer === "unsure" ? "can't tell" : answer}` },
  ];
  if (field.criterionId !== null && card.ask) {
    const fieldIndex = nextAsked(kept, card.ask);
    if (fieldIndex >= 0) return [{ ...kept, fieldIndex }, effects];
    const [next, more] = go(kept, 1);
    return [next, [...effects, ...more]];
  }
  if (field.criterionId !== null) {
    const isLast = session.fieldIndex === session.fields.length - 1;
    return [{ ...kept, fieldIndex: isLast ? 0 : session.fieldIndex + 1 }, effects];
  }
  if (answer === "bad") return [kept, [...effects, { type: "focusNote" }]];
  const [next, more] = go(kept, 1);
  return [next, [...effects, ...more]];
}

/** A passage or the tags of the card on show. */
function remark(session: Session, said: OwnRemark, key: string): Step {
  const card = currentCard(session);
  if (!card) return [session, []];
  const outputId = card.output.id;
  const remarks = new Map(session.remarks).set(outputId, withRemark(remarksOnShow(session), said));
  return [
    { ...session, remarks },
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

/** Leaves the card; a note typed since the grade was given goes with it. */
function leave(session: Session, by: -1 | 1, key: string): Step {
  const card = currentCard(session);
  const whole = card && gradeOf(session, card.output.id, null);
  if (!card || !whole || whole.note === session.note) return go(session, by);
  const field = session.fields[0];
  if (!field) return go(session, by);
  const noted = put(session, card.output.id, { ...whole, note: session.note });
  const [next, effects] = go(noted, by);
  return [
    next,
    [{ type: "send", grade: input(card, field, { key, mark: whole.mark, note: session.note }) }, ...effects],
  ];
}

function go(session: Session, by: -1 | 1): Step {
  const index = Math.min(session.cards.length, Math.max(0, session.index + by));
  const placed = withNote({ ...session, index });
  const moved = { ...placed, fieldIndex: firstField(placed) };
  const card = currentCard(moved);
  return [
    moved,
    [
      {
        type: "announce",
        text: card ? `Output ${card.output.externalId ?? card.output.id}` : "No further output",
      },
    ],
  ];
}

function skip(session: Session, key: string): Step {
  const card = currentCard(session);
  const field = session.fields[0];
  if (!card || !field) return [session, []];
  // Skipping what is graded already would take the grade back, and what is asked again stays asked: it only goes on.
  if (card.ask || gradeOf(session, card.output.id, null)) return leave(session, 1, key);
  const [next, effects] = go({ ...session, skipped: new Set(session.skipped).add(card.output.id) }, 1);
  return [
    next,
    [
      { type: "send", grade: input(card, field, { key, mark: "skipped", note: "" }) },
      { type: "announce", text: "skipped" },
      ...effects,
    ],
  ];
}

/** Takes the last grade back, also when its card is gone from the screen, and shows that card. */
function undo(session: Session, key: string): Step {
  const last = session.undo.at(-1);
  const index = session.cards.findLastIndex(
    ({ output }, i) => output.id === last?.outputId && i <= session.index,
  );
  const card = session.cards[index];
  if (!last || !card) return [session, [{ type: "announce", text: "Nothing to undo" }]];
  const { outputId, field, before } = last;
  const restored = before ? put(session, outputId, before) : remove(session, outputId, field.criterionId);
  const fieldIndex = Math.max(
    0,
    session.fields.findIndex(({ criterionId }) => criterionId === field.criterionId),
  );
  const grade = input(card, field, { key, mark: before?.mark ?? "withdrawn", note: before?.note ?? "" });
  return [
    withNote({ ...restored, index, fieldIndex, undo: session.undo.slice(0, -1) }),
    [
      { type: "send", grade },
      { type: "announce", text: `Undone: ${field.name}` },
    ],
  ];
}

function chooseField(session: Session, wanted: number): Step {
  const fieldIndex = Math.min(session.fields.length - 1, Math.max(0, wanted));
  const name = session.fields[fieldIndex]?.name ?? "";
  return [{ ...session, fieldIndex }, [{ type: "announce", text: name }]];
}
