import { isProposed } from "@/lib/db/assertions";
import { outputsWithoutVerdict } from "@/lib/db/verdicts";
import { findOutputs } from "@/lib/db/outputs";
import type { OutputId } from "@/lib/domain/ids";
import type { JudgingPlan } from "@/lib/domain/judging-plan";
import { FEWEST, SPAN } from "@/lib/domain/trust/canaries";
import { publish } from "@/lib/jobs/notify";
import { judgeFromRecord } from "./judge-from-record";
import { startAsking, type Asking } from "./judge-outputs";
import type { JudgeTarget } from "./judge-target";
import { judgingPlans } from "./plan-judging";
import type { Ports } from "./ports";
import { readBoard } from "./read-board";

/**
 * How far a judge runs ahead of its plan. While it may still turn out that it cannot win: so little that few calls are
 * made for nothing. Once it is to judge everything: as much as keeps every slot of the connection busy.
 */
type Pace = {
  /** Outputs taken from one plan. */
  readonly ahead: number;
  /** Outputs a batch, for which money is put aside together. */
  readonly batch: number;
  /** The next batch begins when so few outputs are under way. */
  readonly under: number;
};
const CAREFUL: Pace = { ahead: 8, batch: 8, under: 8 };
const steady = (atOnce: number): Pace => ({ ahead: 8 * Math.max(16, atOnce), batch: 16, under: atOnce });

/**
 * Asks a judge about what the plan says. The plan is made anew again and again, since grades and the other candidates
 * move on. What needs no call is taken from the record. False: the rest has to wait, because no model is connected,
 * judging pauses, or the project is gone. Throws when the model cannot be reached.
 */
export async function judgeByPlan(ports: Ports, target: JudgeTarget, signal: AbortSignal): Promise<boolean> {
  const asking = await startAsking(ports, target, signal);
  const tried = new Set<OutputId>();
  const work = new Work();
  try {
    while (!work.isStopped) {
      signal.throwIfAborted();
      const { outputIds, rest } = await planOf(target);
      const pace = asking && rest === null ? steady(asking.atOnce) : CAREFUL;
      const next = outputIds.filter((id) => !tried.has(id)).slice(0, pace.ahead);
      for (const id of next) tried.add(id);
      const pending = await judgeFromRecord(target, next);
      if (pending.length > 0 && !asking) return false;
      if (asking) await ask({ target, asking, work, pace }, pending);
      // What is under way may change the plan.
      if (next.length === 0 && !(await work.oneDone())) break;
    }
  } finally {
    await work.allDone();
  }
  const isThrough = work.isThrough();
  if (isThrough) await asking?.canaries(FEWEST);
  return isThrough;
}

/**
 * What the plan wants of a judge; of one that belongs to no criterion in play, whatever it has not judged. One that is
 * only proposed is asked for its evidence: about what is graded.
 */
async function planOf({ projectId, assertionId }: JudgeTarget): Promise<JudgingPlan> {
  const board = await readBoard(projectId);
  const plan = judgingPlans(board).get(assertionId);
  if (plan) return plan;
  const missing = await outputsWithoutVerdict(projectId, assertionId);
  if (!(await isProposed(assertionId))) return { outputIds: missing, rest: null };
  const graded = new Set(board.events.map(({ outputId }) => outputId));
  return { outputIds: missing.filter((id) => graded.has(id)), rest: null };
}

type Stretch = {
  readonly target: JudgeTarget;
  readonly asking: Asking;
  readonly work: Work;
  readonly pace: Pace;
};

async function ask({ target, asking, work, pace }: Stretch, pending: readonly OutputId[]): Promise<void> {
  for (let start = 0; start < pending.length; start += pace.batch) {
    while (work.outputs > pace.under) await work.oneDone();
    if (work.isStopped) return;
    const ids = pending.slice(start, start + pace.batch);
    work.begin(ids.length, async () => {
      const outputs = await findOutputs(target.projectId, ids);
      const isJudged = outputs.length > 0 && (await asking.about(outputs));
      // Beside the others, so that no slot waits for them.
      if (isJudged && work.isSpanFull(ids.length)) await asking.canaries(SPAN);
      await publish(target.projectId, "verdicts");
      return isJudged;
    });
  }
}

/** Batches under way. */
class Work {
  /** How many outputs are in them. */
  outputs = 0;
  /** No more batches are begun: one has failed, or has to wait. */
  isStopped = false;
  #sinceCanaries = 0;
  readonly #batches = new Set<Promise<void>>();
  readonly #failures: unknown[] = [];

  /** `judge` tells whether the batch was judged. */
  begin(outputs: number, judge: () => Promise<boolean>): void {
    this.outputs += outputs;
    const batch = judge()
      .then((isJudged) => {
        this.isStopped ||= !isJudged;
      })
      .catch((error: unknown) => {
        this.isStopped = true;
        this.#failures.push(error);
      })
      .finally(() => {
        this.outputs -= outputs;
        this.#batches.delete(batch);
      });
    this.#batches.add(batch);
  }

  /** Counts judged outputs: true each time that as many have come together as one set of canaries vouches for. */
  isSpanFull(outputs: number): boolean {
    this.#sinceCanaries += outputs;
    if (this.#sinceCanaries < SPAN) return false;
    this.#sinceCanaries -= SPAN;
    return true;
  }

  /** Resolves when a batch has ended; false: none was under way. */
  async oneDone(): Promise<boolean> {
    if (this.#batches.size === 0) return false;
    await Promise.race(this.#batches);
    return true;
  }

  async allDone(): Promise<void> {
    while (await this.oneDone());
  }

  /** Whether every batch was judged; throws what the first one failed with. */
  isThrough(): boolean {
    if (this.#failures.length > 0) throw this.#failures[0];
    return !this.isStopped;
  }
}
