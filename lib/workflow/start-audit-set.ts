import { addAuditSet, giveUpAuditSet } from "@/lib/db/audit-sets";
import { findProject } from "@/lib/db/projects";
import { drawAuditSet, MIN_AUDIT_SIZE } from "@/lib/domain/audit-set";
import type { ProjectId } from "@/lib/domain/ids";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { reportCard } from "@/lib/domain/report-card";
import { publish } from "@/lib/jobs/notify";
import { readBoard } from "./read-board";

/** Freezes what is selected now and draws the fresh outputs on which it is measured. */
export async function startAuditSet(input: {
  readonly projectId: ProjectId;
  readonly by: string;
}): Promise<Result<null>> {
  const { projectId, by } = input;
  const project = await findProject(projectId);
  if (!project) return fail({ code: "not-found", what: "project" });
  const board = await readBoard(projectId);
  if (board.auditSet) return ok(null);
  const assertionIds = reportCard(board).set?.assertionIds ?? [];
  if (assertionIds.length === 0)
    return sentence("Nothing is selected yet, so there is nothing to measure on fresh outputs.");
  const { alike, events, matrix } = board;
  // One that reads like a graded one would measure what chose the selection.
  const touched = new Set(events.map(({ outputId }) => alike.get(outputId) ?? outputId));
  const ungraded = matrix.outputIds.filter((id) => !alike.has(id) && !touched.has(id));
  if (ungraded.length < MIN_AUDIT_SIZE)
    return sentence(
      `An audit needs ${MIN_AUDIT_SIZE} outputs that nobody has graded, and there are ${ungraded.length}. Import more outputs first.`,
    );
  const seed = `${project.seed}:${board.events.length}`;
  const outputIds = drawAuditSet(ungraded, seed);
  await addAuditSet({
    ...{ projectId, outputIds, seed, startedBy: by, pool: ungraded.length },
    assertionIds: [...assertionIds],
  });
  await publish(projectId, "grades");
  return ok(null);
}

const sentence = (text: string): Result<never> => fail({ code: "bad-input", sentence: text });

/** Ends the audit without publishing on it; what was graded in it chooses assertions from now on. */
export async function endAuditSet(projectId: ProjectId, now: Date): Promise<Result<null>> {
  await giveUpAuditSet(projectId, now);
  await publish(projectId, "grades");
  return ok(null);
}
