import { z } from "zod";
import type { AssertionId } from "@/lib/domain/ids";
import { ProbeResult } from "@/lib/domain/trust/probes";
import { storableJson } from "@/lib/domain/storable";
import { db, pool } from "./client";

export type ProbeRun = {
  readonly model: string;
  readonly at: Date;
  readonly results: readonly ProbeResult[];
};

/** The latest probes of a judge; null: it was never tried. */
export async function findProbeRun(assertionId: AssertionId): Promise<ProbeRun | null> {
  const row = await db.probeRun.findFirst({ where: { assertionId }, orderBy: { id: "desc" } });
  return row && { model: row.model, at: row.at, results: z.array(ProbeResult).parse(row.results) };
}

/** Keeps what probes found; nothing when the judge was deleted meanwhile. */
export async function addProbeRun(
  assertionId: AssertionId,
  { model, results }: Omit<ProbeRun, "at">,
): Promise<void> {
  await pool.query(
    `INSERT INTO "ProbeRun" ("assertionId", model, results) SELECT id, $2, $3::jsonb FROM "Assertion" WHERE id = $1`,
    [assertionId, model, JSON.stringify(storableJson([...results]))],
  );
}
