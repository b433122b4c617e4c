import Link from "next/link";
import type { ReactNode } from "react";
import type { Figures } from "@/lib/domain/figures";
import type { HonestEstimate } from "@/lib/domain/honest-estimate";
import type { ProjectId } from "@/lib/domain/ids";
import { valueOf, type Ratio } from "@/lib/domain/ratio";
import type { Missing, ReportCard } from "@/lib/domain/report-card";
import type { WeightedRates } from "@/lib/domain/weighting";
import { sayExplained } from "@/components/criteria/say-explained";
import { EmptyState } from "@/components/ui/empty-state";
import { Explained } from "@/components/ui/explained";
import { IntervalBar, percent, Rate, Score } from "@/components/ui/rate";
import { CandidateTable } from "./candidate-table";
import { Confusion } from "./confusion-table";
import { CriterionSection } from "./criterion-section";
import type { ReportFindings } from "@/lib/domain/report-findings";
import { SetFindings } from "./set-findings";
import { LimitExplorer } from "./limit-explorer";

type Props = {
  readonly projectId: ProjectId;
  readonly report: ReportCard;
  readonly findings: ReportFindings;
  /** Of the bad outputs, those that the criteria account for. */
  readonly explained: Ratio;
  /** Of judges, how many verdicts stand in batches in which texts with a known verdict were judged wrong. */
  readonly untrusted: ReadonlyMap<number, number>;
  /** Where something is selected: how many outputs are good. */
  readonly passRates: ReactNode;
};

/** First one sentence, then the figures with their uncertainty, then what they are made of. */
export function ReportView({ projectId, report, findings, explained, untrusted, passRates }: Props) {
  const { graded, criteria, set, honest, wholeOutput } = report;
  const sum = graded.good + graded.bad;
  return (
    <div className="flex flex-col gap-10">
      <section aria-label="In short" className="flex flex-col gap-5">
        <p className="max-w-[70ch] text-lg">{headline(report)}</p>
        <p className="text-sm text-muted">
          {`${sum} of ${report.outputCount.toLocaleString("en")} outputs graded: ${graded.good} good, ${graded.bad} bad`}
          {graded.undecided > 0 && ` · on ${graded.undecided} the graders disagree`}
          {graded.unsure > 0 && ` · of ${graded.unsure} it cannot be told`}
          {graded.isWeighed && " · graders are weighed by how reliable they look (Dawid–Skene)"}
        </p>
        {explained.of > 0 && (
          <p className="text-sm text-muted">
            <Link className="underline" href={`/projects/${projectId}/criteria#reasons`}>
              {sayExplained(explained)}
            </Link>
          </p>
        )}
        {set && <Headline figures={set} honest={honest} weighted={findings.weighted} />}
      </section>
      {sum === 0 && (
        <EmptyState title="Nothing is measured yet">
          <p>
            Grade a few outputs: with three good and three bad ones the report begins to say which assertions
            agree with you.{" "}
            <Link className="underline" href={`/projects/${projectId}/grade`}>
              Grade
            </Link>
          </p>
        </EmptyState>
      )}
      {set && (
        <section className="flex flex-col gap-3">
          <h2>The selected assertions together</h2>
          <p className="text-sm text-muted">
            An output fails when any of them fails it. Open a cell to see its outputs.
          </p>
          <Confusion projectId={projectId} confusion={set.confusion} assertionIds={set.assertionIds} />
        </section>
      )}
      <SetFindings projectId={projectId} report={report} findings={findings} />
      {passRates}
      {criteria.length > 0 && sum > 0 && (
        <section className="flex flex-col gap-3">
          <h2>All candidates</h2>
          <LimitExplorer projectId={projectId} criteria={criteria} />
        </section>
      )}
      {criteria.map((criterion) => (
        <CriterionSection
          key={criterion.criterion.id}
          projectId={projectId}
          report={criterion}
          untrusted={untrusted}
          findings={
            findings.criteria.find(({ criterionId }) => criterionId === criterion.criterion.id) ?? null
          }
        />
      ))}
      {wholeOutput.length > 0 && (
        <section className="flex flex-col gap-3">
          <h2>Imported evaluators of the whole output</h2>
          <CandidateTable projectId={projectId} candidates={wholeOutput} />
        </section>
      )}
    </div>
  );
}

/** What is still to be graded, as words; empty when it is enough. */
export function sayMissing({ good, bad }: Missing): string {
  const parts = [bad > 0 ? `${bad} more bad` : null, good > 0 ? `${good} more good` : null].filter(
    (part) => part !== null,
  );
  return parts.length === 0 ? "" : `${parts.join(" and ")} grade${good + bad === 1 ? "" : "s"}`;
}

function headline({ set, missing, criteria, graded }: ReportCard): string {
  const needs = sayMissing(missing);
  if (!set) {
    if (criteria.length === 0) return "There are no criteria yet, so there is nothing to select.";
    return needs === ""
      ? "No candidate is good enough to be selected: see below why."
      : `Not measured yet: needs ${needs}.`;
  }
  const { confusion, assertionIds } = set;
  const which =
    assertionIds.length === 1
      ? "The selected assertion catches"
      : `The ${assertionIds.length} selected assertions catch`;
  const bad = confusion.badFailed + confusion.badPassed;
  const good = confusion.goodFailed + confusion.goodPassed;
  const wrongly = `wrongly fail${assertionIds.length === 1 ? "s" : ""}`;
  const sentence = `${which} ${confusion.badFailed} of ${bad} bad outputs and ${wrongly} ${confusion.goodFailed} of ${good} good ones.`;
  return needs === "" || graded.good + graded.bad === 0
    ? sentence
    : `${sentence} More is needed to trust this: ${needs}.`;
}

function Headline({
  figures,
  honest,
  weighted,
}: {
  readonly figures: Figures;
  readonly honest: HonestEstimate | null;
  readonly weighted: WeightedRates | null;
}) {
  const kept = valueOf(figures.falseFailureRate);
  return (
    <div className="flex flex-col gap-2">
      <dl className="grid gap-x-8 gap-y-4 sm:grid-cols-3">
        <Headliner
          name="coverage"
          explains="Of the outputs that you graded bad, the share that fails."
          figure={<Rate ratio={figures.coverage} interval={figures.coverageInterval} />}
          bar={
            <IntervalBar
              value={valueOf(figures.coverage)}
              interval={figures.coverageInterval}
              ticks={tick(honest?.coverage)}
            />
          }
          honest={honest && honest.coverage !== null ? percent(honest.coverage) : null}
          weighted={weighted && sayShare(weighted.coverage)}
        />
        <Headliner
          name="false failure rate"
          explains="Of the outputs that you graded good, the share that fails."
          figure={<Rate ratio={figures.falseFailureRate} interval={figures.falseFailureRateInterval} />}
          bar={
            <IntervalBar
              value={kept}
              interval={figures.falseFailureRateInterval}
              ticks={tick(honest?.falseFailureRate)}
            />
          }
          honest={honest && honest.falseFailureRate !== null ? percent(honest.falseFailureRate) : null}
          weighted={weighted && sayShare(weighted.falseFailureRate)}
        />
        <Headliner
          name="alignment"
          explains="The harmonic mean of coverage and 1 − false failure rate."
          figure={<Score value={figures.alignment} interval={figures.alignmentInterval} />}
          bar={
            <IntervalBar
              value={figures.alignment}
              interval={figures.alignmentInterval}
              ticks={tick(honest?.alignment)}
            />
          }
          honest={honest && honest.alignment !== null ? honest.alignment.toFixed(2) : null}
          weighted={weighted && (weighted.alignment?.toFixed(2) ?? "not measured")}
        />
      </dl>
      <p className="max-w-[75ch] text-sm text-muted">
        {honest
          ? `The large figures are in-sample: the assertions were chosen on these very grades. “Honest” is what the choice reaches on grades that it has not seen (${honest.folds}-fold cross-validation, ${honest.repeats} times, n = ${honest.n}); the dashed tick marks it.${honest.fitted > 0 ? ` ${honest.fitted} selected ${honest.fitted === 1 ? "assertion was" : "assertions were"} learnt from these grades, so even that is on the bright side.` : ""}`
          : "These figures are in-sample: the assertions were chosen on these very grades. An honest estimate needs three good and three bad outputs."}
        {weighted && (
          <>
            {" “"}
            <Explained
              anchor="weighting"
              says="Outputs on which assertions disagree are graded more often than others; weights undo that."
            >
              Weighted
            </Explained>
            {`” is the same with each grade weighted by how likely its output was to be drawn (worth ${weighted.effectiveGrades.toFixed(0)} even grades): what the rates would be over all outputs.`}
          </>
        )}
      </p>
    </div>
  );
}

const sayShare = (share: number | null): string => (share === null ? "not measured" : percent(share));

const tick = (at: number | null | undefined) =>
  at === null || at === undefined ? [] : [{ at, says: "honest" }];

function Headliner(props: {
  readonly name: string;
  readonly explains: string;
  readonly figure: React.ReactNode;
  readonly bar: React.ReactNode;
  readonly honest: string | null;
  /** Null: grades were drawn evenly, or nothing is weighted. */
  readonly weighted: string | null;
}) {
  const { name, explains, figure, bar, honest, weighted } = props;
  return (
    <div>
      <dt className="text-sm text-muted" title={explains}>
        {name}
      </dt>
      <dd className="flex flex-col gap-1">
        <span className="text-xl">{figure}</span>
        {bar}
        <span className="text-sm text-muted">
          {honest === null ? "honest: not measured yet" : `honest: ${honest}`}
          {weighted !== null && ` · weighted: ${weighted}`}
        </span>
        <span className="text-xs text-muted">{explains}</span>
      </dd>
    </div>
  );
}
