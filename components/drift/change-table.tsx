import { percent } from "@/components/ui/rate";
import type { DriftChange, Headline, Shift } from "@/lib/domain/drift-journal";
import { sayOpen } from "@/lib/domain/drift-page";
import { valueOf, type Ratio } from "@/lib/domain/ratio";

const FIGURES = [
  { key: "coverage", name: "coverage" },
  { key: "falseFailureRate", name: "FFR" },
  { key: "alignment", name: "alignment" },
] as const;
type Figure = (typeof FIGURES)[number]["key"];

/**
 * How the figures moved since an entry: what outputs without a label any more did (while there are some), what the new
 * labels did, and what new assertions and outputs did.
 */
export function ChangeTable({ change, of }: { readonly change: DriftChange; readonly of: string }) {
  const { before, kept, relabelled, after, dropout, relabelling, evaluators, open } = change;
  return (
    <div className="flex flex-col gap-1">
      <div
        className="overflow-x-auto"
        tabIndex={0}
        role="region"
        aria-label={`What changed with entry ${of}`}
      >
        <table className="w-full min-w-[44rem] border-collapse text-left text-sm">
          <thead>
            <tr className="text-muted">
              <th scope="col" className="py-1 pr-4 font-medium">
                {change.of === "criterion" ? "its assertion" : "the selection"}
              </th>
              <th scope="col" className="py-1 pr-4 font-medium">
                before
              </th>
              {open > 0 && (
                <th scope="col" className="py-1 pr-4 font-medium">
                  because some have no label now
                </th>
              )}
              <th scope="col" className="py-1 pr-4 font-medium">
                because of relabelling
              </th>
              <th scope="col" className="py-1 pr-4 font-medium">
                because of new evaluators or data
              </th>
              <th scope="col" className="py-1 font-medium">
                after
              </th>
            </tr>
          </thead>
          <tbody>
            {FIGURES.map(({ key, name }) => (
              <tr key={key} className="border-t border-line align-top tabular-nums">
                <th scope="row" className="py-1.5 pr-4 font-medium">
                  {name}
                </th>
                <td className="py-1.5 pr-4 whitespace-nowrap">{sayFigure(before, key)}</td>
                {open > 0 && (
                  <td className="py-1.5 pr-4">
                    <Moved shift={dropout} figure={key} to={kept} />
                  </td>
                )}
                <td className="py-1.5 pr-4">
                  <Moved shift={relabelling} figure={key} to={relabelled} />
                </td>
                <td className="py-1.5 pr-4">
                  <Moved shift={evaluators} figure={key} to={after} />
                </td>
                <td className="py-1.5 whitespace-nowrap">{sayFigure(after, key)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {open > 0 && <p className="text-sm text-muted">{sayOpen(change)}</p>}
    </div>
  );
}

const sayRatio = (ratio: Ratio): string => {
  const value = valueOf(ratio);
  return value === null ? "not measured" : `${ratio.count} of ${ratio.of} · ${percent(value)}`;
};

function sayFigure(headline: Headline, figure: Figure): string {
  if (figure !== "alignment") return sayRatio(headline[figure]);
  return headline.alignment === null ? "not measured" : headline.alignment.toFixed(2);
}

function Moved({
  shift,
  figure,
  to,
}: {
  readonly shift: Shift;
  readonly figure: Figure;
  readonly to: Headline;
}) {
  const by = shift[figure];
  if (by === null) return <span className="text-muted">not measured</span>;
  const sign = by > 0 ? "+" : by < 0 ? "−" : "±";
  const size = Math.abs(by);
  return (
    <>
      <span className="block whitespace-nowrap">
        {figure === "alignment"
          ? `${sign}${size.toFixed(2)}`
          : `${sign}${Math.round(size * 100)} points, to ${sayRatio(to[figure])}`}
      </span>
      <ShiftBar by={by} />
    </>
  );
}

/** From the middle to the left: it fell; to the right: it rose. */
function ShiftBar({ by }: { readonly by: number }) {
  const width = Math.min(1, Math.abs(by)) * 50;
  return (
    <svg aria-hidden viewBox="0 0 100 6" preserveAspectRatio="none" className="mt-1 h-1.5 w-28">
      <line x1={0} x2={100} y1={3} y2={3} className="stroke-line" />
      <line x1={50} x2={50} y1={0} y2={6} className="stroke-muted" />
      <rect x={by < 0 ? 50 - width : 50} width={width} y={1} height={4} className="fill-accent" />
    </svg>
  );
}
