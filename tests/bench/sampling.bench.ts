import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { alignment } from "@/lib/domain/alignment";
import { coverage, falseFailureRate, tally } from "@/lib/domain/confusion";
import { meanOf } from "@/lib/domain/cross-validation";
import { gradeDealer, type DrawnGrades, type SimulatedPolicy } from "@/lib/domain/draw-grades";
import { chooseSet, type SetRows } from "@/lib/domain/honest-set";
import { evaluatorNames } from "@/lib/domain/judged-row";
import { valueOf } from "@/lib/domain/ratio";
import { mulberry32 } from "@/lib/domain/rng";
import { weightedRates } from "@/lib/domain/weighting";
import { parseLabelledRow } from "@/lib/formats/labelled-rows";
import type { BenchRow } from "./bench-row";

/** A pool to grade from, how many graded, and how many candidates may be chosen. */
type Setting = {
  readonly name: string;
  readonly pools: readonly SetRows[];
  readonly grades: number;
  readonly draws: number;
};

const POLICIES = [
  "sampler",
  "random",
  "disagreement",
  "alternate",
] as const satisfies readonly SimulatedPolicy[];

/**
 * Six candidates on 100 outputs of which a fifth is bad; what is hard for one is hard for all. Pools as in
 * alignment.md §4.8, each with other outputs and other candidates.
 */
function simulatedPool(seed: number): SetRows {
  const rng = mulberry32(seed);
  const isGood = Array.from({ length: 100 }, () => rng() < 0.8);
  const hardness = isGood.map(() => rng());
  const failed = Array.from({ length: 6 }, () => {
    const [caught, kept] = [0.5 + 0.45 * rng(), 0.7 + 0.28 * rng()];
    return isGood.map((good, row) => {
      const luck = rng() < 0.5 ? rng() : (hardness[row] ?? 0);
      return good ? luck > kept : luck < caught;
    });
  });
  return {
    labels: isGood.map((good) => (good ? "good" : "bad")),
    candidates: 6,
    fails: (candidate, row) => failed[candidate]?.[row] === true,
  };
}

/** The recorded evaluators of refusals, where the labelled data is beside the checkout. */
function realPool(): SetRows | null {
  const file = path.join(import.meta.dirname, "../../../shared/data/xstest/normalised.jsonl");
  if (!existsSync(file)) return null;
  const rows = readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .flatMap((line, i) => {
      const row = parseLabelledRow(line, i + 1);
      return row.ok && row.value.label !== null ? [{ ...row.value, label: row.value.label }] : [];
    });
  const names = evaluatorNames(rows);
  return {
    labels: rows.map(({ label }) => label),
    candidates: names.length,
    fails: (candidate, row) => rows[row]?.verdicts.get(names[candidate] ?? "") === "bad",
  };
}

const tallyOf = ({ labels, fails }: SetRows, members: readonly number[], rows: readonly number[]) =>
  tally(
    rows.flatMap((row) => {
      const label = labels[row];
      const kind = members.some((candidate) => fails(candidate, row)) ? "fail" : "pass";
      return label === undefined ? [] : [[label, kind] as const];
    }),
  );

type Outcome = { readonly regret: number; readonly coverageBias: number; readonly ffrBias: number };

/** Regret of the chosen candidate on the whole pool, and how far weighted rates over the grades are off, on average. */
function measure({ pools, grades, draws }: Setting, policy: SimulatedPolicy): Outcome {
  const outcomes = pools.flatMap((pool, i) => {
    const deal = gradeDealer({ ...pool, policy }, { n: grades, rng: mulberry32(1000 + i) });
    return Array.from({ length: draws }, () => outcomeOf(pool, deal()));
  });
  const mean = (pick: (outcome: (typeof outcomes)[number]) => number | null) =>
    meanOf(outcomes.map(pick)) ?? NaN;
  return {
    regret: mean((o) => o.regret),
    coverageBias: mean((o) => o.coverageBias),
    ffrBias: mean((o) => o.ffrBias),
  };
}

function outcomeOf(pool: SetRows, drawn: DrawnGrades) {
  const all = [...pool.labels.keys()];
  const candidates = Array.from({ length: pool.candidates }, (_, i) => i);
  const truth = candidates.map((candidate) => tallyOf(pool, [candidate], all));
  const best = Math.max(...truth.map((cells) => alignment(cells) ?? 0));
  const [chosen] = chooseSet(pool, { objective: "alignment", maxAssertions: 1 }, drawn.rows);
  const off = candidates.map((candidate) => {
    const rates = weightedRates(
      drawn.rows.map((row, i) => ({
        label: pool.labels[row] ?? "good",
        kind: pool.fails(candidate, row) ? "fail" : "pass",
        weight: drawn.weights?.[i] ?? 1,
      })),
    );
    const cells = truth[candidate];
    const [caught, failed] = cells
      ? [valueOf(coverage(cells)), valueOf(falseFailureRate(cells))]
      : [null, null];
    return {
      coverage: rates.coverage === null || caught === null ? null : rates.coverage - caught,
      ffr: rates.falseFailureRate === null || failed === null ? null : rates.falseFailureRate - failed,
    };
  });
  const cells = chosen === undefined ? undefined : truth[chosen];
  return {
    regret: best - ((cells && alignment(cells)) ?? 0),
    coverageBias: meanOf(off.map((o) => o.coverage)),
    ffrBias: meanOf(off.map((o) => o.ffr)),
  };
}

export async function run(): Promise<readonly BenchRow[]> {
  const simulated = Array.from({ length: 300 }, (_, i) => simulatedPool(i + 1));
  const real = realPool();
  if (!real) console.warn("skipped: the real labelled data is not beside this checkout");
  const settings: Setting[] = [
    ...[16, 30, 60].map((grades) => ({ name: "simulated", pools: simulated, grades, draws: 5 })),
    ...(real ? [16, 32, 64].map((grades) => ({ name: "xstest", pools: [real], grades, draws: 300 })) : []),
  ];
  const measured = settings.map((setting) => ({
    setting,
    of: new Map(POLICIES.map((policy) => [policy, measure(setting, policy)])),
  }));
  return Promise.resolve([
    ...measured.map(({ setting, of }) => settingRow(setting, of)),
    regretRow(measured.map(({ of }) => of)),
    biasRow(measured.flatMap(({ of }) => of.get("sampler") ?? [])),
  ]);
}

type Outcomes = ReadonlyMap<SimulatedPolicy, Outcome>;
const OTHERS = POLICIES.filter((policy) => policy !== "sampler");

/** The mean regret of a policy over several settings. */
const regretOf = (all: readonly Outcomes[], policy: SimulatedPolicy): number =>
  meanOf(all.map((of) => of.get(policy)?.regret ?? null)) ?? NaN;

const bestOther = (all: readonly Outcomes[]): number =>
  Math.min(...OTHERS.map((policy) => regretOf(all, policy)));

const listed = (all: readonly Outcomes[]): string =>
  OTHERS.map((policy) => `${policy} ${regretOf(all, policy).toFixed(3)}`).join(", ");

function settingRow({ name, grades }: Setting, of: Outcomes): BenchRow {
  return {
    name: `regret of the default sampler, ${name}, ${grades} grades (${listed([of])})`,
    ours: regretOf([of], "sampler"),
    baseline: bestOther([of]),
    unit: "",
    ratio: null,
    goal: "see the mean",
    met: null,
  };
}

/** A policy is chosen before anybody knows the data: what counts is how it does over all of them. */
function regretRow(all: readonly Outcomes[]): BenchRow {
  const [ours, best] = [regretOf(all, "sampler"), bestOther(all)];
  return {
    name: `mean regret of the default sampler over all of these (${listed(all)})`,
    ours,
    baseline: best,
    unit: "",
    ratio: null,
    goal: "at most the best other + 0.005",
    met: ours <= best + 0.005,
  };
}

function biasRow(outcomes: readonly Outcome[]): BenchRow {
  const worst = Math.max(
    ...outcomes.flatMap(({ coverageBias, ffrBias }) => [Math.abs(coverageBias), Math.abs(ffrBias)]),
  );
  return {
    name: "largest bias of weighted coverage and FFR under the default sampler",
    ours: worst,
    baseline: null,
    unit: "",
    ratio: null,
    goal: "at most 0.02",
    met: worst <= 0.02,
  };
}
