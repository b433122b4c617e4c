import { afterAll } from "vitest";
import { disconnect } from "@/lib/db/client";
import { stopNotices } from "@/lib/jobs/notify";
import { stopQueue } from "@/lib/jobs/queue";

/** Lets go of the database when the tests of a file are over. */
export function endDatabaseAfterAll(): void {
  afterAll(async () => {
    await stopQueue();
    await stopNotices();
    await disconnect();
  });
}
