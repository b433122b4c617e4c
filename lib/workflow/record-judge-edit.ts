import { findAssertions } from "@/lib/db/assertions";
import { listDriftEvents } from "@/lib/db/drift";
import type { Assertion } from "@/lib/domain/assertion";
import type { InForce } from "@/lib/domain/drift-event";
import { inForce } from "@/lib/domain/drift-journal";
import { detectJudgeEdits, type JudgeEdit } from "@/lib/domain/detect-judge-edits";
import { sinceOf, toDrafts } from "@/lib/domain/drift-alarms";
import type { AssertionId, ProjectId } from "@/lib/domain/ids";
import { reportCard } from "@/lib/domain/report-card";
import { readBoard } from "./read-board";
import { recordAlarms } from "./record-drift";

type Speaking = { readonly ids: ReadonlySet<AssertionId>; readonly before: InForce };

/** The assertions that speak for a criterion now, and what is in force; to be taken before anything is changed. */
export async function speaking(projectId: ProjectId): Promise<Speaking> {
  const board = await readBoard(projectId);
  const card = reportCard(board);
  const ids = card.criteria.flatMap(({ selected }) => (selected ? [selected.assertion.id] : []));
  return { ids: new Set(ids), before: inForce(card, board.events) };
}

/** Enters in the journal that judges were replaced by others, which ask something else. */
export async function recordJudgeEdits(
  projectId: ProjectId,
  pairs: readonly { readonly parent: AssertionId; readonly child: AssertionId }[],
  before: InForce,
): Promise<void> {
  if (pairs.length === 0) return;
  const ids = pairs.flatMap(({ parent, child }) => [parent, child]);
  const [found, journal] = await Promise.all([findAssertions(projectId, ids), listDriftEvents(projectId)]);
  const byId = new Map(found.map((assertion) => [assertion.id, assertion]));
  const edits = pairs.flatMap((pair): JudgeEdit[] => {
    const [parent, child] = [byId.get(pair.parent), byId.get(pair.child)];
    return parent && child ? [{ parent, child }] : [];
  });
  const alarms = detectJudgeEdits(edits, sinceOf(journal));
  await recordAlarms(projectId, toDrafts(alarms, journal), before);
}

/** These assertions with the ones that they were made from; those made anew are left out. */
export async function withParents(
  projectId: ProjectId,
  children: readonly Assertion[],
): Promise<JudgeEdit[]> {
  const parents = new Map(
    (
      await findAssertions(
        projectId,
        children.flatMap(({ parentId }) => parentId ?? []),
      )
    ).map((parent) => [parent.id, parent]),
  );
  return children.flatMap((child) => {
    const parent = child.parentId === null ? undefined : parents.get(child.parentId);
    return parent ? [{ parent, child }] : [];
  });
}
