import type { ProjectId } from "@/lib/domain/ids";
import { valueOf, type Ratio } from "@/lib/domain/ratio";
import type { PassRate, SlicedBy } from "@/lib/domain/pass-rate-by-slice";
import type { Estimates, OtherEstimate } from "@/lib/domain/pass-rate-estimates";
import { DownloadMenu } from "@/components/tables/download-menu";
import { STICKY_HEAD, TableFrame } from "@/components/tables/table-frame";
import { Explained } from "@/components/ui/explained";
import { IntervalBar, percent } from "@/components/ui/rate";

type Props = {
  readonly projectId: ProjectId;
  readonly all: PassRate;
  /** Null: there are too many outputs to slice. */
  readonly by: readonly SlicedBy[] | null;
  readonly estimates: Estimates;
};

/** How good the pipeline is: what this whole exercise is for. */
export function PassRates({ projectId, all, by, estimates }: Props) {
  return (
    <section aria-labelledby="pass-rate" className="flex flex-col gap-4">
      <h2 id="pass-rate">
        <Explained
          anchor="pass-rate"
          says="Grades say what a passing and a failing output is worth; verdicts say how many there are of each."
        >
          How many outputs are good
        </Explained>
      </h2>
      <p className="max-w-[75ch]">{sayAll(all)}</p>
      <Others estimates={estimates} />
      <DownloadMenu projectId={projectId} table="pass-rates" />
      {by?.map((sliced) => (
        <Slices key={sliced.key} sliced={sliced} />
      ))}
      {by === null && (
        <p className="text-sm text-muted">
          There are too many outputs here to slice them by metadata on this page.
        </p>
      )}
    </section>
  );
}

const METHODS: Readonly<Record<OtherEstimate["method"], string>> = {
  grades: "the grades alone, right only if they were drawn evenly",
  ppi: "PPI++: verdicts on all outputs, corrected by the grades",
  "rogan-gladen": "Rogan–Gladen: verdicts, corrected by an earlier audit",
};

/** The same by other methods, or why they do not fit; for who wants to check. */
function Others({ estimates: { others, corrected } }: { readonly estimates: Estimates }) {
  return (
    <details className="text-sm text-muted">
      <summary className="cursor-pointer">by other methods</summary>
      <ul className="mt-2 flex max-w-[75ch] list-disc flex-col gap-1 pl-5">
        {others.map(({ method, n, estimate, refused }) => (
          <li key={method}>
            {`${METHODS[method]}: `}
            {estimate
              ? `${percent(estimate.rate)} (${range(...estimate.interval)}), n = ${n}`
              : `not used, because ${refused ?? "it is not measured"}`}
          </li>
        ))}
        <li>
          {corrected
            ? `Had every output been graded, coverage would be about ${percent(corrected.coverage)} and the false failure rate ${percent(corrected.falseFailureRate)} (Begg–Greenes: corrected for what was picked to be graded).`
            : "Coverage and false failure rate cannot be corrected for what was picked to be graded: a verdict that occurs has no grade yet."}
        </li>
      </ul>
    </details>
  );
}

const share = (of: Ratio): string => {
  const value = valueOf(of);
  return value === null
    ? "–"
    : `${of.count.toLocaleString("en")} of ${of.of.toLocaleString("en")} · ${percent(value)}`;
};

const range = (low: number, high: number): string => `${Math.round(low * 100)}–${Math.round(high * 100)}`;

function sayAll({ estimate, passed, graded, needs }: PassRate): string {
  const verdicts = `The selection passes ${share(passed)} of the outputs that it has judged.`;
  if (!estimate)
    return `${verdicts} How many of all outputs are good is not measured yet: ${sayNeeds(needs)}.`;
  const [low, high] = estimate.interval;
  return `About ${percent(estimate.rate)} (${range(low, high)}) of the judged outputs are good, estimated from ${graded.of} grades and all verdicts. ${verdicts}`;
}

function sayNeeds({ passed, failed }: PassRate["needs"]): string {
  const parts = [
    passed > 0 ? `${passed} more of the outputs that pass` : null,
    failed > 0 ? `${failed} more of those that fail` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? "nothing is judged" : `grade ${parts.join(" and ")}`;
}

function Slices({ sliced: { key, slices, differences } }: { readonly sliced: SlicedBy }) {
  return (
    <div>
      <TableFrame label={`Pass rate by ${key}`}>
        <table className="w-full max-w-3xl text-sm">
          <thead className={STICKY_HEAD}>
            <tr className="text-left">
              <th className="py-1 pr-4 font-normal">{key}</th>
              <th className="pr-4 font-normal">good, estimated</th>
              <th className="pr-4 font-normal">passed by the selection</th>
              <th className="font-normal">graded good</th>
            </tr>
          </thead>
          <tbody>
            {slices.map(({ value, estimate, passed, graded, needs }) => (
              <tr key={value} className="border-t border-line align-top">
                <td className="py-1.5 pr-4 font-mono text-[13px] break-all">{value}</td>
                <td className="py-1.5 pr-4 tabular-nums">
                  {estimate ? (
                    <>
                      {percent(estimate.rate)}
                      <span className="text-muted">{` (${range(...estimate.interval)})`}</span>
                      <IntervalBar value={estimate.rate} interval={estimate.interval} />
                    </>
                  ) : (
                    <span className="text-muted">{`not measured yet: ${sayNeeds(needs)}`}</span>
                  )}
                </td>
                <td className="py-1.5 pr-4 tabular-nums">{share(passed)}</td>
                <td className="py-1.5 tabular-nums">{share(graded)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
      {differences.map(({ value, against, points, interval: [low, high] }) => (
        <p key={value} className="mt-1 text-sm text-muted">
          {`${value} against ${against}: ${signed(points)} points (${signed(low)} to ${signed(high)})${low <= 0 && high >= 0 ? ", which may be chance." : "."}`}
        </p>
      ))}
      {differences.length > 0 && (
        <p className="mt-1 max-w-[75ch] text-xs text-muted">
          Each slice is estimated from its own grades. Comparing only what the selection passes would assume
          that it errs alike on all of them.
        </p>
      )}
    </div>
  );
}

const signed = (share: number): string => {
  const points = Math.round(share * 100);
  return points > 0 ? `+${points}` : String(points).replace("-", "−");
};
