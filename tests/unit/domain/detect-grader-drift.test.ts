import { describe, expect, it } from "vitest";
import type { DriftEvent } from "@/lib/domain/drift-event";
import { alphaRise, detectGraderDrift, graderInfluence, ratingsOf } from "@/lib/domain/detect-grader-drift";
import { sinceOf, toDrafts, type Since } from "@/lib/domain/drift-alarms";
import type { GradeEvent, Label, Shown } from "@/lib/domain/grade";
import { aCriterion, aGrade } from "@/tests/support/domain-builders";
import { ratingsFromRows } from "@/tests/support/ratings";

const never: Since = () => null;
const label = (letter: string): Label => (letter === "g" ? "good" : "bad");

const shownBy = (event: GradeEvent, policy: Shown["policy"], day = 0): GradeEvent => ({
  ...event,
  shown: { policy, inclusionProbability: null, rank: null, seed: null },
  at: new Date(day * 86_400_000),
});

/** Ann's first and second look at outputs 1, 2, …: "gb" is good, then bad. */
const repeated = (pairs: readonly string[], day = 0): GradeEvent[] => [
  ...pairs.map((pair, i) => shownBy(aGrade(i + 1, label(pair.charAt(0))), "uniform", day)),
  ...pairs.map((pair, i) => shownBy(aGrade(i + 1, label(pair.charAt(1))), "repeat", day)),
];

const detect = (events: readonly GradeEvent[], since = never) =>
  detectGraderDrift({ events, criteria: [], versions: new Map(), since });
const sentences = (events: readonly GradeEvent[], since = never) =>
  detect(events, since).map(({ sentence }) => sentence);

describe("silent repeats", () => {
  it("raise an alarm when fewer than four in five are graded the same", () => {
    const [alarm] = detect(repeated(["gg", "bb", "gb", "bg", "gb"]));
    // One who changes one in ten changes three of five with p = 0.0086.
    expect(alarm?.sentence).toContain("ann graded 2 of 5 repeated outputs the same on the whole output");
    expect(alarm).toMatchObject({ kind: "graderDrift", outputIds: [3, 4, 5] });
  });

  it("are fine when four in five are, and say nothing when there are four", () => {
    expect(sentences(repeated(["gg", "bb", "gb", "gg", "gg"]))).toEqual([]);
    expect(sentences(repeated(["gb", "bg", "gg", "gg", "gg"]))).toEqual([]);
    expect(sentences(repeated(["gb", "gb", "gg", "gg"]))).toEqual([]);
  });

  const changed = (pairs: readonly string[]) =>
    repeated([...pairs, ...Array.from({ length: 60 }, () => "gg")].toReversed());

  it("that mostly changed one way say which", () => {
    // 8 of 8 under an even coin: p = 2/256 = 0.0078.
    expect(sentences(changed(Array.from({ length: 8 }, () => "gb")))).toEqual([
      "ann has become stricter on the whole output: 8 of 8 repeats that changed went that way",
    ]);
    expect(sentences(changed(Array.from({ length: 7 }, () => "bg")))).toEqual([]);
    const mixed = ["gb", "bg", "bg", "bg", "bg", "bg", "bg", "bg"];
    expect(sentences(changed(mixed))).toEqual([]);
  });

  it("are looked at when they have doubled, not after each of them", () => {
    // After nine, eight went one way: at that moment p is 0.04, at no look below its limit.
    const nine = ["bg", ...Array.from({ length: 8 }, () => "gb")].toReversed();
    expect(sentences(changed(nine))).toEqual([]);
  });

  it("do not count a decision between graders as a first look", () => {
    const decided = Array.from({ length: 6 }, (_, i) => shownBy(aGrade(i + 1, "good"), "adjudication"));
    const later = Array.from({ length: 6 }, (_, i) => shownBy(aGrade(i + 1, "bad"), "repeat"));
    expect(sentences([...decided, ...later])).toEqual([]);
  });

  it("belong to a wording: another meaning starts anew", () => {
    const under = (revision: string, mark: Label, policy: Shown["policy"]) =>
      Array.from({ length: 8 }, (_, i) => shownBy(aGrade(i + 1, mark, { criterion: "c", revision }), policy));
    const criteria = [aCriterion("c", { revision: "r2" })];
    const events = [...under("r1", "good", "uniform"), ...under("r2", "bad", "repeat")];
    const found = (all: readonly GradeEvent[]) =>
      detectGraderDrift({ events: all, criteria, versions: new Map(), since: never });
    expect(found(events)).toEqual([]);
    const same = [...under("r2", "good", "uniform"), ...under("r2", "bad", "repeat")];
    expect(found(same).map(({ criterionId }) => criterionId)).toEqual(["c", "c"]);
  });
});

describe("early against late grades", () => {
  const drawn = (letters: string, policy: Shown["policy"]) =>
    Array.from(letters, (letter, i) => shownBy(aGrade(i + 1, label(letter)), policy));
  const letters = "g".repeat(18) + "bb" + "g".repeat(6) + "b".repeat(14);

  it("raise an alarm when the share of good ones moved, among outputs drawn whatever was said of them", () => {
    expect(sentences(drawn(letters, "uniform"))).toEqual([
      "ann called 18 of 20 outputs good on the whole output early on, and 6 of 20 since",
    ]);
    expect(sentences(drawn(letters, "disagreement"))).toEqual([]);
  });

  it("are of a pipeline that changed, where the late outputs are of another version of it", () => {
    const events = drawn(letters, "uniform");
    const versions = new Map(events.map(({ outputId }, i) => [outputId, i < 20 ? "old" : "new"]));
    const kinds = detectGraderDrift({ events, criteria: [], versions, since: never }).map(({ kind }) => kind);
    expect(kinds).toEqual(["pipelineDrift"]);
  });
});

describe("a grader apart from the others", () => {
  it("is one without whom the others agree better", () => {
    const events = Array.from({ length: 12 }, (_, i) =>
      ["ann", "bob", "cy"].map((grader) => {
        const truth = i % 2 === 0 ? "good" : "bad";
        return aGrade(i + 1, grader === "cy" ? "good" : truth, { grader });
      }),
    ).flat();
    const [alarm] = detect(events);
    expect(alarm?.sentence).toContain("agree better on the whole output without cy: α 1.00 instead of");
    expect(alarm?.outputIds).toEqual([2, 4, 6, 8, 10, 12]);
  });

  /** Three graders, each of whom errs on other outputs: "…" of 30. */
  const threeGraders = (day: number, errs: Readonly<Record<string, (i: number) => boolean>>) =>
    Array.from({ length: 30 }, (_, i) =>
      Object.entries(errs).map(([grader, isWrong]) => {
        const isGood = i % 2 === 0;
        const mark = isGood !== isWrong(i) ? "good" : "bad";
        return { ...aGrade(i + 1, mark, { grader }), at: new Date(day * 86_400_000) };
      }),
    ).flat();

  it("is not one whose distance may be chance", () => {
    const events = threeGraders(1, {
      ...{ ann: (i) => i === 0, bob: (i) => i === 7 },
      cy: (i) => i % 10 === 3,
    });
    const others = alphaRise(
      ratingsOf(events).map(({ ratings }) => ratings),
      "cy",
    );
    expect(others?.value).toBeGreaterThan(0);
    expect(sentences(events)).toEqual([]);
  });

  it("is told again on grades given since it was settled, and only on those", () => {
    const errs = { ann: () => false, bob: () => false, cy: (i: number) => i % 3 === 0 };
    const settled: Since = (subject) => (subject.startsWith("apart") ? new Date(2 * 86_400_000) : null);
    expect(sentences(threeGraders(1, errs))).toHaveLength(1);
    expect(sentences(threeGraders(1, errs), settled)).toEqual([]);
    expect(sentences([...threeGraders(1, errs), ...threeGraders(3, errs)], settled)).toHaveLength(1);
  });

  it("is not told with fewer than three graders", () => {
    const units = ratingsFromRows([
      [1, 0],
      [1, 1],
    ]);
    expect(graderInfluence(units).map(({ alphaWithout }) => alphaWithout)).toEqual([null, null]);
  });
});

describe("an alarm", () => {
  const shaky = repeated(["gg", "bb", "gb", "bg", "gb"], 1);
  const entered = (resolvedAt: Date | null): DriftEvent[] =>
    toDrafts(detect(shaky), []).map((draft, i) => ({
      ...draft,
      ...{
        id: i + 1,
        at: new Date(0),
        resolvedAt,
        resolvedBy: null,
        resolution: "",
        recheck: null,
        comments: [],
      },
    }));

  it("is raised once while it is open", () => {
    expect(sentences(shaky, sinceOf(entered(null)))).toEqual([]);
  });

  it("that was settled is raised again on later grades only, as another entry", () => {
    const journal = entered(new Date(2 * 86_400_000));
    const since = sinceOf(journal);
    expect(sentences(shaky, since)).toEqual([]);
    const again = [...shaky, ...repeated(["gb", "bg", "gb", "gg", "gg"], 3)];
    const alarms = detect(again, since);
    expect(alarms).toHaveLength(1);
    const keys = [...journal, ...toDrafts(alarms, journal)].map(({ key }) => key);
    expect(new Set(keys).size).toBe(2);
  });
});
