import { z } from "zod";
import { costOf, type Price } from "./prices";

/**
 * Why judges are not asked: a person paused them; the next calls could pass the budget of the project or of this run; a
 * price is not known, so that a budget cannot be kept; or the model cannot be reached, which ends by itself.
 */
export const PauseKind = z.enum(["person", "budget", "run", "price", "outage"]);
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

/** What calls to models may cost, in US dollars; null: no limit. */
export type Limits = {
  /** In all. */
  readonly budget: number | null;
  /** From a moment on, at which `from` was spent already. */
  readonly run: { readonly amount: number; readonly from: number } | null;
};

/** Answers may be longer than those before: so much more is put aside for calls than they are expected to cost. */
export const MARGIN = 1.5;

export const dollars = (amount: number): string => `$${amount.toFixed(amount < 1 ? 4 : 2)}`;

/** Dollars: what is paid for, what is put aside for calls under way, and what is to be put aside for the next; null: not known. */
export type Spending = {
  readonly spent: number;
  readonly underWay: number;
  readonly next: number | null;
};

/** Whether money may be put aside for the next calls: all together stays within the limits. Null: it may; else why not. */
export function spendingStop(
  { budget, run }: Limits,
  { spent, underWay, next }: Spending,
): Pick<Pause, "kind" | "reason"> | null {
  if (budget === null && run === null) return null;
  if (next === null)
    return {
      kind: "price",
      reason:
        "the price of the judging model is not known, so the budget cannot be kept: enter the price in Settings, or lift the budget",
    };
  const after = spent + underWay + next;
  if (budget !== null && after > budget)
    return {
      kind: "budget",
      reason: `${dollars(spent)} of the budget of ${dollars(budget)} is spent, and the next calls could pass it: raise the budget to go on`,
    };
  if (run !== null && after - run.from > run.amount)
    return {
      kind: "run",
      reason: `${dollars(spent - run.from)} of the ${dollars(run.amount)} for this run is spent, and the next calls could pass it: allow another run to go on`,
    };
  return null;
}
