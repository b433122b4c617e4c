import { findOutputs } from "@/lib/db/outputs";
import { hasMeaning, type Criterion } from "@/lib/domain/criterion";
import type { GradeEvent } from "@/lib/domain/grade";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import type { GradedOutput } from "@/lib/domain/judge-designs/choose-exemplars";
import { isSuspicious } from "@/lib/domain/suspicion";
import type { Board } from "./read-board";

/** Read at most: examples are chosen from these, and there is no need to look at thousands. */
const MOST = 200;

/**
 * Outputs graded on a criterion that can serve as examples, with the person's note and how divided the candidates are
 * over each. One that imitates boundaries or verdicts is left out: it would speak to the judge.
 */
export async function gradedOutputs(
  projectId: ProjectId,
  criterion: Criterion,
  board: Board,
): Promise<readonly GradedOutput[]> {
  const labels = [...(board.labels.byCriterion.get(criterion.id)?.labels ?? [])].slice(-MOST);
  const outputs = await findOutputs(
    projectId,
    labels.map(([outputId]) => outputId),
  );
  const labelOf = new Map(labels);
  const notes = notesOn(criterion, board.events);
  return outputs.flatMap((output) => {
    const label = labelOf.get(output.id);
    const note = notes.get(output.id) ?? "";
    if (!label || [output.text, note, ...Object.values(output.variables)].some(isSuspicious)) return [];
    return [{ output, label, note, doubt: doubtOf(board, criterion, output.id) }];
  });
}

/** The latest note on each output, of the criterion itself before one of the whole output. */
function notesOn(criterion: Criterion, events: readonly GradeEvent[]): ReadonlyMap<OutputId, string> {
  const own = new Map<OutputId, string>();
  const whole = new Map<OutputId, string>();
  for (const { outputId, criterionId, revisionId, mark, note } of events) {
    if (mark !== "good" && mark !== "bad") continue;
    if (criterionId === null) whole.set(outputId, note);
    else if (criterionId === criterion.id && hasMeaning(criterion, revisionId)) own.set(outputId, note);
  }
  return new Map([...whole, ...own]);
}

/** 0: all candidates that pass or fail it say the same; 1: they are split in half. */
function doubtOf({ assertions, matrix }: Board, criterion: Criterion, outputId: OutputId): number {
  let [passed, failed] = [0, 0];
  for (const { id, revisionId } of assertions) {
    if (!hasMeaning(criterion, revisionId)) continue;
    const kind = matrix.kind(id, outputId);
    if (kind === "pass") passed += 1;
    else if (kind === "fail") failed += 1;
  }
  return passed + failed === 0 ? 0 : (2 * Math.min(passed, failed)) / (passed + failed);
}
