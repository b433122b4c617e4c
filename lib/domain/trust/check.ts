/** What one test of a judge found. A flag is a reason to look closer, never a verdict on an output. */
export type TrustCheck = {
  readonly id: string;
  readonly name: string;
  readonly state: "fine" | "flagged" | "not measured";
  /** The measured figure with its interval, in words; null: not measured. */
  readonly figure: string | null;
  /** Outputs, pairs or probes that it rests on. */
  readonly n: number;
  /** What it means here, in one sentence; where it is not measured, why. */
  readonly says: string;
  /** What to do about a flag; null: nothing. */
  readonly remedy: string | null;
};

/** A test that measured something. */
export const measured = (
  check: Omit<TrustCheck, "state" | "remedy"> & { readonly isFlagged: boolean; readonly remedy: string },
): TrustCheck => {
  const { isFlagged, remedy, ...rest } = check;
  return { ...rest, state: isFlagged ? "flagged" : "fine", remedy: isFlagged ? remedy : null };
};

/** A test that there is too little for, and what it lacks. */
export const unmeasured = (
  check: Pick<TrustCheck, "id" | "name" | "says"> & { readonly n?: number },
): TrustCheck => ({
  ...check,
  n: check.n ?? 0,
  state: "not measured",
  figure: null,
  remedy: null,
});

export const percent = (share: number): string => `${Math.round(share * 100)} %`;
export const range = ([low, high]: readonly [number, number], digits = 0): string =>
  digits === 0
    ? `${Math.round(low * 100)}–${Math.round(high * 100)} %`
    : `${low.toFixed(digits)}–${high.toFixed(digits)}`;
