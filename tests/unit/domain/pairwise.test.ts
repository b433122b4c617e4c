import { describe, expect, it } from "vitest";
import { wilson } from "@/lib/domain/intervals";
import {
  bradleyTerry,
  debiased,
  exemplarVote,
  meanFirstShare,
  positionBias,
  positionOffset,
  winRatios,
  type Comparison,
} from "@/lib/domain/pairwise";
import { valueOf } from "@/lib/domain/ratio";
import oracle from "@/tests/fixtures/oracles/statistics.json";
import { allNear, near } from "@/tests/support/near";

const { P_first: first, ...expected } = oracle.PW;

describe("comparing pairs in both orders", () => {
  it("takes the order out, and ranks, as the reference does", () => {
    const preference = debiased(first);
    for (const [i, row] of expected.debiased.entries()) allNear(preference[i], row);
    allNear(winRatios(preference), expected.win_ratio);
    near(meanFirstShare(first), expected.mean_first_rate);
    near(positionOffset(first, 0, 1), expected.logit_offset_01);
    allNear(bradleyTerry(preference), expected.bt_log_strength);
    expect(meanFirstShare([[0]])).toBeNull();
  });

  it("measures position bias as the reference does", () => {
    const given = oracle.B_position;
    const found = positionBias({
      consistent: given.consistent,
      firstBoth: given.first_both,
      secondBoth: given.second_both,
    });
    near(valueOf(found.consistency), given.consistency);
    allNear(wilson(found.consistency), given.consistency_wilson);
    near(valueOf(found.primacy), given.primacy_share);
    near(found.p, given.binom_p);
    near(valueOf(found.firstShare), given.first_pos_rate);
    near(valueOf(found.netBias), given.net_bias);
    expect(found.consistency.of).toBe(given.pairs);
  });
});

describe("voting of graded exemplars", () => {
  const outcomes = { ">": ">", "<": "<", "=": "=" } as const;
  const outcomeOf = (text: unknown) => (text === ">" || text === "<" || text === "=" ? outcomes[text] : "=");

  it("has the reference score", () => {
    const { refs, score, verdict } = expected.exemplar_vote;
    const comparisons = refs.map(([grade, outcome]): Comparison => ({
      exemplarIsGood: grade === 1,
      outcome: outcomeOf(outcome),
    }));
    expect(exemplarVote(comparisons)).toEqual({ score, passes: verdict === "pass" });
  });

  it("does not pass on a tie or without comparisons", () => {
    expect(exemplarVote([]).passes).toBe(false);
    expect(
      exemplarVote([
        { exemplarIsGood: true, outcome: "=" },
        { exemplarIsGood: false, outcome: "=" },
      ]),
    ).toEqual({ score: 0, passes: false });
  });
});
