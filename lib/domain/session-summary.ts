import type { Answer } from "./grade";
import { gradeOf, type Session } from "./grading-session";
import type { CriterionId, OutputId } from "./ids";

export type AnswerCounts = Readonly<Record<Answer, number>>;

/** What a person did since the page was opened. */
export type SessionSummary = {
  /** Outputs with an answer that stands. */
  readonly outputs: number;
  /** The whole output first, then each criterion. */
  readonly fields: readonly { readonly name: string; readonly counts: AnswerCounts }[];
  readonly skipped: number;
  /** Median time that an answered output was on show, in milliseconds; null: none was timed. */
  readonly medianMs: number | null;
};

/** Sums up a session; `msOnShow` is how long each output was on show, in milliseconds. */
export function summarise(session: Session, msOnShow: ReadonlyMap<OutputId, number>): SessionSummary {
  const answered = new Set<OutputId>();
  const asked = new Map<CriterionId | null, Set<OutputId>>();
  for (const entry of session.undo) {
    if (entry.kind !== "grade") continue;
    const { outputId, field } = entry;
    const ofField = asked.get(field.criterionId) ?? new Set();
    asked.set(field.criterionId, ofField.add(outputId));
    answered.add(outputId);
  }
  const times = [...answered].flatMap((outputId) => msOnShow.get(outputId) ?? []);
  return {
    outputs: answered.size,
    fields: session.fields.map(({ criterionId, name }) => {
      const counts = { good: 0, bad: 0, unsure: 0 };
      for (const outputId of asked.get(criterionId) ?? []) {
        const grade = gradeOf(session, outputId, criterionId);
        if (grade) counts[grade.mark] += 1;
      }
      return { name, counts };
    }),
    skipped: session.skipped.size,
    medianMs: median(times),
  };
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
