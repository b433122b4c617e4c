import { findAssertions } from "@/lib/db/assertions";
import { addDriftEvents, listDriftEvents } from "@/lib/db/drift";
import type { Assertion } from "@/lib/domain/assertion";
import { detectJudgeEdits, type JudgeEdit } from "@/lib/domain/detect-judge-edits";
import { sinceOf, toDrafts } from "@/lib/domain/drift-alarms";
import type { AssertionId, ProjectId } from "@/lib/domain/ids";
import { reportCard } from "@/lib/domain/report-card";
import { publish } from "@/lib/jobs/notify";
import { readBoard } from "./read-board";

/** The assertions that speak for a criterion now; to be taken before anything is changed. */
export async function speaking(projectId: ProjectId): Promise<ReadonlySet<AssertionId>> {
  const { criteria } = reportCard(await readBoard(projectId));
  return new Set(criteria.flatMap(({ selected }) => (selected ? [selected.assertion.id] : [])));
}

/** Enters in the journal that judges were replaced by others, which ask something else. */
export async function recordJudgeEdits(
  projectId: ProjectId,
  pairs: readonly { readonly parent: AssertionId; readonly child: AssertionId }[],
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
  if ((await addDriftEvents(projectId, toDrafts(alarms, journal))) > 0) await publish(projectId, "drift");
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
