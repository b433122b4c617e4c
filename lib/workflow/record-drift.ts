import { addDriftEvents, hasDriftEvent } from "@/lib/db/drift";
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

export type Edit = {
  readonly by: string;
  readonly sentence: string;
  /** The outputs that made the person do it. */
  readonly outputIds: readonly OutputId[];
  readonly before: InForce;
};

type Place = Pick<DriftDraft, "kind" | "key" | "criterionId" | "revisionId"> &
  Partial<Pick<DriftDraft["evidence"], "replaced" | "figures">>;

/** An entry of the drift journal for an edit. None before the first grade: criteria are being written then, not drifting. */
export function entryOf(edit: Edit, { replaced, figures = [], ...place }: Place): DriftDraft[] {
  const { by, sentence, outputIds, before } = edit;
  if (before.lastGradeId === 0) return [];
  const evidence = { outputIds: [...outputIds], figures, lines: [], before, ...(replaced && { replaced }) };
  return [{ ...place, by, sentence, evidence }];
}

/** Enters a wording that replaced another; one that means the same is no drift. */
export const rewordingEntry = (edit: Edit, criterion: Criterion, revision: Revision): DriftDraft[] =>
  entryOf(
    edit,
    revision.change === "meaning"
      ? { kind: "reinterpretation", ...placeOf(criterion, revision) }
      : {
          ...{ kind: "clarification", ...placeOf(criterion, revision), revisionId: null },
          replaced: { from: [criterion.revision.id], to: [revision.id] },
        },
  );

/** Enters a criterion that was added. */
export const additionEntry = (edit: Edit, criterion: Criterion): DriftDraft[] =>
  entryOf(edit, { kind: "newCriterion", ...placeOf(criterion, criterion.revision) });

const placeOf = (criterion: Criterion, revision: Revision) => ({
  criterionId: criterion.id,
  revisionId: revision.id,
  key: `edit:${revision.id}`,
});

/** Whoever names outputs may name those of another project. */
export const ownOutputs = async (projectId: ProjectId, outputIds: readonly OutputId[]): Promise<OutputId[]> =>
  (await findOutputs(projectId, outputIds)).map(({ id }) => id);

/** Enters a criterion that was stored already in the drift journal. */
export async function recordNewCriterion({
  projectId,
  criterion,
  ...edit
}: Edit & { readonly projectId: ProjectId; readonly criterion: Criterion }): Promise<void> {
  const outputIds = await ownOutputs(projectId, edit.outputIds);
  if ((await addDriftEvents(projectId, additionEntry({ ...edit, outputIds }, criterion))) > 0)
    await publish(projectId, "drift");
}

/** Enters alarms with what was in force when they were raised, so that they have their figures, too. */
export async function recordAlarms(
  projectId: ProjectId,
  drafts: readonly DriftDraft[],
  before: InForce,
): Promise<void> {
  const stamped = drafts.map((draft) => ({ ...draft, evidence: { ...draft.evidence, before } }));
  if ((await addDriftEvents(projectId, stamped)) > 0) await publish(projectId, "drift");
}

/** Makes room for the decisions of a day on one criterion, or on whole outputs, before the first of them is made. */
export async function recordDecisions(
  projectId: ProjectId,
  { criterion, by, at }: { readonly criterion: Criterion | null; readonly by: string; readonly at: Date },
): Promise<void> {
  const key = `decisions:${criterion?.meaning.at(-1) ?? "whole"}:${at.toISOString().slice(0, 10)}`;
  if (await hasDriftEvent(projectId, key)) return;
  const on = criterion ? `“${criterion.revision.name}”` : "whole outputs";
  const sentence = `Disputes on ${on} were decided`;
  const edit = { by, sentence, outputIds: [], before: await readInForce(projectId) };
  const place = { criterionId: criterion?.id ?? null, revisionId: null };
  if ((await addDriftEvents(projectId, entryOf(edit, { kind: "adjudication", key, ...place }))) > 0)
    await publish(projectId, "drift");
}
