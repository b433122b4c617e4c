import { holdSpending, releaseHold, renewHolds } from "@/lib/db/spending";
import type { ProjectId } from "@/lib/domain/ids";
import { MARGIN, spendingStop, type Pause } from "@/lib/domain/judging-money";
import { log } from "@/lib/log";

const RENEW_MS = 20_000;

/** What this process has under way, by the money that is put aside for it; each ends when its calls are paid for. */
const underWay = new Map<number, { readonly projectId: ProjectId; readonly over: Promise<unknown> }>();
let renewal: NodeJS.Timeout | undefined;

/**
 * Does `work` with money put aside for what it is expected to cost (US dollars; null: not known), so that neither this
 * process nor another one spends it twice. Where only what is under way here stands in the way, it waits for that: it may
 * cost less than was put aside. Comes back with why the work was not done, or null: the project is gone.
 */
export async function whileHeld<T>(
  projectId: ProjectId,
  cost: number | null,
  work: () => Promise<T>,
): Promise<{ readonly done: T } | Pick<Pause, "kind" | "reason"> | null> {
  const next = cost === null ? null : MARGIN * cost;
  for (;;) {
    const held = await holdSpending(projectId, next, (facts) => spendingStop(facts, { ...facts, next }));
    if (held === null) return null;
    if ("id" in held) return { done: await during(held.id, projectId, work) };
    const mine = [...underWay.values()].filter((one) => one.projectId === projectId);
    const isWorthWaiting = spendingStop(held.facts, { ...held.facts, underWay: 0, next }) === null;
    if (mine.length === 0 || !isWorthWaiting) return held.stop;
    await Promise.race(mine.map(({ over }) => over));
  }
}

async function during<T>(id: number, projectId: ProjectId, work: () => Promise<T>): Promise<T> {
  const done = work();
  const over = done.then(
    () => releaseHold(id),
    () => releaseHold(id),
  );
  underWay.set(id, { projectId, over });
  renewal ??= setInterval(renew, RENEW_MS).unref();
  try {
    return await done;
  } finally {
    await over;
    underWay.delete(id);
    if (underWay.size === 0) {
      clearInterval(renewal);
      renewal = undefined;
    }
  }
}

function renew(): void {
  renewHolds([...underWay.keys()]).catch((error: unknown) =>
    log.error("could not renew money put aside", error),
  );
}
