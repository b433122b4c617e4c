import { z } from "zod";
import { AssertionId, type ProjectId } from "@/lib/domain/ids";
import { PauseKind, type Limits, type Pause } from "@/lib/domain/judging-money";
import { db, pool } from "./client";

const limits = { budget: true, runBudget: true, runFrom: true } as const;

type LimitsRow = {
  readonly budget: number | null;
  readonly runBudget: number | null;
  readonly runFrom: number | null;
};

const toLimits = ({ budget, runBudget, runFrom }: LimitsRow): Limits => ({
  budget,
  run: runBudget === null ? null : { amount: runBudget, from: runFrom ?? 0 },
});

/** What judging in a project may cost, and whether it pauses; null when the project is gone. */
export async function readJudging(
  projectId: ProjectId,
): Promise<(Limits & { readonly pause: Pause | null }) | null> {
  const row = await db.project.findUnique({
    where: { id: projectId },
    select: { ...limits, pauseKind: true, pauseReason: true, pausedAt: true },
  });
  if (!row) return null;
  const { pauseKind, pauseReason, pausedAt } = row;
  const isPaused = pauseKind !== null && pausedAt !== null;
  return {
    ...toLimits(row),
    pause: isPaused ? { kind: PauseKind.parse(pauseKind), reason: pauseReason ?? "", at: pausedAt } : null,
  };
}

/** Null: no limit. */
export async function setBudget(projectId: ProjectId, budget: number | null): Promise<void> {
  await db.project.updateMany({ where: { id: projectId }, data: { budget } });
}

/** False: it pauses already for this, and since then. */
export async function pauseJudging(projectId: ProjectId, { kind, reason, at }: Pause): Promise<boolean> {
  const { count } = await db.project.updateMany({
    where: { id: projectId, NOT: { pauseKind: kind, pauseReason: reason } },
    data: { pauseKind: kind, pauseReason: reason, pausedAt: at },
  });
  // NOT on a null column is null: a project that does not pause yet has to be looked for, too.
  const first = await db.project.updateMany({
    where: { id: projectId, pauseKind: null },
    data: { pauseKind: kind, pauseReason: reason, pausedAt: at },
  });
  return count + first.count > 0;
}

/** Begins a run that may cost so much; null: without a limit of its own. */
export async function setRun(projectId: ProjectId, run: Limits["run"]): Promise<void> {
  await db.project.updateMany({
    where: { id: projectId },
    data: { runBudget: run?.amount ?? null, runFrom: run?.from ?? null },
  });
}

/** Goes on, where it pauses for one of these reasons. False: it did not. */
export async function unpauseJudging(projectId: ProjectId, kinds: readonly PauseKind[]): Promise<boolean> {
  const { count } = await db.project.updateMany({
    where: { id: projectId, pauseKind: { in: [...kinds] } },
    data: { pauseKind: null, pauseReason: null, pausedAt: null },
  });
  return count > 0;
}

/** The same in all projects. */
export async function unpauseEverywhere(kinds: readonly PauseKind[]): Promise<void> {
  await db.project.updateMany({
    where: { pauseKind: { in: [...kinds] } },
    data: { pauseKind: null, pauseReason: null, pausedAt: null },
  });
}

/** What the calls for one assertion took so far; means are null where no call told its tokens. */
export type CallStats = {
  readonly calls: number;
  readonly outputs: number;
  readonly tokensIn: number | null;
  readonly tokensOut: number | null;
  /** US dollars; null: no price is known. */
  readonly cost: number | null;
};

const StatsRow = z.object({
  assertionId: AssertionId,
  calls: z.number(),
  outputs: z.number(),
  tokensIn: z.number().nullable(),
  tokensOut: z.number().nullable(),
  cost: z.number().nullable(),
});

/** Of every assertion of a project that a model was asked for. */
export async function readCallStats(projectId: ProjectId): Promise<Map<AssertionId, CallStats>> {
  const { rows } = await pool.query(
    `SELECT "assertionId", count(*)::int AS calls, count(DISTINCT "outputId")::int AS outputs,
            avg("tokensIn")::float8 AS "tokensIn", avg("tokensOut")::float8 AS "tokensOut", sum(cost)::float8 AS cost
       FROM "LlmCall" WHERE "projectId" = $1 AND "assertionId" IS NOT NULL AND answer IS NOT NULL
      GROUP BY "assertionId"`,
    [projectId],
  );
  return new Map(
    z
      .array(StatsRow)
      .parse(rows)
      .map(({ assertionId, ...stats }) => [assertionId, stats]),
  );
}
