import Link from "next/link";
import type { Confusion as Cells } from "@/lib/domain/confusion";
import type { AssertionId, ProjectId } from "@/lib/domain/ids";

type Props = {
  readonly projectId: ProjectId;
  readonly confusion: Cells;
  readonly assertionIds: readonly AssertionId[];
};

/** Grades against verdicts; each cell opens its outputs, the mistakes in the colours of mistakes. */
export function Confusion({ projectId, confusion, assertionIds }: Props) {
  const link = (filter: string) =>
    `/projects/${projectId}/report/table?${new URLSearchParams([["filter", filter], ...assertionIds.map((id) => ["a", String(id)])]).toString()}`;
  const rest = [
    confusion.errored > 0 ? `${confusion.errored} errors` : null,
    confusion.notApplicable > 0 ? `${confusion.notApplicable} not applicable` : null,
    confusion.unjudged > 0 ? `${confusion.unjudged} not judged yet` : null,
  ].filter((part) => part !== null);
  return (
    <div className="text-sm">
      <table className="border-collapse text-left">
        <thead>
          <tr className="text-muted">
            <td />
            <th scope="col" className="px-4 py-1 font-medium">
              fails
            </th>
            <th scope="col" className="px-4 py-1 font-medium">
              passes
            </th>
          </tr>
        </thead>
        <tbody>
          <tr className="border-t border-line">
            <th scope="row" className="py-1.5 pr-4 font-medium text-muted">
              graded bad
            </th>
            <Cell href={link("caught")} count={confusion.badFailed} says="caught" />
            <Cell href={link("falsePass")} count={confusion.badPassed} says="missed" isMistake />
          </tr>
          <tr className="border-t border-line">
            <th scope="row" className="py-1.5 pr-4 font-medium text-muted">
              graded good
            </th>
            <Cell href={link("falseFail")} count={confusion.goodFailed} says="wrongly failed" isMistake />
            <Cell href={link("kept")} count={confusion.goodPassed} says="passed" />
          </tr>
        </tbody>
      </table>
      {rest.length > 0 && <p className="mt-1 text-warn">{`Not counted: ${rest.join(", ")}`}</p>}
    </div>
  );
}

function Cell({
  href,
  count,
  says,
  isMistake = false,
}: {
  readonly href: string;
  readonly count: number;
  readonly says: string;
  readonly isMistake?: boolean;
}) {
  return (
    <td className="px-4 py-1.5">
      <Link
        href={href}
        className={`tabular-nums underline decoration-line underline-offset-2 hover:decoration-current ${isMistake && count > 0 ? "text-bad" : ""}`}
      >
        {`${count} ${says}`}
      </Link>
    </td>
  );
}
