import { findQueue, listReservations, reserve } from "@/lib/db/queues";
import type { Card } from "@/lib/domain/card";
import {
  dealtIn,
  handOut,
  heldBy,
  openTo,
  progressOf,
  shownInQueue,
  type QueueState,
} from "@/lib/domain/hand-out";
import type { OutputId, ProjectId, QueueId } from "@/lib/domain/ids";
import { fail, ok, type Result } from "@/lib/domain/problem";
import type { Queue } from "./choose-next-output";
import { drawable } from "./queue-candidates";
import { readBoard, type Board } from "./read-board";
import { toCards, type Chosen } from "./to-cards";

export type NextQueueCards = {
  readonly projectId: ProjectId;
  readonly queueId: QueueId;
  readonly grader: string;
  readonly count: number;
  /** Cards that the browser holds already. */
  readonly exclude: readonly OutputId[];
  readonly now: Date;
};

/** How far a grader is: done and skipped, of all that are theirs as things stand. */
export type GraderProgress = { readonly done: number; readonly skipped: number; readonly of: number };

export type GradersQueue = Queue & { readonly progress: GraderProgress };

/**
 * The next outputs of a grading queue for one of its graders, each kept for them until the reservation lapses. They are
 * shown blind: without the grades of others, verdicts and the model.
 */
export async function nextQueueCards(input: NextQueueCards): Promise<Result<GradersQueue>> {
  const { projectId, queueId, grader, count, now } = input;
  const [found, board] = await Promise.all([findQueue(projectId, queueId), readBoard(projectId)]);
  if (!found) return fail({ code: "not-found", what: "queue" });
  if (!found.queue.assignees.includes(grader)) return fail({ code: "bad-input", sentence: NOT_ASKED });
  const state = stateOf(found, board);
  const until = new Date(now.getTime() + state.queue.reservationMinutes * 60_000);
  const exclude = new Set(input.exclude);
  const { taken } = await reserve({ queueId, grader, until }, (reservations) =>
    handOut(state, { grader, count, exclude, reservations, now }),
  );
  const progress = await progressIn(state, input);
  const rank = progress.done + exclude.size + 1;
  const chosen = toChosen(state, board, { taken, rank });
  return ok({
    cards: await toCards(projectId, board, { chosen, grader }),
    left: progress.of - progress.done - progress.skipped,
    progress,
  });
}

/**
 * An output of a queue that one of its graders picked by its id: kept for them like one that is handed out, and as blind.
 * It has no chance, since nobody drew it.
 */
export async function queueCardOf(
  input: Pick<NextQueueCards, "projectId" | "queueId" | "grader" | "now"> & { readonly outputId: OutputId },
): Promise<Result<Card>> {
  const { projectId, queueId, grader, outputId } = input;
  const [found, board] = await Promise.all([findQueue(projectId, queueId), readBoard(projectId)]);
  if (!found) return fail({ code: "not-found", what: "queue" });
  if (!found.queue.assignees.includes(grader)) return fail({ code: "bad-input", sentence: NOT_ASKED });
  const state = stateOf(found, board);
  const picked = state.outputs.find((output) => output.outputId === outputId);
  if (!picked) return fail({ code: "bad-input", sentence: NOT_IN_IT });
  const isDone = state.dealt.get(outputId)?.done.has(grader) ?? false;
  if (state.queue.closedAt !== null || (!isDone && !(await take(state, input))))
    return fail({ code: "bad-input", sentence: NOT_FREE });
  const shown = { policy: "queue", inclusionProbability: null, rank: null, seed: queueId } as const;
  const chosen = [{ outputId, shown, since: picked.freshSince }];
  const [card] = await toCards(projectId, board, { chosen, grader });
  return card ? ok(card) : fail({ code: "not-found", what: "output" });
}

/** Keeps an output for a grader, unless as many others as it takes have it. */
async function take(
  state: QueueState,
  {
    queueId,
    grader,
    outputId,
    now,
  }: Pick<NextQueueCards, "queueId" | "grader" | "now"> & { readonly outputId: OutputId },
): Promise<boolean> {
  const until = new Date(now.getTime() + state.queue.reservationMinutes * 60_000);
  const { taken } = await reserve({ queueId, grader, until }, (reservations) => {
    const { open, skipped } = openTo(state, { grader, held: heldBy(reservations, now) });
    return { taken: [...open, ...skipped].filter((id) => id === outputId), kept: [] };
  });
  return taken.length > 0;
}

const NOT_IN_IT = "That output is not in this queue.";
const NOT_FREE = "As many people as that output takes have graded it here, or have it before them.";

/** How far a grader is now. */
export async function graderProgress(
  input: Pick<NextQueueCards, "projectId" | "queueId" | "grader" | "now">,
): Promise<Result<GraderProgress>> {
  const { projectId, queueId } = input;
  const [found, board] = await Promise.all([findQueue(projectId, queueId), readBoard(projectId)]);
  return found
    ? ok(await progressIn(stateOf(found, board), input))
    : fail({ code: "not-found", what: "queue" });
}

async function progressIn(
  state: QueueState,
  { queueId, grader, now }: Pick<NextQueueCards, "queueId" | "grader" | "now">,
): Promise<GraderProgress> {
  const held = heldBy(await listReservations([queueId]), now);
  const mine = progressOf(state, held).find(({ person }) => person === grader);
  const { done, skipped, open } = mine ?? { done: 0, skipped: 0, open: 0 };
  return { done, skipped, of: done + skipped + open };
}

const NOT_ASKED =
  "You are not among the people who grade this queue. Whoever edits the project can add you to it.";

/** A queue with what was done in it; what an audit set holds back meanwhile is not handed out. */
function stateOf({ queue, outputs }: Pick<QueueState, "queue" | "outputs">, board: Board): QueueState {
  const { auditSet, events, heldOut } = board;
  const heldBack = new Set(auditSet?.outputIds);
  const free = outputs.filter(({ outputId }) => !heldBack.has(outputId));
  return { queue, outputs: free, dealt: dealtIn(queue, free, [...events, ...heldOut]) };
}

function toChosen(
  { queue, outputs }: QueueState,
  board: Board,
  { taken, rank }: { readonly taken: readonly OutputId[]; readonly rank: number },
): Chosen[] {
  const inQueue = new Map(outputs.map((output) => [output.outputId, output]));
  const pool = drawable(board);
  const labelled = new Set(
    board.events.flatMap(({ outputId, mark }) => (mark === "good" || mark === "bad" ? [outputId] : [])),
  );
  let ungraded = pool.filter((id) => !labelled.has(id)).length;
  return taken.flatMap((outputId, i) => {
    const output = inQueue.get(outputId);
    if (!output) return [];
    const shown = shownInQueue(queue, output, { rank: rank + i, pool: pool.length, ungraded });
    if (!labelled.has(outputId)) ungraded -= 1;
    return [{ outputId, shown, since: output.freshSince }];
  });
}
