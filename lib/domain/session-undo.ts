import type { Card } from "./card";
import {
  gradeOf,
  remarksOf,
  toInput,
  withDraft,
  withGrade,
  withNote,
  withoutGrade,
  type Effect,
  type GradeUndo,
  type Session,
  type Step,
  type Undo,
} from "./grading-session";
import { withRemark, type OwnRemark, type Remarks } from "./remark";

/** With one more thing that can be undone; a note that is changed on and on is one. */
export function remember(session: Session, undo: Undo): Session {
  const last = session.undo.at(-1);
  const isSameNote =
    last?.kind === "note" &&
    undo.kind === "note" &&
    last.outputId === undo.outputId &&
    last.field.criterionId === undo.field.criterionId;
  if (!isSameNote) return { ...session, undo: [...session.undo, undo] };
  const grown = { ...last, keys: [...last.keys, ...undo.keys] };
  return { ...session, undo: [...session.undo.slice(0, -1), grown] };
}

/** What undoes a remark: it brings back what stood of it before; null: nothing is to be brought back. */
export function undoOf(before: Remarks, said: OwnRemark): OwnRemark | null {
  if (said.kind === "tags") return { kind: "tags", tags: [...before.tags] };
  const earlier = before.passages.find(({ id }) => id === said.id);
  if (earlier) return { kind: "passage", ...earlier };
  return said.kind === "passage" ? { kind: "passageRemoved", id: said.id } : null;
}

/** Takes the last thing back, also when its card is gone from the screen, and shows that card. */
export function undo(session: Session, key: string): Step {
  const last = session.undo.at(-1);
  const index = session.cards.findLastIndex(
    ({ output }, i) => output.id === last?.outputId && i <= session.index,
  );
  const card = session.cards[index];
  if (!last || !card) return [session, [{ type: "announce", text: "Nothing to undo" }]];
  const back = { ...session, index, fieldIndex: 0, undo: session.undo.slice(0, -1) };
  const [undone, effects] = takeBack(back, { last, card, key });
  return [withNote(undone), [...effects, { type: "announce", text: `Undone: ${nameOf(last)}` }]];
}

type Taking<Taken extends Undo> = { readonly last: Taken; readonly card: Card; readonly key: string };

function takeBack(session: Session, { last, card, key }: Taking<Undo>): Step {
  switch (last.kind) {
    case "grade":
    case "note":
      return takeGradeBack(session, { last, card, key });
    case "skip": {
      const skipped = new Set(session.skipped);
      skipped.delete(last.outputId);
      const grade = toInput(card, last.field, { key, mark: "withdrawn", note: "", undoes: last.key });
      return [{ ...session, skipped }, [{ type: "send", grade }]];
    }
    case "remark": {
      const { outputId, back } = last;
      const remarks = withRemark(remarksOf(session, outputId), back);
      return [
        { ...session, remarks: new Map(session.remarks).set(outputId, remarks) },
        [{ type: "sendRemark", remark: { key, outputId, remark: back } }],
      ];
    }
  }
}

function takeGradeBack(session: Session, { last, card, key }: Taking<GradeUndo>): Step {
  const { outputId, field, before, keys, wasSkipped } = last;
  const restored = before
    ? withGrade(session, outputId, before)
    : withoutGrade(session, outputId, field.criterionId);
  const place = session.fields.findIndex(({ criterionId }) => criterionId === field.criterionId);
  const effects = [...keys].toReversed().map((undoes, i): Effect => {
    const rest = { key: i === 0 ? key : `${key}.${i}`, mark: "withdrawn", note: "", undoes } as const;
    return { type: "send", grade: toInput(card, field, rest) };
  });
  const skipped = wasSkipped ? new Set(session.skipped).add(outputId) : session.skipped;
  const undone = { ...restored, skipped, fieldIndex: Math.max(0, place) };
  return [last.kind === "grade" ? keepWords(undone, session, last) : undone, effects];
}

/** What was written beside a grade that is taken back stays in the field. */
function keepWords(undone: Session, session: Session, { outputId, field, before }: GradeUndo): Session {
  const words = gradeOf(session, outputId, field.criterionId)?.note ?? "";
  if (words === "" || words === before?.note || session.drafts.has(outputId)) return undone;
  return withDraft(undone, outputId, words);
}

function nameOf(last: Undo): string {
  switch (last.kind) {
    case "grade":
      return last.field.name;
    case "note":
      return "note";
    case "skip":
      return "skip";
    case "remark":
      return last.back.kind === "tags" ? "tags" : "mark";
  }
}
