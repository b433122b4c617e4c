import type { Alarm, Since } from "./drift-alarms";

/** How many edits of criteria within so many graded outputs say that the criteria are still moving. */
const MOVING = { edits: 3, within: 10 } as const;

/**
 * Criteria that are added or reinterpreted so often that grades given now will soon be stale. `editsAt` says of each
 * edit after how many graded outputs it was made; `graded` is how many there are now.
 */
export function detectMovingCriteria(
  { editsAt, graded }: { readonly editsAt: readonly number[]; readonly graded: number },
  since: Since,
): Alarm[] {
  const recent = editsAt.filter((at) => at > 0 && at > graded - MOVING.within);
  const subject = `moving:${Math.floor(graded / MOVING.within)}`;
  if (recent.length < MOVING.edits || since(subject) !== null) return [];
  return [
    {
      ...{ kind: "newCriterion", subject, criterionId: null },
      sentence: `${recent.length} criteria were added or reinterpreted within the last ${MOVING.within} graded outputs: they are still moving, so grade on before trusting the figures`,
      outputIds: [],
      figures: [{ name: "edits per 10 graded outputs", value: newCriterionRate({ editsAt, graded }) }],
    },
  ];
}

/** Criteria added or reinterpreted per 10 graded outputs; null before the first grade. */
export const newCriterionRate = (facts: {
  readonly editsAt: readonly number[];
  readonly graded: number;
}): number | null =>
  facts.graded === 0 ? null : (10 * facts.editsAt.filter((at) => at > 0).length) / facts.graded;
