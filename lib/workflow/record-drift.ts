import { addDriftEvents } from "@/lib/db/drift";
import { findOutputs } from "@/lib/db/outputs";
import type { Criterion, Revision } from "@/lib/domain/criterion";
import type { DriftDraft, InForce } from "@/lib/domain/drift-event";
import { inForce } from "@/lib/domain/drift-journal";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import { reportCard } from "@/lib/domain/report-card";
import { publish } from "@/lib/jobs/notify";
import { readBoard } from "./read-board";

/** What is in force now; to be taken before anything is changed. */
export async function readInForce(projectId: ProjectId): Promise<InForce> {
  const board = await readBoard(projectId);
  return inForce(reportCard(board), board.events);
}

type Edit = {
  readonly projectId: ProjectId;
  readonly by: string;
  readonly sentence: string;
  /** The outputs that made the person do it. */
  readonly outputIds: readonly OutputId[];
  readonly before: InForce;
};

/** Enters a change of meaning in the drift journal. */
export const recordReinterpretation = (
  edit: Edit & { readonly criterion: Criterion; readonly revision: Revision },
): Promise<void> => record(edit, { kind: "reinterpretation", ...placeOf(edit.criterion, edit.revision) });

/** Enters a criterion that was added in the drift journal. */
export const recordNewCriterion = (edit: Edit & { readonly criterion: Criterion }): Promise<void> =>
  record(edit, { kind: "newCriterion", ...placeOf(edit.criterion, edit.criterion.revision) });

const placeOf = (criterion: Criterion, revision: Revision) => ({
  criterionId: criterion.id,
  revisionId: revision.id,
  key: `edit:${revision.id}`,
});

/** Before the first grade criteria are being written, not drifting: nothing is recorded. */
async function record(
  { projectId, by, sentence, outputIds, before }: Edit,
  place: Pick<DriftDraft, "kind" | "key" | "criterionId" | "revisionId">,
): Promise<void> {
  if (before.lastGradeId === 0) return;
  // Whoever names outputs may name those of another project.
  const known = (await findOutputs(projectId, outputIds)).map(({ id }) => id);
  const evidence = { outputIds: known, figures: [], lines: [], before };
  await addDriftEvents(projectId, [{ ...place, by, sentence, evidence }]);
  await publish(projectId, "drift");
}
