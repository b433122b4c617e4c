import { Finding } from "@/lib/domain/judge-designs/finding";
import { storableJson } from "@/lib/domain/storable";
import { db, pool } from "./client";

/** What is known under these keys; unknown ones are left out. */
export async function readJudgeFindings(keys: readonly string[]): Promise<Map<string, Finding>> {
  const rows = await db.judgeFinding.findMany({ where: { key: { in: [...keys] } } });
  return new Map(rows.map(({ key, finding }) => [key, Finding.parse(finding)]));
}

/** Keeps what was found out; of two that found out the same at once the first stays. */
export async function keepJudgeFinding(key: string, model: string, finding: Finding): Promise<void> {
  await pool.query(
    `INSERT INTO "JudgeFinding" (key, model, finding) VALUES ($1, $2, $3::jsonb) ON CONFLICT DO NOTHING`,
    [key, model, JSON.stringify(storableJson(finding))],
  );
}
