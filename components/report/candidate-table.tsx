import Link from "next/link";
import { isFitted } from "@/lib/domain/assertion";
import type { CandidateFigures } from "@/lib/domain/report-card";
import type { ProjectId } from "@/lib/domain/ids";
import { valueOf } from "@/lib/domain/ratio";
import { DownloadMenu } from "@/components/tables/download-menu";
import { STICKY_HEAD, TableFrame } from "@/components/tables/table-frame";
import { WHOLE_OUTPUT } from "@/lib/domain/table-file";
import { Badge } from "@/components/ui/badge";
import type { WeightedRates } from "@/lib/domain/weighting";
import { IntervalBar, percent, Rate, Score } from "@/components/ui/rate";

type Props = {
  readonly projectId: ProjectId;
  readonly candidates: readonly CandidateFigures[];
  /** The same rates with each grade weighted by how likely its output was drawn; absent: all weigh the same. */
  readonly weighted?: ReadonlyMap<number, WeightedRates>;
  /** Of judges, how many verdicts stand in untrusted batches; absent: there are no judges. */
  readonly untrusted?: ReadonlyMap<number, number>;
  /** What can be done with a candidate. */
  readonly action?: (candidate: CandidateFigures) => React.ReactNode;
};

export function CandidateTable({ projectId, candidates, weighted, untrusted, action }: Props) {
  const criterionId = candidates[0]?.assertion.criterionId ?? WHOLE_OUTPUT;
  return (
    <div>
      <DownloadMenu projectId={projectId} table="candidates" params={[["criterion", criterionId]]} />
      <TableFrame label="Candidates">
        <table className="w-full min-w-[52rem] border-collapse text-left text-sm">
          <thead className={STICKY_HEAD}>
            <tr>
              <th scope="col" className="py-2 pr-3 font-medium">
                candidate
              </th>
              <th scope="col" className="py-2 pr-3 font-medium">
                alignment
              </th>
              <th scope="col" className="py-2 pr-3 font-medium">
                coverage
              </th>
              <th scope="col" className="py-2 pr-3 font-medium">
                false failure rate
              </th>
              <th scope="col" className="py-2 pr-3 font-medium">
                passes overall
              </th>
              {action && (
                <th scope="col" className="py-2 font-medium">
                  <span className="sr-only">choice</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {candidates.map((candidate) => (
              <tr
                key={candidate.assertion.id}
                className={`border-b border-line align-top ${candidate.isSelected ? "bg-raised" : ""}`}
              >
                <td className="py-2 pr-3 pl-2">
                  <Link
                    href={`/projects/${projectId}/report/table?a=${candidate.assertion.id}&filter=graded`}
                    className="break-words underline decoration-line underline-offset-2 hover:decoration-current"
                  >
                    {candidate.assertion.name}
                  </Link>
                  {candidate.assertion.implementation.kind === "judge" && (
                    <Link
                      href={`/projects/${projectId}/assertions/${candidate.assertion.id}/trust`}
                      className="ml-2 text-sm text-muted underline"
                    >
                      trust
                    </Link>
                  )}
                  <span className="mt-0.5 flex flex-wrap gap-1">
                    {candidate.isSelected && <Badge tone="accent">selected</Badge>}
                    <Badge>{candidate.assertion.implementation.kind}</Badge>
                    {isFitted(candidate.assertion) && <Badge>learnt from these grades</Badge>}
                    {candidate.folded !== null ? (
                      <Badge tone="warn">{candidate.folded}</Badge>
                    ) : (
                      candidate.standing !== "eligible" && (
                        <Badge tone={candidate.standing === "not measured" ? "plain" : "warn"}>
                          {candidate.standing === "not measured" && candidate.alignment !== null
                            ? "too few grades"
                            : candidate.standing}
                        </Badge>
                      )
                    )}
                    {candidate.errors > 0 && <Badge tone="warn">{`⚠ ${candidate.errors} errors`}</Badge>}
                    {untrusted?.has(candidate.assertion.id) === true && (
                      <Badge tone="warn">{`⚠ ${untrusted.get(candidate.assertion.id)} verdicts untrusted`}</Badge>
                    )}
                    {candidate.missing > 0 && <Badge>{`${candidate.missing} not judged`}</Badge>}
                  </span>
                </td>
                <td className="w-44 py-2 pr-3">
                  <Score value={candidate.alignment} interval={candidate.alignmentInterval} />
                  <IntervalBar value={candidate.alignment} interval={candidate.alignmentInterval} />
                </td>
                <td className="py-2 pr-3">
                  <Rate ratio={candidate.coverage} interval={candidate.coverageInterval} />
                  <Weighted share={weighted?.get(candidate.assertion.id)?.coverage} />
                </td>
                <td className="py-2 pr-3">
                  <Rate ratio={candidate.falseFailureRate} interval={candidate.falseFailureRateInterval} />
                  <Weighted share={weighted?.get(candidate.assertion.id)?.falseFailureRate} />
                </td>
                <td className="py-2 pr-3 tabular-nums text-muted">
                  {valueOf(candidate.selectivity) === null
                    ? "not run yet"
                    : `${candidate.selectivity.count} of ${candidate.selectivity.of}`}
                </td>
                {action && <td className="py-2">{action(candidate)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
    </div>
  );
}

/** What the rate would be over all outputs; nothing where it is not measured or all grades weigh the same. */
function Weighted({ share }: { readonly share: number | null | undefined }) {
  if (share === null || share === undefined) return null;
  return <span className="block text-xs text-muted">{`weighted: ${percent(share)}`}</span>;
}
