import { describe, expect, it } from "vitest";
import { detectDisagreement } from "@/lib/domain/detect-disagreement";
import { detectGraderDrift } from "@/lib/domain/detect-grader-drift";
import type { Alarm } from "@/lib/domain/drift-alarms";
import type { GradeEvent, Label, Shown } from "@/lib/domain/grade";
import { AssertionId, OutputId } from "@/lib/domain/ids";
import { mulberry32 } from "@/lib/domain/rng";
import { VerdictMatrix } from "@/lib/domain/verdict-matrix";
import { aCriterion, aGrade, anAssertion } from "@/tests/support/domain-builders";

const GRADES = 200;
const criteria = ["a", "b", "c"].map((id) => aCriterion(id));
const assertions = criteria.map((criterion, i) => anAssertion(i + 1, criterion));

type Setting = {
  readonly seed: number;
  readonly graders: readonly string[];
  /** How often an assertion agrees with the grades, and from half of them on. */
  readonly agrees: readonly [number, number];
  /** How often a repeat is graded the same. */
  readonly steady: number;
};

/** A project of 200 outputs with three criteria, each graded once (by all of several graders); every eighth comes again. */
function project({ seed, graders, agrees, steady }: Setting) {
  const rng = mulberry32(seed);
  const is = (chance: number) => rng() < chance;
  const matrix = new VerdictMatrix();
  matrix.addOutputs(Array.from({ length: GRADES }, (_, i) => OutputId.parse(i + 1)));
  const events: GradeEvent[] = [];
  const turned = (label: Label): Label => (label === "good" ? "bad" : "good");
  const give = (
    { output, criterion, grader }: { output: number; criterion: string; grader: string },
    label: Label,
    policy: Shown["policy"],
  ) =>
    events.push({
      ...aGrade(output, label, { criterion, grader }),
      shown: { policy, inclusionProbability: 0.01, rank: output, seed: "s" },
    });
  for (let output = 1; output <= GRADES; output++) {
    for (const [i, { id }] of criteria.entries()) {
      const truth: Label = is(0.7) ? "good" : "bad";
      for (const grader of graders) {
        const label = is(graders.length > 1 ? 0.9 : 1) ? truth : turned(truth);
        give({ output, criterion: id, grader }, label, "uniform");
        if (output % 8 !== 0) continue;
        give({ output, criterion: id, grader }, is(steady) ? label : turned(label), "repeat");
      }
      const isRight = is(agrees[output <= GRADES / 2 ? 0 : 1]);
      matrix.set(
        AssertionId.parse(i + 1),
        OutputId.parse(output),
        (truth === "good") === isRight ? "pass" : "fail",
      );
    }
  }
  return { events, matrix };
}

/** All alarms about grades, of all looks that there have been: asking after each grade finds no others. */
function alarms(setting: Setting): Alarm[] {
  const { events, matrix } = project(setting);
  const rest = { events, versions: new Map<OutputId, string>(), since: () => null };
  const inPlay = criteria.flatMap((criterion, i) => {
    const assertion = assertions[i];
    return assertion ? [{ criterion, assertion, basis: "criterion" as const }] : [];
  });
  return [
    ...detectGraderDrift({ ...rest, criteria }),
    ...detectDisagreement({ ...rest, matrix, inPlay, mixedJudges: new Set() }),
  ];
}

/** In how many of so many projects something is raised. */
const rate = (projects: number, setting: Omit<Setting, "seed">): number =>
  Array.from({ length: projects }, (_, seed) => alarms({ ...setting, seed }).length > 0).filter(Boolean)
    .length / projects;

describe("where nothing drifts, in a project of 200 grades of three criteria", () => {
  it.each([
    ["one grader, an assertion that agrees nine times in ten", ["ann"], 0.9, 150],
    ["one grader, an assertion that agrees four times in five", ["ann"], 0.8, 150],
    ["three graders who err one time in ten", ["ann", "bob", "cy"], 0.92, 40],
  ] as const)("at most one project in twenty has an alarm: %s", (...[, graders, agreement, projects]) => {
    const found = rate(projects, { graders, agrees: [agreement, agreement], steady: 0.95 });
    expect(found).toBeLessThanOrEqual(0.05);
  });
});

/** How many alarms of a kind there are for each criterion of so many projects. */
const found = (test: string, setting: Omit<Setting, "seed">): number =>
  Array.from({ length: 40 }, (_, seed) => alarms({ ...setting, seed }))
    .flat()
    .filter(({ subject }) => subject.startsWith(test)).length /
  (40 * criteria.length);

it("agreement that falls from 90 to 55 % is found", () => {
  expect(found("disagreement", { graders: ["ann"], agrees: [0.9, 0.55], steady: 0.95 })).toBeGreaterThan(
    0.95,
  );
});

it("a grader who changes two in five repeats is found more often than not", () => {
  expect(found("repeats", { graders: ["ann"], agrees: [0.9, 0.9], steady: 0.6 })).toBeGreaterThan(0.5);
});
