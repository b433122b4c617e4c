import { CriterionId, OutputId } from "@/lib/domain/ids";
import type { Label } from "@/lib/domain/grade";
import type { ReportInput } from "@/lib/domain/report-input";
import { mulberry32 } from "@/lib/domain/rng";
import { VerdictMatrix } from "@/lib/domain/verdict-matrix";
import type { VerdictKind } from "@/lib/domain/verdict";
import { aCriterion, anAssertion } from "@/tests/support/domain-builders";

export type Size = {
  readonly assertions: number;
  readonly outputs: number;
  readonly grades: number;
  readonly criteria: number;
};

/**
 * A project of a given size: a third of the outputs is bad, assertions are right on 55 to 95 % of them, and what is
 * hard for one is hard for others of the same criterion.
 */
export function gradedProject({ assertions, outputs, grades, criteria }: Size, seed = 1): ReportInput {
  const rng = mulberry32(seed);
  const all = Array.from({ length: criteria }, (_, i) => aCriterion(`criterion ${i + 1}`));
  const outputIds = Array.from({ length: outputs }, (_, i) => OutputId.parse(i + 1));
  const isGood = outputIds.map(() => rng() < 2 / 3);
  const hardness = all.map(() => outputIds.map(() => rng()));
  const matrix = new VerdictMatrix();
  matrix.addOutputs(outputIds);
  const drafts = Array.from({ length: assertions }, (_, i) => {
    const criterion = all[i % criteria];
    if (!criterion) throw new Error("no criterion");
    const assertion = anAssertion(i + 1, criterion, "x".repeat(20 + i));
    const skill = 0.55 + 0.4 * rng();
    const kinds = outputIds.map((_, row): VerdictKind => {
      const luck = rng() < 0.5 ? rng() : (hardness[i % criteria]?.[row] ?? 0);
      return luck < skill === isGood[row] ? "pass" : "fail";
    });
    matrix.setMany(assertion.id, outputIds, kinds);
    return assertion;
  });
  const labels = new Map(
    outputIds.slice(0, grades).map((id, row): [OutputId, Label] => [id, isGood[row] ? "good" : "bad"]),
  );
  const own = {
    basis: "criterion",
    labels,
    implied: 0,
    stale: 0,
    outdated: 0,
    undecided: 0,
    unsure: 0,
    provisional: 0,
  } as const;
  return {
    criteria: all,
    assertions: drafts,
    matrix,
    labels: {
      whole: labels,
      wholeUndecided: 0,
      wholeUnsure: 0,
      weighed: new Set(),
      byCriterion: new Map(all.map(({ id }) => [CriterionId.parse(id), own])),
    },
    choices: new Map(),
  };
}
