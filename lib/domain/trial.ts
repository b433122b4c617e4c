import { z } from "zod";
import { shuffled } from "./cross-validation";
import type { Label } from "./grade";
import type { OutputId } from "./ids";
import { hash32, mulberry32 } from "./rng";
import type { Verdict } from "./verdict";

/** On what something is tried: the output that a person names, or some that are drawn; another `round` draws others. */
export const TrialOn = z.union([
  z.object({ name: z.string().trim().min(1, "Name an output by its id.").max(200) }),
  z.object({ round: z.number().int().min(0).max(10_000) }),
]);
export type TrialOn = z.infer<typeof TrialOn>;

/** What was said of one output in a dry run; it is shown and stored nowhere. */
export type Trial = {
  readonly outputId: OutputId;
  readonly name: string;
  /** The beginning of the text. */
  readonly excerpt: string;
  /** What people say of it on the criterion; null: ungraded. */
  readonly label: Label | null;
  readonly verdict: Verdict;
};

/** So many outputs are tried at once: what can be read at a glance. */
export const TRIED_AT_ONCE = 5;
const OF_EACH_LABEL = 2;

/** Draws outputs for a dry run: good and bad ones where there are any, filled up with what comes; in the given order. */
export function drawForTrial(
  outputIds: readonly OutputId[],
  labels: ReadonlyMap<OutputId, Label>,
  seed: string,
): OutputId[] {
  const order = shuffled(outputIds, mulberry32(hash32(`trial:${seed}`)));
  const of = (label: Label) => order.filter((id) => labels.get(id) === label).slice(0, OF_EACH_LABEL);
  const chosen = new Set([...new Set([...of("good"), ...of("bad"), ...order])].slice(0, TRIED_AT_ONCE));
  return outputIds.filter((id) => chosen.has(id));
}
