import type { ProjectId } from "@/lib/domain/ids";
import type { Limits, Spending } from "@/lib/domain/judging-money";
import { db } from "./client";

/** Longer than a process takes to say that it is alive. */
const LAPSE_SECONDS = 90;

/** Money put aside; or why not, and for how much of what is under way anybody still has to pay. */
export type Held<Stop> = { readonly id: number } | { readonly stop: Stop; readonly facts: Facts };
type Facts = Limits & Omit<Spending, "next">;

/**
 * Puts money aside, unless `stop` says why not. One process at a time: what each sees is what the others have left.
 * Null: the project is gone.
 */
export async function holdSpending<Stop>(
  projectId: ProjectId,
  amount: number | null,
  stop: (facts: Facts) => Stop | null,
): Promise<Held<Stop> | null> {
  return db.$transaction(async (tx) => {
    // Not FOR UPDATE: calls and verdicts that refer to the project are written meanwhile.
    const rows = await tx.$queryRaw<
      { budget: number | null; runBudget: number | null; runFrom: number | null }[]
    >`SELECT budget, "runBudget", "runFrom" FROM "Project" WHERE id = ${projectId} FOR NO KEY UPDATE`;
    const [row] = rows;
    if (!row) return null;
    const [calls, holds] = await Promise.all([
      tx.llmCall.aggregate({ where: { projectId }, _sum: { cost: true } }),
      tx.$queryRaw<{ amount: number }[]>`
        SELECT coalesce(sum(amount), 0)::float8 AS amount FROM "SpendingHold"
         WHERE "projectId" = ${projectId} AND until > now()`,
    ]);
    const facts: Facts = {
      budget: row.budget,
      run: row.runBudget === null ? null : { amount: row.runBudget, from: row.runFrom ?? 0 },
      spent: calls._sum.cost ?? 0,
      underWay: holds[0]?.amount ?? 0,
    };
    const why = stop(facts);
    if (why !== null) return { stop: why, facts };
    const made = await tx.$queryRaw<{ id: number }[]>`
      INSERT INTO "SpendingHold" ("projectId", amount, until)
      VALUES (${projectId}, ${amount ?? 0}, now() + make_interval(secs => ${LAPSE_SECONDS}))
      RETURNING id`;
    const [hold] = made;
    if (!hold) throw new Error("the money was not put aside");
    return hold;
  });
}

/** The calls are still under way. */
export async function renewHolds(ids: readonly number[]): Promise<void> {
  await db.$executeRaw`UPDATE "SpendingHold" SET until = now() + make_interval(secs => ${LAPSE_SECONDS})
                        WHERE id = ANY(${[...ids]})`;
}

/** The calls are paid for. Holds that lapsed go, too. */
export async function releaseHold(id: number): Promise<void> {
  await db.$executeRaw`DELETE FROM "SpendingHold" WHERE id = ${id} OR until < now()`;
}
