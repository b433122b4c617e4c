import type { Assertion } from "../assertion";
import { byCost } from "../candidate-view";
import { askingOf, callsOf } from "./describe";
import type { Jury } from "./judge";

const MOST_MEMBERS = 5;

/**
 * A jury of the judges of a criterion, one a question and design, the cheapest ones: who sits in it does not depend on
 * grades, so its figures are not flattered by having been picked. An odd number, so that votes are seldom even. Null:
 * fewer than two such judges.
 */
export function juryOf(candidates: readonly Assertion[], question: string): Jury | null {
  const seen = new Set<string>();
  const members = candidates.toSorted(byCost).flatMap(({ name, implementation }): Jury["members"] => {
    if (implementation.kind !== "judge" || implementation.design === "jury") return [];
    const asking = askingOf(implementation) ?? `${implementation.design} ${callsOf(implementation)}`;
    if (seen.has(asking)) return [];
    seen.add(asking);
    return [{ name, judge: implementation }];
  });
  const most = Math.min(MOST_MEMBERS, members.length);
  const seats = most > 2 && most % 2 === 0 ? most - 1 : most;
  if (seats < 2) return null;
  return {
    kind: "judge",
    design: "jury",
    question,
    members: members.slice(0, seats),
    rule: { kind: "majority" },
  };
}
