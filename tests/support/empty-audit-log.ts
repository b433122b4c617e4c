import { db } from "@/lib/db/client";

/** Begins a log anew: its lines are not deleted one by one. */
export async function emptyAuditLog(): Promise<void> {
  await db.$executeRaw`TRUNCATE "AuditEntry"`;
}
