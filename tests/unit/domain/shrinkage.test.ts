import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NO_CONFUSION } from "@/lib/domain/confusion";
import { ratio } from "@/lib/domain/ratio";
import {
  betaPosterior,
  expectedMax,
  momentCorrelation,
  shrinkRates,
  shrunkAlignments,
} from "@/lib/domain/shrinkage";
import oracle from "@/tests/fixtures/oracles/statistics.json";
import { allNear, near } from "@/tests/support/near";

describe("the winner's curse", () => {
  it.each(Object.entries(oracle.W_emax))("expects %s of the best", (key, expected) => {
    const [n = 0, rate = 0, candidates = 0] = key.split("_").map((part) => Number(part.slice(1)));
    near(expectedMax(rate, n, candidates), expected);
  });
});

describe("rates of several candidates shrunk towards their mean", () => {
  const samples = ({ s, n }: { readonly s: readonly number[]; readonly n: number }) =>
    s.map((count) => ratio(count, n));

  it("have the reference values", () => {
    const shrunk = shrinkRates(samples(oracle.W_eb));
    near(shrunk?.mean, oracle.W_eb.mu);
    near(shrunk?.correlation, oracle.W_eb.rho);
    near(shrunk?.strength, oracle.W_eb.M);
    allNear(shrunk?.rates, oracle.W_eb.post);
  });

  it("are all the mean where nothing shows that the candidates differ", () => {
    const { s, n, mu, rho } = oracle.W_eb_raw;
    const rates = s.map((count) => count / n);
    near(momentCorrelation(rates, n), rho);
    near(rates.reduce((sum, rate) => sum + rate, 0) / rates.length, mu);
    near(rates.reduce((sum, rate) => sum + (rate - mu) ** 2, 0) / (rates.length - 1), oracle.W_eb_raw.var);
    const shrunk = shrinkRates(samples(oracle.W_eb_degenerate));
    near(shrunk?.mean, oracle.W_eb_degenerate.mu);
    near(shrunk?.correlation, oracle.W_eb_degenerate.rho);
    near(shrunk?.strength, oracle.W_eb_degenerate.M);
    allNear(shrunk?.rates, oracle.W_eb_degenerate.post);
  });

  it("lie between the raw rate and the mean, and keep the order", () => {
    const counts = fc.array(fc.integer({ min: 0, max: 25 }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(counts, (s) => {
        const shrunk = shrinkRates(s.map((count) => ratio(count, 25)));
        if (!shrunk) throw new Error("not measured");
        for (const [i, count] of s.entries()) {
          const [low, high] = [Math.min(count / 25, shrunk.mean), Math.max(count / 25, shrunk.mean)];
          expect(shrunk.rates[i]).toBeGreaterThanOrEqual(low - 1e-9);
          expect(shrunk.rates[i]).toBeLessThanOrEqual(high + 1e-9);
          for (const [j, other] of s.entries())
            if (count > other) expect(shrunk.rates[i]).toBeGreaterThanOrEqual((shrunk.rates[j] ?? 1) - 1e-9);
        }
      }),
    );
  });
});

it("a belief under a beta prior has the reference values", () => {
  const belief = betaPosterior(ratio(17, 20), { a: 2, b: 2 }, 0.8);
  near(belief.mean, oracle.W_beta_prior["17of20_prior_2_2"]);
  allNear(belief.interval, oracle.W_beta_prior.ci);
  near(belief.above, oracle.W_beta_prior["P_gt_0.8"]);
});

describe("shrunk alignment", () => {
  const cells = (good: readonly [number, number], bad: readonly [number, number]) => ({
    ...NO_CONFUSION,
    goodPassed: good[0],
    goodFailed: good[1],
    badPassed: bad[0],
    badFailed: bad[1],
  });

  it("does not put a lucky candidate of two bad outputs before one that is proven", () => {
    const lucky = cells([38, 2], [0, 2]);
    const others = [cells([38, 2], [6, 14]), cells([38, 2], [5, 15])];
    const [first = null, second = null] = shrunkAlignments([cells([38, 2], [1, 19]), lucky, ...others]);
    expect(first ?? 0).toBeGreaterThan(second ?? 1);
  });

  it("never erases a class: where nothing shows that coverage differs, the better one still ranks first", () => {
    const [better = null, worse = null] = shrunkAlignments([cells([30, 2], [1, 3]), cells([30, 2], [2, 2])]);
    expect(better ?? 0).toBeGreaterThan(worse ?? 1);
  });

  it("is not measured while a class is missing, and uses the priors for a lone candidate", () => {
    expect(shrunkAlignments([cells([5, 0], [0, 0])])).toEqual([null]);
    // Coverage (1+2)/(1+3) = 0.75, kept (4+1)/(1+5) = 0.8333: prior Beta(2, 1) and Beta(4, 1).
    near(shrunkAlignments([cells([1, 0], [0, 1])])[0] ?? null, (2 * 0.75 * (5 / 6)) / (0.75 + 5 / 6));
  });
});
