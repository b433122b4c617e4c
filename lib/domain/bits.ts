/** A set of row numbers, 32 to a word: unions and counts over hundreds of rows in a few instructions. */
export type Bits = Uint32Array;

/** An empty set over `size` rows. */
export const noBits = (size: number): Bits => new Uint32Array(Math.max(1, Math.ceil(size / 32)));

/** The set of the rows for which `has` is true. */
export function bitsWhere(size: number, has: (row: number) => boolean): Bits {
  const bits = noBits(size);
  for (let row = 0; row < size; row++)
    if (has(row)) bits[row >>> 5] = (bits[row >>> 5] ?? 0) | (1 << (row & 31));
  return bits;
}

/** How many bits of a word are set (Hacker's Delight, figure 5-2). */
export function popcount(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** How many rows are in the set. */
export function countBits(bits: Bits): number {
  let sum = 0;
  for (const word of bits) sum += popcount(word);
  return sum;
}

/** How many rows are in either set. */
export function countUnion(a: Bits, b: Bits): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += popcount((a[i] ?? 0) | (b[i] ?? 0));
  return sum;
}

/** How many rows of `added` are not in `base`. */
export function countNew(base: Bits, added: Bits): number {
  let sum = 0;
  for (let i = 0; i < base.length; i++) sum += popcount((added[i] ?? 0) & ~(base[i] ?? 0));
  return sum;
}

/** Whether every row of `a` is in `b`. */
export function isWithin(a: Bits, b: Bits): boolean {
  for (let i = 0; i < a.length; i++) if (((a[i] ?? 0) & ~(b[i] ?? 0)) !== 0) return false;
  return true;
}

/** Adds the rows of `added` to `target`. */
export function addBits(target: Bits, added: Bits): void {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] ?? 0) | (added[i] ?? 0);
}

/** Whether a row is in the set. */
export const hasBit = (bits: Bits, row: number): boolean =>
  ((bits[row >>> 5] ?? 0) & (1 << (row & 31))) !== 0;
