import type { Card, GradeInput, MyGrade } from "./card";
import type { Answer } from "./grade";
import type { CriterionId, OutputId, RevisionId } from "./ids";
import { NO_REMARKS, type OwnRemark, type RemarkInput, type Remarks } from "./remark";

/** What can be graded on a card: the whole output, or one criterion under its current wording. */
export type Field = {
  readonly criterionId: CriterionId | null;
  readonly revisionId: RevisionId | null;
  readonly name: string;
  /** The wordings that mean the same as the current one: a grade under another says nothing of what is asked now. */
  readonly meaning: readonly RevisionId[];
  /** Measured rather than asked: the keys pass it by, and who wants to can still grade it. */
  readonly isMeasured?: boolean;
};

/** A grade that can be taken back; "note": the note of one that stood already was changed, in one or several steps. */
export type GradeUndo = {
  readonly kind: "grade" | "note";
  readonly outputId: OutputId;
  readonly field: Field;
  /** What the page knew to stand before; null: nothing, or it is hidden, which the server knows. */
  readonly before: MyGrade | null;
  /** Of the grades to take back, oldest first. */
  readonly keys: readonly string[];
  readonly wasSkipped: boolean;
};

/** What can be undone, with all that it takes to do so; `back` brings back what stood before a remark. */
export type Undo =
  | GradeUndo
  | { readonly kind: "skip"; readonly outputId: OutputId; readonly field: Field; readonly key: string }
  | { readonly kind: "remark"; readonly outputId: OutputId; readonly back: OwnRemark };

export type Session = {
  readonly fields: readonly Field[];
  /** Cards seen, the one on show, and those already fetched. */
  readonly cards: readonly Card[];
  readonly index: number;
  readonly grades: ReadonlyMap<OutputId, readonly MyGrade[]>;
  readonly remarks: ReadonlyMap<OutputId, Remarks>;
  readonly skipped: ReadonlySet<OutputId>;
  /** The place of the field that the keys grade. */
  readonly fieldIndex: number;
  /** What stands in the note field of the card on show. */
  readonly note: string;
  /** Notes that were typed and are not part of a grade yet. */
  readonly drafts: ReadonlyMap<OutputId, string>;
  readonly undo: readonly Undo[];
  /** The server said that there is no further card, none being in hand or on its way. */
  readonly isExhausted: boolean;
};

/** A key that grades carries a fresh id, so that a grade that is sent twice is stored once. */
export type SessionEvent =
  | { readonly type: "fieldsChanged"; readonly fields: readonly Field[] }
  | { readonly type: "cardsCame"; readonly cards: readonly Card[]; readonly isExhausted: boolean }
  | { readonly type: "opened"; readonly card: Card }
  | { readonly type: "graded"; readonly answer: Answer; readonly key: string }
  /** Why an output is bad on a criterion. */
  | {
      readonly type: "reasoned";
      readonly criterionId: CriterionId;
      readonly note: string;
      readonly key: string;
    }
  | { readonly type: "remarked"; readonly remark: OwnRemark; readonly key: string }
  | { readonly type: "noteTyped"; readonly note: string }
  /** What was typed becomes part of the grade of the card on show, if there is one. */
  | { readonly type: "noteKept"; readonly key: string }
  /** Notes that an earlier page could not make part of a grade. */
  | { readonly type: "draftsFound"; readonly drafts: ReadonlyMap<OutputId, string> }
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
  drafts: new Map(),
  undo: [],
  isExhausted: false,
});

export const currentCard = (session: Session): Card | null => session.cards[session.index] ?? null;

/** This grader's latest grade of a field as it is asked now; null: ungraded, or graded under another meaning. */
export function gradeOf(
  session: Session,
  outputId: OutputId,
  criterionId: CriterionId | null,
): MyGrade | null {
  const grade = session.grades.get(outputId)?.find((one) => one.criterionId === criterionId) ?? null;
  if (grade === null || criterionId === null) return grade;
  const field = session.fields.find((one) => one.criterionId === criterionId);
  const isStale = field && grade.revisionId !== null && !field.meaning.includes(grade.revisionId);
  return isStale ? null : grade;
}

/** The passages and tags of this grader on an output. */
export const remarksOf = (session: Session, outputId: OutputId): Remarks =>
  session.remarks.get(outputId) ?? NO_REMARKS;

/** The passages and tags of this grader on the card on show. */
export const remarksOnShow = (session: Session): Remarks => {
  const card = currentCard(session);
  return card ? remarksOf(session, card.output.id) : NO_REMARKS;
};

/** With the note of the card on show: the one that is being typed, else the one beside its grade. */
export function withNote(session: Session): Session {
  const id = currentCard(session)?.output.id;
  if (id === undefined) return { ...session, note: "" };
  return { ...session, note: session.drafts.get(id) ?? gradeOf(session, id, null)?.note ?? "" };
}

/** With a note that is not part of a grade yet; null: with none. */
export function withDraft(session: Session, outputId: OutputId, draft: string | null): Session {
  const drafts = new Map(session.drafts);
  if (draft === null) drafts.delete(outputId);
  else drafts.set(outputId, draft);
  return { ...session, drafts };
}

/** With this grade in the place of the earlier one of the same field. */
export function withGrade(session: Session, outputId: OutputId, grade: MyGrade): Session {
  const rest = withoutGrade(session, outputId, grade.criterionId).grades.get(outputId) ?? [];
  return { ...session, grades: new Map(session.grades).set(outputId, [...rest, grade]) };
}

export function withoutGrade(session: Session, outputId: OutputId, criterionId: CriterionId | null): Session {
  const rest = (session.grades.get(outputId) ?? []).filter((grade) => grade.criterionId !== criterionId);
  return { ...session, grades: new Map(session.grades).set(outputId, rest) };
}

/** A grade of a card as it is sent. */
export const toInput = (
  card: Card,
  field: Field,
  rest: Pick<GradeInput, "key" | "mark" | "note" | "undoes">,
): GradeInput => ({
  ...rest,
  outputId: card.output.id,
  criterionId: field.criterionId,
  revisionId: field.revisionId,
  shown: card.shown,
});

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
    const { outputId, criterionId, shown, undoes } = effect.grade;
    if (undoes !== undefined || HIDES_BEFORE.has(shown.policy) || told.has(criterionId)) return effect;
    told.add(criterionId);
    const was = gradeOf(before, outputId, criterionId)?.mark ?? null;
    return { ...effect, grade: { ...effect.grade, was } };
  });
}

/** A session after a step, and what should happen outside of it. */
export type Step = readonly [Session, readonly Effect[]];
