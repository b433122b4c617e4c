/** One measured comparison. */
export type BenchRow = {
  readonly name: string;
  readonly ours: number;
  /** Null: there is nothing to compare with, and the goal is about `ours` alone. */
  readonly baseline: number | null;
  readonly unit: string;
  /** baseline / ours or ours / baseline, as the goal words it; null without a baseline. */
  readonly ratio: number | null;
  /** In words, e.g. "at least 100× faster". */
  readonly goal: string;
  readonly met: boolean;
};
