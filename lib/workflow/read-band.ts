import { readFindings } from "@/lib/db/verdicts";
import { askingOf } from "@/lib/domain/judge-designs/describe";
import { fitBand, type Band } from "@/lib/domain/judge-designs/fit-band";
import type { Judge } from "@/lib/domain/judge-designs/judge";
import type { Criterion } from "@/lib/domain/criterion";
import type { Board } from "./read-board";

/**
 * Where the criterion's grades show that the cheap model may be taken at its word, from what it has answered to the same
 * question; null: on neither side, for too little is graded or judged, or too much of it is wrong.
 */
export async function readBand(
  { assertions, labels }: Board,
  criterion: Criterion,
  probability: Extract<Judge, { design: "probability" }>,
): Promise<Band | null> {
  const asking = askingOf(probability);
  const same = assertions.filter(
    ({ implementation }) => implementation.kind === "judge" && askingOf(implementation) === asking,
  );
  const graded = labels.byCriterion.get(criterion.id)?.labels ?? new Map<never, never>();
  const findings = await readFindings(
    same.map(({ id }) => id),
    [...graded.keys()],
  );
  const scored = [...findings].flatMap(([outputId, { probability: p }]) =>
    p === null ? [] : [{ p, good: graded.get(outputId) === "good" }],
  );
  const band = fitBand(scored);
  return band.low === null && band.high === null ? null : band;
}
