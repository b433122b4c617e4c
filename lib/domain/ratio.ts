/** A rate that remembers its sample, so "2 of 3" never turns into a bare 67 %. */
export type Ratio = { readonly count: number; readonly of: number };

export const ratio = (count: number, of: number): Ratio => ({ count, of });

/** In [0, 1]; null when nothing was measured. Zero is a measurement; null is not. */
export const valueOf = ({ count, of }: Ratio): number | null => (of === 0 ? null : count / of);

/** A share in words: "81 %". */
export const percent = (share: number): string => `${Math.round(share * 100)} %`;
