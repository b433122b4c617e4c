import type { GradeEvent, Shown, ShownOnCard } from "./grade";
import { orderFor, type GradingQueue, type QueueOutput } from "./grading-queue";
import type { OutputId } from "./ids";
import { ratio, type Ratio } from "./ratio";

/** An output handed out to a grader and kept for them. */
export type Reservation = { readonly outputId: OutputId; readonly grader: string; readonly until: Date };

/** Who has answered an output of a queue as a whole, and who has only skipped it there. */
export type Dealt = { readonly done: ReadonlySet<string>; readonly skipped: ReadonlySet<string> };

/** A queue with its outputs and what people did in it. */
export type QueueState = {
  readonly queue: GradingQueue;
  readonly outputs: readonly QueueOutput[];
  readonly dealt: ReadonlyMap<OutputId, Dealt>;
};

type Dealing = { readonly done: Set<string>; readonly skipped: Set<string> };

/**
 * What people did in a queue, from the grades of its project in the order in which they were given. A grade counts when
 * it was given in the queue, by whomever, or anywhere by one of its assignees; of outputs that are to be looked at
 * afresh only what was said since they came in.
 */
export function dealtIn(
  queue: GradingQueue,
  outputs: readonly QueueOutput[],
  events: readonly GradeEvent[],
): Map<OutputId, Dealt> {
  const freshSince = new Map(outputs.map(({ outputId, freshSince: since }) => [outputId, since]));
  const assignees = new Set(queue.assignees);
  const dealt = new Map<OutputId, Dealing>();
  for (const event of events) {
    const { outputId, criterionId, grader, at, shown } = event;
    const since = freshSince.get(outputId);
    if (criterionId !== null || since === undefined || shown.policy === "adjudication") continue;
    const isOfQueue = isGivenIn(queue, shown);
    if (!isOfQueue && (!assignees.has(grader) || (since !== null && at < since))) continue;
    const own = dealt.get(outputId) ?? { done: new Set(), skipped: new Set() };
    dealt.set(outputId, own);
    apply(own, event, isOfQueue);
  }
  return dealt;
}

const isGivenIn = (queue: GradingQueue, { policy, seed }: Shown): boolean =>
  policy === "queue" && seed === queue.id;

function apply({ done, skipped }: Dealing, { grader, mark }: GradeEvent, isOfQueue: boolean): void {
  switch (mark) {
    case "good":
    case "bad":
    case "unsure":
      done.add(grader);
      skipped.delete(grader);
      return;
    case "skipped":
      // A skip leaves what was said before; one outside of the queue says nothing of it.
      if (isOfQueue && !done.has(grader)) skipped.add(grader);
      return;
    case "withdrawn":
      done.delete(grader);
      skipped.delete(grader);
  }
}

const NOBODY: Dealt = { done: new Set(), skipped: new Set() };

/** So many graders an output takes. */
export const needOf = ({ assignees, gradersPerOutput }: GradingQueue, { isOverlap }: QueueOutput): number =>
  isOverlap ? assignees.length : Math.min(gradersPerOutput, assignees.length);

/** Who has an output in hand, by reservations that have not lapsed. */
export function heldBy(reservations: readonly Reservation[], now: Date): Map<OutputId, Set<string>> {
  const held = new Map<OutputId, Set<string>>();
  for (const { outputId, grader, until } of reservations)
    if (until > now) held.set(outputId, (held.get(outputId) ?? new Set()).add(grader));
  return held;
}

/** The outputs that one grader may still be given, in their order; those that they skipped are apart. */
export function openTo(
  { queue, outputs, dealt }: QueueState,
  { grader, held }: { readonly grader: string; readonly held: ReadonlyMap<OutputId, ReadonlySet<string>> },
): { readonly open: readonly OutputId[]; readonly skipped: readonly OutputId[] } {
  if (queue.closedAt !== null || !queue.assignees.includes(grader)) return { open: [], skipped: [] };
  const free = outputs.filter((output) => {
    const { done } = dealt.get(output.outputId) ?? NOBODY;
    if (done.has(grader)) return false;
    if (output.isOverlap) return true;
    const taken = new Set([...done, ...(held.get(output.outputId) ?? [])]);
    taken.delete(grader);
    return taken.size < needOf(queue, output);
  });
  const inOrder = orderFor(
    grader,
    queue.id,
    free.map(({ outputId }) => outputId),
  );
  const isSkipped = (id: OutputId) => dealt.get(id)?.skipped.has(grader) ?? false;
  return { open: inOrder.filter((id) => !isSkipped(id)), skipped: inOrder.filter(isSkipped) };
}

/** What one grader is handed now, and what they keep because they still have it before them. */
export type HandedOut = {
  readonly taken: readonly OutputId[];
  readonly kept: readonly OutputId[];
  /** Outputs that this grader may still be given, those that they skipped aside. */
  readonly left: number;
};

/**
 * What to hand to a grader: first what is kept for them already, then what comes next in their order; what they skipped
 * only when nothing else is left. Never more graders an output than it takes.
 */
export function handOut(
  state: QueueState,
  ask: {
    readonly grader: string;
    readonly count: number;
    /** Cards that this grader has before them. */
    readonly exclude: ReadonlySet<OutputId>;
    readonly reservations: readonly Reservation[];
    readonly now: Date;
  },
): HandedOut {
  const { grader, count, exclude } = ask;
  const held = heldBy(ask.reservations, ask.now);
  const { open, skipped } = openTo(state, { grader, held });
  const isMine = (id: OutputId) => held.get(id)?.has(grader) ?? false;
  const free = open.filter((id) => !exclude.has(id));
  const next = [...free.filter(isMine), ...free.filter((id) => !isMine(id))];
  const again = skipped.filter((id) => !exclude.has(id));
  return {
    taken: (next.length > 0 ? next : again).slice(0, count),
    kept: [...open, ...skipped].filter((id) => exclude.has(id) && isMine(id)),
    left: open.length,
  };
}

/** How far one person is: `skipped` of those that are not done, `open` of those that can still be handed out. */
export type PersonProgress = {
  readonly person: string;
  readonly isAssigned: boolean;
  readonly done: number;
  readonly skipped: number;
  readonly open: number;
};

/** The assignees, then those who graded in the queue and are not of them any more. */
export function progressOf(
  state: QueueState,
  held: ReadonlyMap<OutputId, ReadonlySet<string>>,
): PersonProgress[] {
  const { queue, dealt } = state;
  const others = new Set([...dealt.values()].flatMap(({ done }) => [...done]));
  for (const assignee of queue.assignees) others.delete(assignee);
  return [...queue.assignees, ...[...others].toSorted()].map((person) => {
    const { open, skipped } = openTo(state, { grader: person, held });
    const done = [...dealt.values()].filter((own) => own.done.has(person)).length;
    const isAssigned = queue.assignees.includes(person);
    return { person, isAssigned, done, skipped: skipped.length, open: open.length };
  });
}

/** Grades given of the grades that the queue takes; what was given beyond an output's number does not count. */
export function filledOf({ queue, outputs, dealt }: QueueState): Ratio {
  let given = 0;
  let wanted = 0;
  for (const output of outputs) {
    const need = needOf(queue, output);
    const { done } = dealt.get(output.outputId) ?? NOBODY;
    const counted = output.isOverlap
      ? queue.assignees.filter((person) => done.has(person)).length
      : done.size;
    given += Math.min(need, counted);
    wanted += need;
  }
  return ratio(given, wanted);
}

/** "done": every output has the grades that it takes. */
export type QueueStatus = "open" | "done" | "closed";

export function statusOf({ closedAt }: GradingQueue, { count, of }: Ratio): QueueStatus {
  if (closedAt !== null) return "closed";
  return count >= of ? "done" : "open";
}

/**
 * Why an output of a queue is shown. It has a chance only where it was drawn evenly from all that there is to draw:
 * then it is as likely as any that nobody had graded. What was filtered, or drawn before more came in, has none.
 */
export const shownInQueue = (
  { id }: GradingQueue,
  output: QueueOutput,
  at: { readonly rank: number; readonly pool: number; readonly ungraded: number },
): ShownOnCard => ({
  policy: "queue",
  inclusionProbability:
    output.drawnFrom !== null && at.pool <= output.drawnFrom ? 1 / Math.max(1, at.ungraded) : null,
  rank: at.rank,
  seed: id,
});
