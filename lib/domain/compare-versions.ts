import { fisherExact } from "./compare-proportions";
import type { InPlay } from "./detect-disagreement";
import type { PipelineVersion } from "./detect-pipeline-drift";
import type { Label } from "./grade";
import type { OutputId } from "./ids";
import { wilson, type Interval } from "./intervals";
import { ratio, type Ratio } from "./ratio";
import type { VerdictMatrix } from "./verdict-matrix";

/** How an assertion agrees with the grades of one version of the pipeline. */
type OfVersion = { readonly version: string; readonly agreement: Ratio; readonly interval: Interval | null };

/** A selected assertion on each version. */
export type VersionAgreement = {
  readonly assertion: string;
  readonly criterion: string;
  readonly versions: readonly OfVersion[];
  /** Of Fisher's exact test that it agrees on the latest version as on those before; null: not measured. */
  readonly p: number | null;
};

/** How well the selected assertions agree with the grades on each version of a pipeline; the latest comes last. */
export function compareVersions(
  versions: readonly PipelineVersion[],
  {
    inPlay,
    labelsOf,
    matrix,
  }: {
    readonly inPlay: readonly InPlay[];
    readonly labelsOf: (one: InPlay) => ReadonlyMap<OutputId, Label>;
    readonly matrix: VerdictMatrix;
  },
): VersionAgreement[] {
  return inPlay.map((one) => {
    const labels = labelsOf(one);
    const agreements = versions.map(({ value, outputIds }) => {
      const held = outputIds.flatMap((id) => {
        const [label, kind] = [labels.get(id), matrix.kind(one.assertion.id, id)];
        return label === undefined || (kind !== "pass" && kind !== "fail")
          ? []
          : [(label === "good") === (kind === "pass")];
      });
      const agreement = ratio(held.filter(Boolean).length, held.length);
      return { version: value, agreement, interval: wilson(agreement) };
    });
    const before = sum(agreements.slice(0, -1).map(({ agreement }) => agreement));
    const latest = agreements.at(-1)?.agreement ?? ratio(0, 0);
    return {
      assertion: one.assertion.name,
      criterion: one.criterion.revision.name,
      versions: agreements,
      p: before.of === 0 || latest.of === 0 ? null : fisherExact(before, latest),
    };
  });
}

const sum = (ratios: readonly Ratio[]): Ratio =>
  ratio(
    ratios.reduce((total, { count }) => total + count, 0),
    ratios.reduce((total, { of }) => total + of, 0),
  );
