import type { ReactNode } from "react";
import { percent, Rate, Score } from "@/components/ui/rate";
import type { FigureSide } from "@/lib/domain/figure-side";
import type { Interval } from "@/lib/domain/intervals";

type Side = { readonly name: string; readonly figures: FigureSide | null };

/** The figures of two selections side by side, each with its sample. */
export function FiguresCompared({ before, after }: { readonly before: Side; readonly after: Side }) {
  const cells = (show: (side: FigureSide) => ReactNode) =>
    [before, after].map(({ name, figures }) => (
      <td key={name} className="py-1.5 pr-6">
        {figures ? show(figures) : <NotMeasured />}
      </td>
    ));
  return (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label="Figures of both">
      <table className="border-collapse text-left text-sm">
        <thead>
          <tr className="text-muted">
            <td />
            {[before, after].map(({ name }) => (
              <th key={name} scope="col" className="py-1 pr-6 font-medium">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Row name="coverage">
            {cells(({ coverage: { ratio, interval } }) => (
              <Rate ratio={ratio} interval={interval} />
            ))}
          </Row>
          <Row name="honest">{cells(({ honest }) => sayShare(honest, "coverage"))}</Row>
          <Row name="false failure rate">
            {cells(({ falseFailureRate: { ratio, interval } }) => (
              <Rate ratio={ratio} interval={interval} />
            ))}
          </Row>
          <Row name="honest">{cells(({ honest }) => sayShare(honest, "falseFailureRate"))}</Row>
          <Row name="alignment">
            {cells(({ alignment: { value, interval, n } }) => (
              <>
                <Score value={value} interval={interval} />
                {value !== null && <N n={n} />}
              </>
            ))}
          </Row>
          <Row name="honest">
            {cells(({ honest }) =>
              honest ? (
                <>
                  <Score value={honest.alignment.value} interval={honest.alignment.interval} />
                  <N n={honest.n} />
                </>
              ) : (
                <NotMeasured />
              ),
            )}
          </Row>
        </tbody>
      </table>
    </div>
  );
}

const NotMeasured = () => <span className="text-muted">not measured</span>;

const N = ({ n }: { readonly n: number }) => <span className="text-muted">{` · n = ${n}`}</span>;

/** A figure has its name at the margin; what is honest of it stands below, a little in. */
function Row({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  const isUnder = name === "honest";
  return (
    <tr className={isUnder ? "text-muted" : "border-t border-line"}>
      <th scope="row" className={`py-1.5 pr-6 font-medium ${isUnder ? "pl-4" : ""}`}>
        {name}
      </th>
      {children}
    </tr>
  );
}

function sayShare(honest: FigureSide["honest"], figure: "coverage" | "falseFailureRate"): ReactNode {
  const value = honest?.[figure].value ?? null;
  if (!honest || value === null) return <NotMeasured />;
  return (
    <span className="whitespace-nowrap tabular-nums">
      {`${percent(value)}${bounds(honest[figure].interval)}`}
      <N n={honest.n} />
    </span>
  );
}

const bounds = (interval: Interval | null): string =>
  interval ? ` (${Math.round(interval[0] * 100)}–${Math.round(interval[1] * 100)})` : "";
