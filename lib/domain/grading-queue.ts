import { z } from "zod";
import { shuffled } from "./cross-validation";
import { OutputId, ProjectId, QueueId } from "./ids";
import { hash32, mulberry32 } from "./rng";

/** Which outputs a queue is drawn from: all, those with one value of a metadata key, or those that people differ on. */
export const QueueScope = z.discriminatedUnion("of", [
  z.object({ of: z.literal("all") }),
  z.object({ of: z.literal("slice"), key: z.string().min(1).max(500), value: z.string().max(10_000) }),
  z.object({ of: z.literal("disputed") }),
]);
export type QueueScope = z.infer<typeof QueueScope>;

/** A share in (0, 1] of the outputs in scope, drawn evenly. */
export const QueueDraw = z.object({ scope: QueueScope, share: z.number().gt(0).max(1) });
export type QueueDraw = z.infer<typeof QueueDraw>;

/** Which outputs the program may be asked to draw besides: those that somebody picked from the table. */
export type PickedScope = { readonly of: "picked"; readonly outputIds: ReadonlySet<OutputId> };

/** What a queue is filled with. */
export type QueueFill = QueueDraw | { readonly scope: PickedScope; readonly share: 1 };

/** What can be changed as long as people grade. */
export const QueueSettings = z.object({
  name: z.string().trim().min(1, "A queue needs a name.").max(200, "Keep the name under 200 characters."),
  instructions: z.string().max(10_000, "Instructions can be at most 10,000 characters."),
  assignees: z
    .array(z.string().min(1).max(200))
    .min(1, "Choose at least one person who grades.")
    .max(200, "A queue has at most 200 graders."),
  /** Of each output outside of the overlap; with fewer assignees than that, all of them grade it. */
  gradersPerOutput: z.number().int().min(1).max(20),
  /** An output that was handed out is kept so long for who got it. */
  reservationMinutes: z.number().int().min(1).max(10_080),
});
export type QueueSettings = z.infer<typeof QueueSettings>;

/** In [0, 1]: of the outputs of a queue, the share that every assignee grades. */
export const OverlapShare = z.number().min(0).max(1);

export const GradingQueue = QueueSettings.extend({
  id: QueueId,
  projectId: ProjectId,
  overlapShare: OverlapShare,
  createdBy: z.string(),
  createdAt: z.date(),
  /** Since then it hands out nothing; null: it does. */
  closedAt: z.date().nullable(),
});
export type GradingQueue = z.infer<typeof GradingQueue>;

/** An output of a queue, frozen when it was drawn. */
export const QueueOutput = z.object({
  outputId: OutputId,
  /** Graded by every assignee. */
  isOverlap: z.boolean(),
  /** Drawn evenly from so many outputs, all that the project had then; null: it was picked in another way. */
  drawnFrom: z.number().int().positive().nullable(),
  /** Only grades since then count here; null: earlier ones of an assignee count, too. */
  freshSince: z.date().nullable(),
});
export type QueueOutput = z.infer<typeof QueueOutput>;

export type Drawn = Pick<QueueOutput, "outputId" | "isOverlap">;

/**
 * Draws outputs for a queue: at least one where there are any, and as many of them into the overlap as make its share
 * hold for the whole queue, with `before` already in it. The same seed draws the same ones.
 */
export function drawForQueue(
  candidates: readonly OutputId[],
  {
    share,
    overlapShare,
    seed,
  }: { readonly share: number; readonly overlapShare: number; readonly seed: string },
  before: readonly Drawn[] = [],
): Drawn[] {
  const wanted = Math.max(1, Math.round(share * candidates.length));
  const drawn = shuffled(candidates, mulberry32(hash32(`queue:${seed}`))).slice(0, wanted);
  const overlap = Math.round(overlapShare * (before.length + drawn.length));
  const missing = overlap - before.filter(({ isOverlap }) => isOverlap).length;
  return drawn.map((outputId, i) => ({ outputId, isOverlap: i < missing }));
}

/**
 * Which outputs join or leave the overlap, as they are then, so that its share holds: of those alone that can still
 * change, so that fewer change where these do not suffice. The same seed changes the same ones.
 */
export function moveOverlap(
  outputs: readonly Drawn[],
  {
    share,
    isFree,
    seed,
  }: {
    readonly share: number;
    readonly isFree: (outputId: OutputId) => boolean;
    readonly seed: string;
  },
): Drawn[] {
  const overlap = outputs.filter(({ isOverlap }) => isOverlap).length;
  const missing = Math.round(share * outputs.length) - overlap;
  const free = outputs.filter(({ outputId, isOverlap }) => isFree(outputId) && isOverlap === missing < 0);
  return shuffled(free, mulberry32(hash32(`overlap:${seed}`)))
    .slice(0, Math.abs(missing))
    .map(({ outputId, isOverlap }) => ({ outputId, isOverlap: !isOverlap }));
}

/**
 * The order in which a grader meets the outputs: shuffled for each, so that no output is always met first or last. It
 * depends on queue, grader and output alone: outputs that are added later do not move the others.
 */
export function orderFor(grader: string, queueId: QueueId, outputIds: readonly OutputId[]): OutputId[] {
  return outputIds
    .map((outputId) => ({ outputId, at: mulberry32(hash32(`${queueId}:${grader}:${outputId}`))() }))
    .toSorted((a, b) => a.at - b.at || a.outputId - b.outputId)
    .map(({ outputId }) => outputId);
}
