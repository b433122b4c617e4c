import { markLostActivities } from "@/lib/db/activities";
import { deleteOldUploads } from "@/lib/db/imports";

/** Activities give a sign of life every quarter of a minute (with-activity.ts). */
const LOST_AFTER_MS = 60_000;
const DAY_MS = 24 * 3_600_000;

/** Ends in the log what a process that died had begun, and deletes uploads that nobody confirmed within a day. */
export async function keepHouse(now: Date): Promise<void> {
  await markLostActivities(new Date(now.getTime() - LOST_AFTER_MS));
  await deleteOldUploads(new Date(now.getTime() - DAY_MS));
}
