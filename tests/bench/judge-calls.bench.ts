import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Assertion } from "@/lib/domain/assertion";
import { OutputId } from "@/lib/domain/ids";
import { planJudging } from "@/lib/domain/judging-plan";
import { labelBoard, type Labels } from "@/lib/domain/labels";
import { evaluatorNames } from "@/lib/domain/judged-row";
import { reportCard, type CriterionReport } from "@/lib/domain/report-card";
import { mulberry32, type Rng } from "@/lib/domain/rng";
import type { VerdictKind } from "@/lib/domain/verdict";
import { VerdictMatrix } from "@/lib/domain/verdict-matrix";
import { parseLabelledRow } from "@/lib/formats/labelled-rows";
import { aCriterion, anAssertion } from "@/tests/support/domain-builders";
import type { BenchRow } from "./bench-row";

/** Outputs with what a person would say of each, and what each judge would say if it were asked. */
type Portfolio = { readonly isGood: readonly boolean[]; readonly fails: readonly (readonly boolean[])[] };

const JUDGES = 8;
const GRADED = 48;
const BATCH = 16;
const RUNS = 60;
const criterion = aCriterion("c");

const aJudge = (id: number): Assertion => ({
  ...anAssertion(id, criterion),
  implementation: { kind: "judge", design: "critique", question: `Question ${id}?` },
});

/** Eight judges of different quality on 400 outputs of which a fifth is bad; what is hard for one is hard for all. */
function simulated(rng: Rng): Portfolio {
  const isGood = Array.from({ length: 400 }, () => rng() < 0.8);
  const hardness = isGood.map(() => rng());
  const fails = Array.from({ length: JUDGES }, () => {
    const [caught, kept] = [0.45 + 0.5 * rng(), 0.65 + 0.34 * rng()];
    return isGood.map((good, row) => {
      const luck = rng() < 0.5 ? rng() : (hardness[row] ?? 0);
      return good ? luck > kept : luck < caught;
    });
  });
  return { isGood, fails };
}

/** The recorded evaluators of refusals, and judges that are worse than these by so much. */
function real(rng: Rng): Portfolio | null {
  const file = path.join(import.meta.dirname, "../../../shared/data/xstest/normalised.jsonl");
  if (!existsSync(file)) return null;
  const rows = readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .flatMap((line, i) => {
      const row = parseLabelledRow(line, i + 1);
      return row.ok && row.value.label !== null ? [row.value] : [];
    });
  const recorded = evaluatorNames(rows).map((name) =>
    rows.map(({ verdicts }) => verdicts.get(name) === "bad"),
  );
  const worse = Array.from({ length: JUDGES - recorded.length }, (_, i) => {
    const [share, like] = [0.05 + 0.05 * i, recorded[i % recorded.length] ?? []];
    return like.map((failed) => (rng() < share ? !failed : failed));
  });
  return { isGood: rows.map(({ label }) => label === "good"), fails: [...recorded, ...worse] };
}

type Outcome = { readonly calls: number; readonly all: number; readonly isSame: boolean };

/** Plays the rounds of the app: each judge is asked a batch at a time, and the plan is made anew after each. */
function play({ isGood, fails }: Portfolio, rng: Rng): Outcome {
  const outputIds = isGood.map((_, row) => OutputId.parse(row + 1));
  const judges = fails.map((_, i) => aJudge(i + 1));
  const kindOf = (judge: number, output: OutputId): VerdictKind =>
    fails[judge]?.[output - 1] === true ? "fail" : "pass";
  const graded = new Set(
    outputIds
      .map((id) => ({ id, at: rng() }))
      .toSorted((a, b) => a.at - b.at)
      .slice(0, GRADED)
      .map(({ id }) => id),
  );
  const given: Labels = new Map(
    [...graded].map((id) => [id, isGood[id - 1] === true ? ("good" as const) : ("bad" as const)]),
  );
  const base = labelBoard([], [criterion]);
  const own = base.byCriterion.get(criterion.id);
  if (!own) throw new Error("no labels");
  const labels = { ...base, whole: given, byCriterion: new Map([[criterion.id, { ...own, labels: given }]]) };
  const reportOf = (matrix: VerdictMatrix): CriterionReport => {
    const [report] = reportCard({
      ...{ criteria: [criterion], assertions: judges, matrix, labels, choices: new Map() },
    }).criteria;
    if (!report) throw new Error("no report");
    return report;
  };
  const matrix = new VerdictMatrix();
  matrix.addOutputs(outputIds);
  let calls = 0;
  for (let isMoving = true; isMoving;) {
    isMoving = false;
    for (const [judge, { id }] of judges.entries()) {
      const missing = outputIds.filter((output) => matrix.kind(id, output) === null);
      if (missing.length === 0) continue;
      const facts = { report: reportOf(matrix), missing, outputIds, isNeeded: false };
      const plan = planJudging(id, { ...facts, isGraded: (output) => graded.has(output) });
      // What is wanted beyond graded outputs is asked at the end in one go: it decides nothing.
      const next = plan.outputIds.slice(
        0,
        graded.has(plan.outputIds[0] ?? OutputId.parse(1)) ? BATCH : undefined,
      );
      for (const output of next) matrix.set(id, output, kindOf(judge, output));
      calls += next.length;
      isMoving ||= next.length > 0;
    }
  }
  const whole = new VerdictMatrix();
  whole.addOutputs(outputIds);
  for (const [judge, { id }] of judges.entries())
    for (const output of outputIds) whole.set(id, output, kindOf(judge, output));
  return {
    calls,
    all: outputIds.length * judges.length,
    isSame: reportOf(matrix).selected?.assertion.id === reportOf(whole).selected?.assertion.id,
  };
}

function rows(name: string, outcomes: readonly Outcome[]): BenchRow[] {
  const sum = (pick: (outcome: Outcome) => number) => outcomes.reduce((total, one) => total + pick(one), 0);
  const saved = 1 - sum(({ calls }) => calls) / sum(({ all }) => all);
  const same = sum(({ isSame }) => Number(isSame)) / outcomes.length;
  const common = { baseline: null, ratio: null, unit: "%" };
  return [
    {
      ...common,
      name: `judge calls saved, ${name}`,
      ours: saved * 100,
      goal: "at least 50 %",
      met: saved >= 0.5,
    },
    {
      ...common,
      name: `same selection, ${name}`,
      ours: same * 100,
      goal: "at least 95 %",
      met: same >= 0.95,
    },
  ];
}

export async function run(): Promise<readonly BenchRow[]> {
  const rng = mulberry32(7);
  const simulations = Array.from({ length: RUNS }, () => play(simulated(rng), rng));
  const pool = real(rng);
  if (!pool) console.warn("skipped: the real labelled data is not beside this checkout");
  const played = pool ? Array.from({ length: RUNS }, () => play(pool, rng)) : [];
  return Promise.resolve([
    ...rows(`${JUDGES} simulated judges, 400 outputs, ${GRADED} graded`, simulations),
    ...(pool
      ? rows(
          `xstest with worse copies: ${JUDGES} judges, ${pool.isGood.length} outputs, ${GRADED} graded`,
          played,
        )
      : []),
  ]);
}
