import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  effectiveJudges,
  errorCorrelation,
  juryRates,
  majorityAccuracy,
  weightedVote,
} from "@/lib/domain/juries";
import oracle from "@/tests/fixtures/oracles/statistics.json";
import { allNear, near } from "@/tests/support/near";

const judges = oracle.J_weighted.judges_tpr_tnr.map(([tpr = 0, tnr = 0]) => ({ tpr, tnr }));

describe("a jury", () => {
  it("of independent judges is right as often as the reference says", () => {
    near(majorityAccuracy(0.8, 3), oracle.J_condorcet["p0.8_K3"]);
    near(majorityAccuracy(0.8, 5), oracle.J_condorcet["p0.8_K5"]);
    near(majorityAccuracy(0.45, 3), oracle.J_condorcet["p0.45_K3"]);
  });

  it("of judges that err alike is worth as few as the reference says", () => {
    near(effectiveJudges(9, 0.4), oracle.J_neff["K9_rho0.4"]);
    near(effectiveJudges(3, 0.5), oracle.J_neff["K3_rho0.5"]);
    near(effectiveJudges(5, 0.2), oracle.J_neff["K5_rho0.2"]);
  });

  it("errs together by the reference correlation", () => {
    const { e1, e2, phi } = oracle.J_phi;
    const errors = (e: readonly number[]) => e.map((x) => x === 1);
    near(errorCorrelation(errors(e1), errors(e2)), phi);
    expect(errorCorrelation([false, false], [true, false])).toBeNull();
  });

  it("has the reference rates for each number of votes that it takes to fail", () => {
    for (const [votes, expected] of Object.values(oracle.J_veto).entries()) {
      const { tpr, tnr } = juryRates(judges, votes + 1);
      allNear([tpr, tnr], expected);
    }
  });

  it("catches more and keeps less the fewer votes it takes", () => {
    const rate = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.record({ tpr: rate, tnr: rate }), { minLength: 2, maxLength: 7 }), (some) => {
        for (let votes = 1; votes < some.length; votes++) {
          const [fewer, more] = [juryRates(some, votes), juryRates(some, votes + 1)];
          expect(fewer.tnr).toBeGreaterThanOrEqual(more.tnr - 1e-12);
          expect(fewer.tpr).toBeLessThanOrEqual(more.tpr + 1e-12);
        }
      }),
    );
  });

  it("weighs votes as the reference does", () => {
    const { prior_pass, votes_110, votes_100, votes_011, votes_001 } = oracle.J_weighted;
    const cases = { votes_110, votes_100, votes_011, votes_001 };
    for (const [key, [logOdds, probability]] of Object.entries(cases)) {
      const votes = Array.from(key.slice("votes_".length), (digit) => digit === "1");
      const found = weightedVote(
        judges.map((judge, i) => ({ judge, passed: votes[i] === true })),
        prior_pass,
      );
      near(found.logOdds, logOdds);
      near(found.probability, probability);
    }
  });
});
