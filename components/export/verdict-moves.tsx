import { OutputLinks } from "@/components/drift/output-links";
import { VerdictMark } from "@/components/ui/marks";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import { movesOf, sayLabels, type VerdictChanges } from "@/lib/domain/verdict-changes";

/** The outputs of which one selection says another thing than the other, by what they went from and to. */
export function VerdictMoves({
  projectId,
  verdicts,
  outputNames,
}: {
  readonly projectId: ProjectId;
  readonly verdicts: VerdictChanges;
  readonly outputNames: ReadonlyMap<OutputId, string>;
}) {
  const { compared, notMeasured, changes } = verdicts;
  return (
    <div className="flex flex-col gap-2 text-sm">
      <p>
        {compared === 0
          ? "Not measured: no output has a verdict of both yet."
          : `${changes.length} of ${compared.toLocaleString("en")} outputs get another verdict.`}
        {compared > 0 && notMeasured > 0 && (
          <span className="text-muted">{` Not measured on ${notMeasured.toLocaleString("en")}: some assertion has not judged them.`}</span>
        )}
      </p>
      {changes.length > 0 && (
        <dl className="flex flex-col gap-2">
          {movesOf(changes).map(({ before, after, changes: moved }) => (
            <div key={`${before} ${after}`} className="border-t border-line pt-2">
              <dt className="font-medium">
                <VerdictMark kind={before} />
                {" → "}
                <VerdictMark kind={after} />
                <span className="font-normal text-muted">{` · ${moved.length}: ${sayLabels(moved)}`}</span>
              </dt>
              <dd className="break-words">
                <OutputLinks
                  projectId={projectId}
                  outputs={moved.map(({ outputId, label }) => ({
                    id: outputId,
                    name: outputNames.get(outputId) ?? String(outputId),
                    ...(label ? { says: `(graded ${label})` } : {}),
                  }))}
                />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
