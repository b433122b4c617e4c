import { z } from "zod";
import { costOf, type Price } from "./prices";

/**
 * Why judges are not asked: a person paused them; the next calls could pass the budget; a price is not known, so that a
 * budget cannot be kept; or the model cannot be reached, which ends by itself.
 */
export const PauseKind = z.enum(["person", "budget", "price", "outage"]);
export type PauseKind = z.infer<typeof PauseKind>;

export type Pause = { readonly kind: PauseKind; readonly reason: string; readonly at: Date };

/** What a judge is expected to need for one output, on average. */
export type Need = { readonly calls: number; readonly tokensIn: number; readonly tokensOut: number };

/** What is left to ask; `cost` in US dollars, null: the price of the model is not known. */
export type Estimate = {
  readonly outputs: number;
  readonly calls: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly cost: number | null;
};

export const NOTHING_LEFT: Estimate = { outputs: 0, calls: 0, tokensIn: 0, tokensOut: 0, cost: 0 };

/** So many outputs at so much each. */
export function estimateFor(outputs: number, need: Need, price: Price | null): Estimate {
  const calls = Math.round(outputs * need.calls);
  const tokensIn = Math.round(outputs * need.calls * need.tokensIn);
  const tokensOut = Math.round(outputs * need.calls * need.tokensOut);
  return { outputs, calls, tokensIn, tokensOut, cost: calls === 0 ? 0 : costOf(price, tokensIn, tokensOut) };
}

/** All together; the cost is not known as soon as one is not. */
export function addEstimates(estimates: readonly Estimate[]): Estimate {
  return estimates.reduce(
    (sum, one) => ({
      outputs: sum.outputs + one.outputs,
      calls: sum.calls + one.calls,
      tokensIn: sum.tokensIn + one.tokensIn,
      tokensOut: sum.tokensOut + one.tokensOut,
      cost: sum.cost === null || one.cost === null ? null : sum.cost + one.cost,
    }),
    NOTHING_LEFT,
  );
}

/** Answers may be longer than those before: so much more is kept back for the calls under way. */
const MARGIN = 1.5;

export const dollars = (amount: number): string => `$${amount.toFixed(amount < 1 ? 4 : 2)}`;

/**
 * Whether calls that are expected to cost `next` may be made: what is spent, what is under way and they together stay
 * within the budget. Null: they may; else why not. Costs in US dollars, null: not known.
 */
export function budgetStop(
  budget: number | null,
  {
    spent,
    underWay,
    next,
  }: { readonly spent: number; readonly underWay: number; readonly next: number | null },
): Pick<Pause, "kind" | "reason"> | null {
  if (budget === null) return null;
  if (next === null)
    return {
      kind: "price",
      reason:
        "the price of the judging model is not known, so the budget cannot be kept: enter the price in Settings, or lift the budget",
    };
  if (spent + underWay + MARGIN * next <= budget) return null;
  return {
    kind: "budget",
    reason: `${dollars(spent)} of the budget of ${dollars(budget)} is spent, and the next calls could pass it: raise the budget to go on`,
  };
}
