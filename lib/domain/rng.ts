/** Gives the next number in [0, 1). Passed in wherever chance plays a part, so that everything can be replayed. */
export type Rng = () => number;

/** mulberry32: 32-bit state, the documented generator behind every bootstrap and sample (oracle BOOT_rng_first5). */
export function mulberry32(seed: number): Rng {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** FNV-1a, 32 bits: turns a text seed into a number, the same on every machine. */
export function hash32(text: string): number {
  let h = 0x811c9dc5;
  for (const char of text) h = Math.imul(h ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return h;
}
