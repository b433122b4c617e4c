import type { VerdictKind } from "./verdict";

/**
 * What a set of assertions says of one output: it fails when any member fails it, passes when none does and at least
 * one passes it; else the gravest of what is left. Null: not judged.
 */
export function setVerdict(kinds: readonly (VerdictKind | null)[]): VerdictKind | null {
  if (kinds.includes("fail")) return "fail";
  if (kinds.includes("pass")) return "pass";
  if (kinds.includes("error")) return "error";
  return kinds.includes(null) || kinds.length === 0 ? null : "notApplicable";
}

/**
 * Whether an output gets through a gate: false when any assertion fails it, true when every one that applies passes
 * it. Null: undecided, because one erred or none applies; an undecided output is never counted as passed.
 */
export function passesGate(kinds: readonly VerdictKind[]): boolean | null {
  if (kinds.includes("fail")) return false;
  return kinds.includes("error") || !kinds.includes("pass") ? null : true;
}
