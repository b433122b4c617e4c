import type { Verdict } from "./verdict";

/** What a grader is told of an output once it is graded. */
export type Revealed = {
  /** What the selected assertion of each criterion said of it. */
  readonly said: readonly {
    readonly criterion: string;
    readonly assertion: string;
    readonly verdict: Verdict | null;
  }[];
  /**
   * Where others say the contrary of what this grader does, and how many; `criterion` null: of the whole output. Null: not
   * told, as in a queue.
   */
  readonly otherwise: readonly { readonly criterion: string | null; readonly people: number }[] | null;
  /** The model that made it; null: not known, or not told. */
  readonly model: string | null;
};

export const NOTHING_REVEALED: Revealed = { said: [], otherwise: null, model: null };
