import { Finding } from "@/lib/domain/judge-designs/finding";
import { storableJson } from "@/lib/domain/storable";
import { db, pool } from "./client";
import { grouped } from "./grouped";

/** What is known under these keys; unknown ones are left out. */
export async function readJudgeFindings(keys: readonly string[]): Promise<Map<string, Finding>> {
  const rows = await db.judgeFinding.findMany({ where: { key: { in: [...keys] } } });
  return new Map(rows.map(({ key, finding }) => [key, Finding.parse(finding)]));
}

type ToKeep = { readonly key: string; readonly model: string; readonly finding: Finding };

const keepTogether = grouped<ToKeep>(async (items) => {
  await pool.query(
    `INSERT INTO "JudgeFinding" (key, model, finding)
     SELECT v.key, v.model, v.finding::jsonb FROM unnest($1::text[], $2::text[], $3::text[]) AS v(key, model, finding)
     ON CONFLICT DO NOTHING`,
    [
      items.map(({ key }) => key),
      items.map(({ model }) => model),
      items.map(({ finding }) => JSON.stringify(storableJson(finding))),
    ],
  );
});

/** Keeps what was found out; of two that found out the same at once the first stays. */
export const keepJudgeFinding = (key: string, model: string, finding: Finding): Promise<void> =>
  keepTogether({ key, model, finding });
