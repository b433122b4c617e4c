import Link from "next/link";
import type { Assertion } from "@/lib/domain/assertion";
import type { Figures } from "@/lib/domain/figures";
import type { AssertionId, OutputId, ProjectId } from "@/lib/domain/ids";
import type { MarginalValue } from "@/lib/domain/marginal-value";
import type { ReportCard } from "@/lib/domain/report-card";
import type { ReportFindings } from "@/lib/domain/report-findings";
import { Explained } from "@/components/ui/explained";
import { percent, Rate, Score } from "@/components/ui/rate";
import { AgreementLine } from "./agreement-line";

type Props = {
  readonly projectId: ProjectId;
  readonly report: ReportCard;
  readonly findings: ReportFindings;
};

/** What the figures of the set are worth: what they are held against, and what each member adds. */
export function SetFindings({ projectId, report, findings }: Props) {
  const { set } = report;
  if (!set) return null;
  const names = new Map(
    [...report.criteria.flatMap(({ candidates }) => candidates), ...report.wholeOutput].map(
      ({ assertion }) => [assertion.id, assertion] as const,
    ),
  );
  return (
    <section aria-labelledby="held-against" className="flex flex-col gap-3">
      <h2 id="held-against">
        <Explained
          anchor="baselines"
          says="A figure says little alone: here is what others reach on the same grades."
        >
          What the set is held against
        </Explained>
      </h2>
      <Baselines report={report} findings={findings} names={names} />
      <AgreementLine notes={findings.notes} />
      {findings.members.length > 1 && (
        <Members projectId={projectId} members={findings.members} names={names} />
      )}
    </section>
  );
}

function Baselines({
  report: { set, honest },
  findings: { baselines, bestSet },
  names,
}: Omit<Props, "projectId"> & { readonly names: ReadonlyMap<AssertionId, Assertion> }) {
  const { ceiling } = baselines;
  return (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label="Baselines">
      <table className="w-full max-w-4xl min-w-[40rem] text-sm">
        <thead>
          <tr className="text-left text-muted">
            <td />
            <th className="pr-4 font-normal">alignment</th>
            <th className="pr-4 font-normal">coverage</th>
            <th className="font-normal">false failure rate</th>
          </tr>
        </thead>
        <tbody>
          {set && <Row name="the set, on the grades that chose it" figures={set} />}
          {honest && (
            <tr className="border-t border-line">
              <th scope="row" className="py-1.5 pr-4 text-left font-medium">
                {`honest: on grades that did not choose (n = ${honest.n})`}
              </th>
              <td className="pr-4">
                <Score value={honest.alignment} interval={honest.interval.alignment} />
              </td>
              <td className="pr-4 tabular-nums">{sayWith(honest.coverage, honest.interval.coverage)}</td>
              <td className="tabular-nums">
                {sayWith(honest.falseFailureRate, honest.interval.falseFailureRate)}
              </td>
            </tr>
          )}
          {bestSet && (
            <Row
              name={`best set of any candidates${bestSet.isProven ? ", proven" : ", as far as searched"}: ${bestSet.assertionIds.map((id) => names.get(id)?.name ?? String(id)).join(" + ")}`}
              figures={bestSet.figures}
            />
          )}
          {baselines.previous && <Row name="what was published last" figures={baselines.previous} />}
          {ceiling.others && <Row name="a grader against the others" figures={ceiling.others} />}
          <Row name="passing everything" figures={baselines.alwaysPass} />
        </tbody>
      </table>
      {ceiling.repeats.of > 0 && (
        <p className={`mt-2 text-sm ${ceiling.isUnsteady ? "text-warn" : "text-muted"}`}>
          {"Outputs that were shown again were graded the same in "}
          <Rate ratio={ceiling.repeats} interval={ceiling.repeatsInterval} />
          {ceiling.isUnsteady ? ": reword the criteria before anything else." : "."}
        </p>
      )}
    </div>
  );
}

const sayWith = (rate: number | null, interval: readonly [number, number] | null): string =>
  rate === null
    ? "not measured"
    : `${percent(rate)}${interval ? ` (${Math.round(interval[0] * 100)}–${Math.round(interval[1] * 100)})` : ""}`;

function Row({ name, figures }: { readonly name: string; readonly figures: Figures }) {
  return (
    <tr className="border-t border-line align-top">
      <th scope="row" className="py-1.5 pr-4 text-left font-normal break-words">
        {name}
      </th>
      <td className="py-1.5 pr-4">
        <Score value={figures.alignment} interval={figures.alignmentInterval} />
      </td>
      <td className="py-1.5 pr-4">
        <Rate ratio={figures.coverage} interval={figures.coverageInterval} />
      </td>
      <td className="py-1.5">
        <Rate ratio={figures.falseFailureRate} interval={figures.falseFailureRateInterval} />
      </td>
    </tr>
  );
}

function Members({
  projectId,
  members,
  names,
}: {
  readonly projectId: ProjectId;
  readonly members: readonly MarginalValue[];
  readonly names: ReadonlyMap<AssertionId, Assertion>;
}) {
  const nameOf = (id: AssertionId) => names.get(id)?.name ?? String(id);
  return (
    <div className="flex flex-col gap-2">
      <h3 className="font-medium">
        <Explained anchor="sets" says="What the set would lose, and be spared, without this member.">
          What each member adds
        </Explained>
      </h3>
      <ul className="flex max-w-[80ch] flex-col gap-2 text-sm">
        {members.map(({ assertionId, onlyCatches, onlyFalseAlarms, impliedBy: [implied] }) => (
          <li key={assertionId} className="border-t border-line pt-2">
            <span className="font-medium break-words">{nameOf(assertionId)}</span>
            <span className="block text-muted">
              {"only it catches "}
              <Opened projectId={projectId} outputs={onlyCatches} />
              {" bad, only it wrongly fails "}
              <Opened projectId={projectId} outputs={onlyFalseAlarms} />
              {" good"}
              {onlyCatches.length === 0 && ": the set would catch as much without it"}
            </span>
            {implied && (
              <span className="block text-muted">
                {`${implied.holds} of the ${implied.of} outputs that it fails are failed by “${nameOf(implied.by)}”, too`}
                {implied.counterExamples.length > 0 && (
                  <>
                    {"; not "}
                    <Opened projectId={projectId} outputs={implied.counterExamples} isListed />
                  </>
                )}
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

const SHOWN = 5;

/** A count with links to its first outputs. */
function Opened({
  projectId,
  outputs,
  isListed = false,
}: {
  readonly projectId: ProjectId;
  readonly outputs: readonly OutputId[];
  readonly isListed?: boolean;
}) {
  const links = outputs.slice(0, SHOWN).map((id) => (
    <Link key={id} href={`/projects/${projectId}/outputs/${id}`} className="ml-1 underline">
      {`#${id}`}
    </Link>
  ));
  return (
    <span className="tabular-nums">
      {!isListed && outputs.length}
      {links.length > 0 && (isListed ? links : <> ({links})</>)}
    </span>
  );
}
