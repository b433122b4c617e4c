import { Named } from "@/components/shell/membership";
import { Examples, ExamplesDiff } from "@/components/ui/examples";
import { LabelMark } from "@/components/ui/marks";
import { WordDiff } from "@/components/ui/word-diff";
import { Select } from "@/components/ui/field";
import { Button } from "@/components/ui/button";
import { limitsUnder, sayLimit, type LimitChange, type Revision } from "@/lib/domain/criterion";
import type { RevisionComparison as Comparison, StandingLabel } from "@/lib/domain/compare-revisions";
import type { DriftPage } from "@/lib/domain/drift-page";
import type { ProjectId } from "@/lib/domain/ids";
import { OutputLinks } from "./output-links";

const SHOWN = 100;

type Props = {
  readonly projectId: ProjectId;
  /** All wordings, newest first. */
  readonly revisions: readonly Revision[];
  readonly limitChanges: readonly LimitChange[];
  readonly comparison: Comparison;
  readonly outputNames: DriftPage["outputNames"];
};

/** Two wordings of a criterion side by side, and what people said of the same outputs under each. */
export function RevisionComparison({ projectId, revisions, limitChanges, comparison, outputNames }: Props) {
  const { left, right, outputs, both, flipped } = comparison;
  return (
    <div className="flex flex-col gap-5">
      <form method="get" className="no-print flex flex-wrap items-end gap-3">
        <Choice name="left" label="First wording" revisions={revisions} chosen={left} />
        <Choice name="right" label="Second wording" revisions={revisions} chosen={right} />
        <Button type="submit" size="sm">
          Compare
        </Button>
      </form>
      <div className="grid gap-4 sm:grid-cols-2">
        <Wording revision={left} limits={limitsUnder(left, limitChanges)} />
        <Wording revision={right} limits={limitsUnder(right, limitChanges)} />
      </div>
      <div>
        <h2>What changed</h2>
        <WordDiff before={left.wording} after={right.wording} />
        <ExamplesDiff before={left.examples} after={right.examples} />
      </div>
      <div className="flex flex-col gap-2">
        <h2>Grades under each</h2>
        <p className="text-sm text-muted">
          {both === 0
            ? "No output was graded under both wordings yet, so nothing can be said of what the edit turned."
            : `${flipped} of ${both} outputs graded under both have another label.`}
        </p>
        {outputs.length > 0 && (
          <table className="border-collapse text-left text-sm">
            <thead>
              <tr className="text-muted">
                <th scope="col" className="py-1 pr-6 font-medium">
                  output
                </th>
                <th scope="col" className="py-1 pr-6 font-medium">{`revision ${left.number}`}</th>
                <th scope="col" className="py-1 font-medium">{`revision ${right.number}`}</th>
              </tr>
            </thead>
            <tbody>
              {outputs.slice(0, SHOWN).map((one) => (
                <tr key={one.outputId} className="border-t border-line">
                  <td className="py-1 pr-6">
                    <OutputLinks
                      projectId={projectId}
                      outputs={[
                        { id: one.outputId, name: outputNames.get(one.outputId) ?? String(one.outputId) },
                      ]}
                    />
                  </td>
                  <td className="py-1 pr-6">
                    <Standing label={one.left} />
                  </td>
                  <td className="py-1">
                    <Standing label={one.right} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {outputs.length > SHOWN && (
          <p className="text-sm text-muted">{`and ${outputs.length - SHOWN} more`}</p>
        )}
      </div>
    </div>
  );
}

const Standing = ({ label }: { readonly label: StandingLabel }) =>
  label === "undecided" ? <span className="text-warn">± undecided</span> : <LabelMark label={label} />;

function Choice({
  name,
  label,
  revisions,
  chosen,
}: {
  readonly name: string;
  readonly label: string;
  readonly revisions: readonly Revision[];
  readonly chosen: Revision;
}) {
  return (
    <label className="flex flex-col gap-1 text-sm font-medium">
      {label}
      <Select name={name} defaultValue={chosen.number} key={chosen.number}>
        {revisions.map(({ id, number, change }) => (
          <option key={id} value={number}>
            {`revision ${number}${change === "meaning" ? ", another meaning" : ""}`}
          </option>
        ))}
      </Select>
    </label>
  );
}

const Wording = ({
  revision,
  limits,
}: {
  readonly revision: Revision;
  /** Those that were in force under it, oldest first. */
  readonly limits: readonly number[];
}) => (
  <div className="border-l-2 border-line pl-3">
    <p className="text-sm text-muted">
      {`revision ${revision.number} · ${revision.createdAt.toISOString().slice(0, 10)} · `}
      <Named>{revision.author}</Named>
    </p>
    <p className="font-medium break-words">{revision.name}</p>
    <p dir="auto" className="break-words whitespace-pre-wrap">
      {revision.wording}
    </p>
    <Examples examples={revision.examples} className="text-sm" />
    <p className="text-sm text-muted">{`FFR limit ${limits.map(sayLimit).join(" → ")}`}</p>
    {revision.why !== "" && <p className="text-sm text-muted">{`Why: ${revision.why}`}</p>}
  </div>
);
