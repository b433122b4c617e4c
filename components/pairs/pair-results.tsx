import Link from "next/link";
import { DownloadMenu } from "@/components/tables/download-menu";
import { STICKY_HEAD, TableFrame } from "@/components/tables/table-frame";
import { Rate } from "@/components/ui/rate";
import { valueOf, type Ratio } from "@/lib/domain/ratio";
import type { ProjectId } from "@/lib/domain/ids";
import type { Interval } from "@/lib/domain/intervals";

type Props = {
  readonly projectId: ProjectId;
  /** Of this page, without what is asked of it. */
  readonly path: string;
  readonly criterionId: string;
  readonly results: {
    readonly decided: number;
    readonly equal: number;
    readonly unsure: number;
    readonly left: { readonly wins: Ratio; readonly interval: Interval | null; readonly p: number | null };
    readonly agreement: Ratio;
    readonly values: readonly {
      readonly value: string;
      readonly wins: Ratio;
      readonly interval: Interval | null;
      readonly strength: number | null;
    }[];
    readonly keys: readonly string[];
    readonly by: string | null;
  };
};

/** What comparisons came to: who wins, whether the place decides, and whether people agree. */
export function PairResultsSection({ projectId, path, criterionId, results }: Props) {
  const { decided, equal, unsure, left, agreement, values, keys, by } = results;
  return (
    <section aria-labelledby="results" className="flex flex-col gap-3">
      <h2 id="results">Results so far</h2>
      <p className="max-w-[72ch] text-sm text-muted">
        {`${decided} decided, ${equal} equal, ${unsure} can’t tell, by everybody. Comparisons say which is better, not which is good: they enter neither coverage nor FFR nor alignment.`}
      </p>
      {keys.length > 1 && (
        <nav aria-label="Told apart by" className="flex flex-wrap gap-3 text-sm">
          {keys.map((key) => (
            <Link
              key={key}
              href={`${path}?${new URLSearchParams({ criterion: criterionId, by: key }).toString()}`}
              aria-current={key === by ? "true" : undefined}
              className={key === by ? "font-medium" : "underline"}
            >
              {`by ${key}`}
            </Link>
          ))}
        </nav>
      )}
      {values.length > 0 && (
        <DownloadMenu
          projectId={projectId}
          table="pairs"
          params={[["criterion", criterionId], ...(by === null ? [] : [["by", by] as const])]}
        />
      )}
      {values.length > 0 && (
        <TableFrame label="Results by value">
          <table className="text-left text-sm">
            <thead className={STICKY_HEAD}>
              <tr>
                <th scope="col" className="py-1.5 pr-6 font-medium">
                  {by}
                </th>
                <th scope="col" className="py-1.5 pr-6 font-medium">
                  won (equal is half)
                </th>
                <th scope="col" className="py-1.5 font-medium">
                  strength (Bradley–Terry)
                </th>
              </tr>
            </thead>
            <tbody>
              {values.map(({ value, wins, interval, strength }) => (
                <tr key={value} className="border-b border-line">
                  <td className="max-w-64 py-1.5 pr-6 break-words">{value}</td>
                  <td className="py-1.5 pr-6">
                    <Rate ratio={wins} interval={interval} />
                  </td>
                  <td className="py-1.5 tabular-nums">
                    {strength === null ? "not measured" : strength.toFixed(2)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
      <dl className="grid gap-x-6 gap-y-1 text-sm sm:grid-cols-[auto_1fr]">
        <dt className="text-muted">The left one won</dt>
        <dd>
          <Rate ratio={left.wins} interval={left.interval} />
          {left.p !== null && left.p < 0.05 && (
            <span className="text-warn">{` ⚠ the place seems to decide (p ${left.p.toFixed(3)})`}</span>
          )}
        </dd>
        <dt className="text-muted">Two people say the same of a pair</dt>
        <dd>
          {valueOf(agreement) === null ? "not measured yet" : <Rate ratio={agreement} interval={null} />}
        </dd>
      </dl>
    </section>
  );
}
