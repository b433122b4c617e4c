import { describe, expect, it } from "vitest";
import { comparisons, detectDisagreement, type InPlay } from "@/lib/domain/detect-disagreement";
import type { GradeEvent } from "@/lib/domain/grade";
import { aCriterion, aGrade, aMatrix, anAssertion } from "@/tests/support/domain-builders";
import type { OutputId } from "@/lib/domain/ids";
import oracle from "@/tests/fixtures/oracles/statistics.json";

const criterion = aCriterion("c");
const judge = {
  ...anAssertion(2, criterion),
  implementation: { kind: "judge", design: "direct", question: "?" },
} as const;
const inPlay: InPlay = { criterion, assertion: anAssertion(1, criterion), basis: "criterion" };

/** Good grades of outputs 1, 2, …, in that order. */
const goods = (count: number): GradeEvent[] =>
  Array.from({ length: count }, (_, i) => aGrade(i + 1, "good", { criterion: "c" }));

/** An assertion that fails, and so disagrees with a good grade, where the sequence says so. */
const failing = (disagrees: readonly boolean[]) => disagrees.map((one) => (one ? "f" : "p")).join("");

const facts = (row: string, change: { readonly one?: InPlay; readonly isJudgeMixed?: boolean } = {}) => {
  const { one = inPlay, isJudgeMixed = false } = change;
  return {
    ...{ inPlay: [one], events: goods(row.length), versions: new Map<OutputId, string>(), since: () => null },
    mixedJudges: new Set(isJudgeMixed ? [judge.id] : []),
    matrix: aMatrix({ 1: row, 2: row }),
  };
};

describe("the selected assertion and the grades", () => {
  const reference = oracle.D_cusum.seq_disagree.map((x) => x === 1);
  const parted = failing(reference);

  it("part: it is told where the reference alarms, once so much has added up that it is hardly chance", () => {
    expect(detectDisagreement(facts(failing(reference.slice(0, 19))))).toEqual([]);
    const [alarm, ...others] = detectDisagreement(facts(parted));
    expect(others).toEqual([]);
    expect(alarm?.figures).toContainEqual({
      ...{ name: "CUSUM first at 3 at grade", value: oracle.D_cusum.alarm_at },
    });
    expect(alarm?.figures[0]?.value).toBeGreaterThanOrEqual(7.5);
    // The disagreements since the CUSUM last was 0.
    expect(alarm?.outputIds).toEqual([3, 8, 11, 12, 14, 15, 17, 18, 20]);
    expect(alarm?.sentence).toContain(
      "disagreed with 9 of 18 grades of “c” in a row, more than the 10 % that is taken as usual",
    );
  });

  it("take the usual for what it was: an assertion that always erred has not drifted", () => {
    const often = failing(Array.from({ length: 80 }, (_, i) => i % 4 === 0));
    expect(detectDisagreement(facts(often))).toEqual([]);
  });

  it("blame the judge only when its verdicts come from several models", () => {
    const one = { ...inPlay, assertion: judge };
    const kindOf = (isJudgeMixed: boolean) =>
      detectDisagreement(facts(parted, { one, isJudgeMixed }))[0]?.kind;
    expect([kindOf(false), kindOf(true)]).toEqual(["graderDrift", "judgeDrift"]);
    expect(detectDisagreement(facts(parted, { isJudgeMixed: true }))[0]?.kind).toBe("graderDrift");
  });

  /** 20 grades shared, then every other one contradicted. */
  const halved = failing(Array.from({ length: 40 }, (_, i) => i >= 20 && i % 2 === 0));

  it("part when they agreed early and no longer do, which is one alarm and not two", () => {
    const found = detectDisagreement(facts(halved)).map(({ sentence }) => sentence);
    expect(found).toEqual(["“a1” agreed with 20 of the first 20 grades of “c”, and with 10 of the 20 since"]);
  });

  it("are not people who disagree, where the late outputs are of another version of the pipeline", () => {
    const { events, ...rest } = facts(halved);
    const versions = new Map(events.map(({ outputId }, i) => [outputId, i < 20 ? "old" : "new"]));
    expect(detectDisagreement({ ...rest, events, versions })[0]?.kind).toBe("pipelineDrift");
    const mixed = new Map(events.map(({ outputId }, i) => [outputId, i % 2 === 0 ? "old" : "new"]));
    expect(detectDisagreement({ ...rest, events, versions: mixed })[0]?.kind).toBe("graderDrift");
  });

  it("agree: no alarm", () => {
    expect(detectDisagreement(facts("p".repeat(40)))).toEqual([]);
  });

  it("raise nothing while an alarm about them is open, whichever assertion speaks for the criterion", () => {
    const [alarm] = detectDisagreement(facts(halved));
    const since = (subject: string) => (subject === alarm?.subject ? "open" : null);
    expect(detectDisagreement({ ...facts(halved), since })).toEqual([]);
    expect(detectDisagreement({ ...facts(halved, { one: { ...inPlay, assertion: judge } }), since })).toEqual(
      [],
    );
  });
});

describe("what is compared", () => {
  it("is the first grade of an output, where the verdict is a pass or a fail", () => {
    const events = [...goods(4), aGrade(1, "bad", { criterion: "c" })];
    expect(comparisons(inPlay, aMatrix({ 1: "pen." }), events)).toEqual([
      { outputId: 1, label: "good", isDisagreement: false },
    ]);
  });

  it("takes a good whole output for good on the criterion, and a bad one for nothing", () => {
    const events = [aGrade(1, "good"), aGrade(2, "bad")];
    const found = comparisons(inPlay, aMatrix({ 1: "ff" }), events);
    expect(found).toEqual([{ outputId: 1, label: "good", isDisagreement: true }]);
  });

  it("leaves out what was shown because assertions disagree, and grades that the assertion may be learnt from", () => {
    const disputed = { policy: "disagreement", inclusionProbability: 0.5, rank: 9, seed: "s" } as const;
    const picked = { policy: "queue", inclusionProbability: null, rank: 9, seed: "q" } as const;
    const events = goods(4).map((event, i) =>
      i === 0 ? { ...event, shown: disputed } : i === 1 ? { ...event, shown: picked } : event,
    );
    const found = (one: InPlay) =>
      comparisons(one, aMatrix({ 1: "ffff" }), events).map(({ outputId }) => outputId);
    expect(found(inPlay)).toEqual([3, 4]);
    const later = { ...inPlay.assertion, createdAt: new Date(1) };
    expect(found({ ...inPlay, assertion: later })).toEqual([]);
  });

  it("leaves imported grades out: they have no order in time", () => {
    const shown = { policy: "imported", inclusionProbability: null, rank: null, seed: null } as const;
    const events = goods(3).map((event) => ({ ...event, shown }));
    expect(comparisons(inPlay, aMatrix({ 1: "fff" }), events)).toEqual([]);
  });
});
