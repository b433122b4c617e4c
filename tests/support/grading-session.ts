import type { Card, GradeInput } from "@/lib/domain/card";
import {
  emptySession,
  step,
  type Field,
  type Session,
  type SessionEvent,
} from "@/lib/domain/grading-session";
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
  ticket: `ticket ${id}`,
  mine: [],
  remarks: NO_REMARKS,
});

/** The whole output and these criteria. */
export const fieldsOf = (...names: readonly string[]): Field[] => [
  { criterionId: null, revisionId: null, name: "whole output" },
  ...names.map((name) => ({
    criterionId: CriterionId.parse(name),
    revisionId: RevisionId.parse(`${name}-r1`),
    name,
  })),
];

/** A session after these events, with what it sent as "output field mark note". */
export function play(
  fields: readonly Field[],
  events: readonly SessionEvent[],
): { readonly session: Session; readonly sent: readonly string[]; readonly grades: readonly GradeInput[] } {
  let session = emptySession(fields);
  const grades: GradeInput[] = [];
  for (const event of events) {
    const [next, effects] = step(session, event);
    session = next;
    for (const effect of effects) if (effect.type === "send") grades.push(effect.grade);
  }
  const sent = grades.map(({ outputId, criterionId, mark, note }) =>
    `${outputId} ${criterionId ?? "whole"} ${mark} ${note}`.trim(),
  );
  return { session, sent, grades };
}
