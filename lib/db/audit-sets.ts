import { AuditSet } from "@/lib/domain/audit-set";
import type { ProjectId } from "@/lib/domain/ids";
import { db } from "./client";

/** The audit set of a project whose grades choose nothing yet; null: there is none. */
export async function findOpenAuditSet(projectId: ProjectId): Promise<AuditSet | null> {
  const row = await db.auditSet.findFirst({ where: { projectId, spentAt: null } });
  return row && AuditSet.parse(row);
}

/** Starts an audit set; false: somebody else has started one, which goes on. */
export async function addAuditSet(audit: Omit<AuditSet, "id" | "startedAt" | "spentAt">): Promise<boolean> {
  const { count } = await db.auditSet.createMany({ data: [audit], skipDuplicates: true });
  return count === 1;
}

/** Gives up the open audit set: its grades count like all others from now on. False: there was none. */
export async function giveUpAuditSet(projectId: ProjectId, now: Date): Promise<boolean> {
  const { count } = await db.auditSet.updateMany({
    where: { projectId, spentAt: null },
    data: { spentAt: now },
  });
  return count > 0;
}
