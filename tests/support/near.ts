import { expect } from "vitest";

/** Equal to six digits, as the reference values are given; null equals only null. */
export function near(actual: number | null | undefined, expected: number | null | undefined): void {
  if (typeof expected !== "number" || typeof actual !== "number") expect(actual).toBe(expected);
  else expect(actual).toBeCloseTo(expected, 5);
}

/** The same for lists, number by number. */
export function allNear(
  actual: readonly (number | null)[] | null | undefined,
  expected: readonly (number | null)[],
): void {
  expect(actual?.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) near(actual?.[i], value);
}
