import type { Card, GradeInput } from "@/lib/domain/card";
import {
  emptySession,
  type Effect,
  type Field,
  type Session,
  type SessionEvent,
} from "@/lib/domain/grading-session";
import { step } from "@/lib/domain/session-step";
import { NO_REMARKS } from "@/lib/domain/remark";
import { CriterionId, OutputId, RevisionId } from "@/lib/domain/ids";

/** A card of the queue that nobody has graded. */
export const aCard = (id: number): Card => ({
  output: {
    id: OutputId.parse(id),
    externalId: `o${id}`,
    variables: {},
    prompt: null,
    text: `Reply ${id}`,
    metadata: {},
  },
  shown: { policy: "uniform", inclusionProbability: 0.5, rank: id, seed: "s" },
  mine: [],
  remarks: NO_REMARKS,
});

/** The whole output and these criteria. */
export const fieldsOf = (...names: readonly string[]): Field[] => [
  { criterionId: null, revisionId: null, name: "whole output", meaning: [] },
  ...names.map((name) => ({
    criterionId: CriterionId.parse(name),
    revisionId: RevisionId.parse(`${name}-r1`),
    name,
    meaning: [RevisionId.parse(`${name}-r1`)],
  })),
];

export type Played = {
  readonly session: Session;
  /** "output field mark note" of each grade; of an undo with the key that it takes back. */
  readonly sent: readonly string[];
  readonly grades: readonly GradeInput[];
  readonly effects: readonly Effect[];
};

/** A session after these events, with what it sent. */
export function play(fields: readonly Field[], events: readonly SessionEvent[]): Played {
  let session = emptySession(fields);
  const effects: Effect[] = [];
  for (const event of events) {
    const [next, more] = step(session, event);
    session = next;
    effects.push(...more);
  }
  const grades = effects.flatMap((effect) => (effect.type === "send" ? [effect.grade] : []));
  const sent = grades.map(({ outputId, criterionId, mark, note, undoes }) =>
    [outputId, criterionId ?? "whole", mark, undoes, note].filter(Boolean).join(" "),
  );
  return { session, sent, grades, effects };
}
