import { listCriteria } from "@/lib/db/criteria";
import {
  pauseJudging,
  readJudging,
  setBudget,
  setRun,
  unpauseEverywhere,
  unpauseJudging,
} from "@/lib/db/judging";
import { spendOf } from "@/lib/db/llm-calls";
import { savePrice } from "@/lib/db/prices";
import { findProject } from "@/lib/db/projects";
import type { ProjectId } from "@/lib/domain/ids";
import type { Pause } from "@/lib/domain/judging-money";
import type { Price } from "@/lib/domain/prices";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { publish } from "@/lib/jobs/notify";
import { enqueue } from "@/lib/jobs/queue";
import { wakeJudges } from "./plan-judging";
import { whileHeld } from "./put-aside";
import { resumeWork } from "./resume-work";

/**
 * Does `work`, which is expected to cost `next` US dollars (null: not known), unless judging pauses or could pass a
 * limit. Null: it was not done; why is shown to the person.
 */
export async function withinBudget<T>(
  projectId: ProjectId,
  { next, now }: { readonly next: () => Promise<number | null>; readonly now: Date },
  work: () => Promise<T>,
): Promise<T | null> {
  const judging = await readJudging(projectId);
  if (!judging || (judging.pause !== null && judging.pause.kind !== "outage")) return null;
  // Without a limit nobody needs to know what the next calls cost.
  if (judging.budget === null && judging.run === null) return work();
  const stop = await whileHeld(projectId, await next(), work);
  if (stop && "done" in stop) return stop.done;
  if (stop) await pause(projectId, stop, now);
  return null;
}

async function pause(
  projectId: ProjectId,
  { kind, reason }: Pick<Pause, "kind" | "reason">,
  now: Date,
): Promise<void> {
  if (await pauseJudging(projectId, { kind, reason, at: now })) await publish(projectId, "activity");
}

/** Shows that the model cannot be reached; the work is tried again by itself. */
export async function noteOutage(projectId: ProjectId, why: string, now: Date): Promise<void> {
  const judging = await readJudging(projectId);
  if (judging?.pause !== null && judging?.pause.kind !== "outage") return;
  const changed = await pauseJudging(projectId, { kind: "outage", reason: why, at: now });
  if (changed) await publish(projectId, "activity");
}

/** The model answers again. */
export async function noteAnswer(projectId: ProjectId): Promise<void> {
  if (await unpauseJudging(projectId, ["outage"])) await publish(projectId, "activity");
}

/** A person lets no more judges be asked; calls under way come to their end. */
export async function holdJudging(projectId: ProjectId, now: Date): Promise<Result<null>> {
  if (!(await findProject(projectId))) return fail({ code: "not-found", what: "project" });
  await pauseJudging(projectId, { kind: "person", reason: "paused by hand", at: now });
  await publish(projectId, "activity");
  return ok(null);
}

/** Asks for what has waited: judges, and repairs and refinements of candidates. */
async function goOn(projectId: ProjectId): Promise<void> {
  await wakeJudges(projectId);
  for (const { id } of await listCriteria(projectId))
    await enqueue({ kind: "tend", projectId, criterionId: id });
}

/**
 * Begins a run that may cost so many US dollars from now on; null: the limit of a run is lifted. Judging goes on where it
 * had paused for that.
 */
export async function limitRun(projectId: ProjectId, amount: number | null): Promise<Result<null>> {
  if (!(await findProject(projectId))) return fail({ code: "not-found", what: "project" });
  await setRun(projectId, amount === null ? null : { amount, from: (await spendOf(projectId)).cost });
  if (await unpauseJudging(projectId, ["run", "price"])) await goOn(projectId);
  await publish(projectId, "activity");
  return ok(null);
}

/** Goes on, for whatever reason it paused; a budget that still does not suffice pauses it again. */
export async function letJudge(projectId: ProjectId): Promise<Result<null>> {
  await unpauseJudging(projectId, ["person", "budget", "run", "price", "outage"]);
  await publish(projectId, "activity");
  await goOn(projectId);
  return ok(null);
}

/** Sets what calls to models may cost in all; null: no limit. Judging goes on where it had paused for that. */
export async function limitSpending(projectId: ProjectId, budget: number | null): Promise<Result<null>> {
  if (!(await findProject(projectId))) return fail({ code: "not-found", what: "project" });
  await setBudget(projectId, budget);
  if (await unpauseJudging(projectId, ["budget", "price"])) await goOn(projectId);
  await publish(projectId, "activity");
  return ok(null);
}

/** Enters what a model costs; null: its list price again. Judges that waited for a price go on. */
export async function enterPrice(model: string, price: Price | null): Promise<Result<null>> {
  await savePrice(model, price);
  await unpauseEverywhere(["price"]);
  await resumeWork();
  return ok(null);
}
