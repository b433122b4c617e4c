import type { Alarm, Since } from "./drift-alarms";

/** How many edits of criteria within so many graded outputs say that the criteria are still moving. */
const MOVING = { edits: 3, within: 10 } as const;

/** An edit of a criterion: when, and after how many graded outputs. */
export type Move = {
  readonly after: number;
  readonly at: Date;
  /** What was in force before; edits made together share it. */
  readonly together: string;
};

type Moves = {
  readonly edits: readonly Move[];
  /** Graded outputs now. */
  readonly graded: number;
};

/**
 * Criteria that are added or reinterpreted so often that grades given now will soon be stale. Criteria that were added
 * together, as from notes, are one edit.
 */
export function detectMovingCriteria({ edits, graded }: Moves, since: Since): Alarm[] {
  const subject = "moving";
  const from = since(subject);
  if (from === "open") return [];
  const recent = edits.filter(
    ({ after, at }) => after > 0 && after > graded - MOVING.within && (from === null || at > from),
  );
  const count = new Set(recent.map(({ together }) => together)).size;
  if (count < MOVING.edits) return [];
  return [
    {
      ...{ kind: "newCriterion", subject, criterionId: null },
      sentence: `Criteria were added or reinterpreted ${count} times within the last ${MOVING.within} graded outputs: they are still moving, so grade on before trusting the figures`,
      outputIds: [],
      figures: [{ name: "edits per 10 graded outputs", value: newCriterionRate({ edits, graded }) }],
    },
  ];
}

/** Criteria added or reinterpreted per 10 graded outputs; null before the first grade. */
export const newCriterionRate = ({ edits, graded }: Moves): number | null =>
  graded === 0 ? null : (10 * edits.filter(({ after }) => after > 0).length) / graded;
