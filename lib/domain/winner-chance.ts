import { harmonicMean } from "./alignment";
import type { Label } from "./grade";
import { mulberry32, type Rng } from "./rng";
import type { VerdictKind } from "./verdict";

/** How sure it is, on grades drawn again, that the selected candidate is the one to take. Shares in [0, 1]. */
export type WinnerChance = {
  /** Of the resamples, in how many no rival is better. */
  readonly best: number;
  /** In how many no rival is better by more than `CLOSE`. */
  readonly close: number;
  /** The rival that beats it most often, by its index; null: none ever does. */
  readonly strongestRival: number | null;
  /** In how many resamples the strongest rival is better. */
  readonly rivalBetter: number;
  /** How many times as many grades should make `close` reach `SURE`; 1: it has; null: more than four times. */
  readonly factor: number | null;
};

/** Less alignment than this between two candidates makes no difference to anybody. */
export const CLOSE = 0.05;
/** Below this chance of being the best the choice is called undecided (graders.md §3.6). */
export const SURE = 0.8;

const SEED = 42;
const RESAMPLES = 600;
const FACTORS = [1.5, 2, 3, 4] as const;

/** Graded rows and what each rival said of them, the selected one included. */
export type Rivals = {
  readonly labels: readonly Label[];
  /** One list a rival, one kind a row; null: not judged. */
  readonly kinds: readonly (readonly (VerdictKind | null)[])[];
  /** Index of the selected one. */
  readonly selected: number;
};

/**
 * Paired bootstrap, stratified by grade (alignment.md §4.3–4.4): every rival is measured on the same resample, so that
 * what makes an output hard for all of them does not count as doubt. Null until both classes are graded.
 */
export function winnerChance(rivals: Rivals, resamples = RESAMPLES): WinnerChance | null {
  if (new Set(rivals.labels).size < 2) return null;
  const boards = [packed(rivals, "bad"), packed(rivals, "good")] as const;
  const rng = mulberry32(SEED);
  const now = resampled(boards, rivals, { rng, factor: 1, resamples });
  const enough =
    now.close >= SURE
      ? 1
      : FACTORS.find(
          (factor) =>
            resampled(boards, rivals, { rng, factor, resamples: Math.ceil(resamples / 2) }).close >= SURE,
        );
  return { ...now, factor: enough ?? null };
}

/** One class: for each rival which rows it failed, and which it answered. */
type Packed = {
  readonly rows: number;
  readonly fails: readonly Uint8Array[];
  /** Null: all of them. */
  readonly answers: readonly (Uint8Array | null)[];
};

function packed({ labels, kinds }: Rivals, label: Label): Packed {
  const rows = [...labels.keys()].filter((row) => labels[row] === label);
  const bytes = (of: readonly (VerdictKind | null)[], has: (kind: VerdictKind | null) => boolean) =>
    Uint8Array.from(rows, (row) => Number(has(of[row] ?? null)));
  return {
    rows: rows.length,
    fails: kinds.map((of) => bytes(of, (kind) => kind === "fail")),
    answers: kinds.map((of) => {
      const answers = bytes(of, (kind) => kind === "fail" || kind === "pass");
      return answers.includes(0) ? answers : null;
    }),
  };
}

type Plan = { readonly rng: Rng; readonly factor: number; readonly resamples: number };

function resampled(
  boards: readonly [Packed, Packed],
  { kinds, selected }: Rivals,
  { rng, factor, resamples }: Plan,
): Omit<WinnerChance, "factor"> {
  const beaten = kinds.map(() => 0);
  let best = 0;
  let close = 0;
  let measured = 0;
  for (let i = 0; i < resamples; i++) {
    const weights = [
      drawWeights(boards[0].rows, factor, rng),
      drawWeights(boards[1].rows, factor, rng),
    ] as const;
    const values = kinds.map((_, rival) => alignmentOn(boards, weights, rival));
    const own = values[selected] ?? null;
    if (own === null) continue;
    measured += 1;
    const most = Math.max(...values.map((value) => value ?? 0));
    if (own >= most - EQUAL) best += 1;
    if (own >= most - CLOSE) close += 1;
    for (const [rival, value] of values.entries())
      if ((value ?? 0) > own + EQUAL) beaten[rival] = (beaten[rival] ?? 0) + 1;
  }
  const most = Math.max(...beaten);
  const share = (count: number) => (measured === 0 ? 0 : count / measured);
  return {
    best: share(best),
    close: share(close),
    strongestRival: most === 0 ? null : beaten.indexOf(most),
    rivalBetter: share(most),
  };
}

const EQUAL = 1e-12;

/** Null where nothing that was drawn of a class was answered. */
function alignmentOn(
  boards: readonly [Packed, Packed],
  weights: readonly [Uint16Array, Uint16Array],
  rival: number,
): number | null {
  const caught = failedShare(boards[0], weights[0], rival);
  const wronglyFailed = failedShare(boards[1], weights[1], rival);
  return caught === null || wronglyFailed === null ? null : harmonicMean(caught, 1 - wronglyFailed);
}

/** How often each of the rows is drawn, `factor` times as many draws as rows. */
function drawWeights(rows: number, factor: number, rng: Rng): Uint16Array {
  const weights = new Uint16Array(rows);
  for (let i = 0; i < Math.round(rows * factor); i++) {
    const at = Math.floor(rng() * rows);
    weights[at] = (weights[at] ?? 0) + 1;
  }
  return weights;
}

/** Null when nothing that was drawn was answered. */
function failedShare({ fails, answers }: Packed, weights: Uint16Array, rival: number): number | null {
  const [failed, answered] = [fails[rival], answers[rival] ?? null];
  let failing = 0;
  let all = 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i] ?? 0;
    failing += weight * (failed?.[i] ?? 0);
    all += answered === null ? weight : weight * (answered[i] ?? 0);
  }
  return all === 0 ? null : failing / all;
}
