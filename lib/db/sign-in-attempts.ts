import { createHash, randomUUID } from "node:crypto";
import { db } from "./client";

const WINDOW_MS = 5 * 60 * 1_000;
const MOST = 10;

/** Counts an attempt to sign in to one account; false: there were too many within five minutes. */
export async function countAttempt(email: string, now: number): Promise<boolean> {
  const key = `account|${createHash("sha256").update(email.trim().toLowerCase()).digest("hex")}`;
  const [row] = await db.$queryRaw<{ readonly count: number }[]>`
    INSERT INTO "RateLimit" (id, key, count, "lastRequest") VALUES (${randomUUID()}, ${key}, 1, ${now})
    ON CONFLICT (key) DO UPDATE SET
      count = CASE WHEN "RateLimit"."lastRequest" < ${now - WINDOW_MS} THEN 1 ELSE "RateLimit".count + 1 END,
      "lastRequest" = CASE WHEN "RateLimit"."lastRequest" < ${now - WINDOW_MS} OR "RateLimit".count < ${MOST}
                           THEN ${now} ELSE "RateLimit"."lastRequest" END
    RETURNING count`;
  return (row?.count ?? 0) <= MOST;
}

const CLAIM_MS = 10_000;

/** Of many who would make the first account at once one may; the next may try when that one has come to nothing. */
export async function claimFirstAccount(now: number): Promise<boolean> {
  const claimed = await db.$executeRaw`
    INSERT INTO "RateLimit" (id, key, count, "lastRequest") VALUES (${randomUUID()}, 'first account', 1, ${now})
    ON CONFLICT (key) DO UPDATE SET "lastRequest" = ${now} WHERE "RateLimit"."lastRequest" < ${now - CLAIM_MS}`;
  return claimed > 0;
}
