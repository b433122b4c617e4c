import { OnlyFor, Reserved } from "@/components/shell/membership";
import { EmptyState } from "@/components/ui/empty-state";
import { Rate } from "@/components/ui/rate";
import type { ExportTarget } from "@/lib/domain/export-target";
import type { ProjectId } from "@/lib/domain/ids";
import { AuditSection } from "./audit-section";
import { ExportFiles } from "./export-files";
import type { ExportPage } from "@/lib/domain/export-page";
import { GradesDownload } from "./grades-download";
import { RollBackButton } from "./roll-back-button";
import { ProposeSelection } from "./propose-selection";
import { PublishForm } from "./publish-form";
import { VersionList } from "./version-list";

type Props = {
  readonly projectId: ProjectId;
  readonly target: ExportTarget;
  readonly page: ExportPage;
  /** Graded outputs that a download of the grades leaves out. */
  readonly leftOut: number;
};

/** Publish what is selected, look at the versions, take one away. */
export function ExportView({ projectId, target, page, leftOut }: Props) {
  const { versions, next, shown } = page;
  return (
    <div className="flex flex-col gap-8">
      {next ? (
        <section aria-label="Publish" className="flex flex-col gap-3">
          <p>
            {next.assertionCount === 1
              ? "1 selected assertion fails "
              : `${next.assertionCount} selected assertions fail `}
            <Rate ratio={next.figures.coverage} interval={next.figures.coverageInterval} />
            {" bad outputs and, wrongly, "}
            <Rate ratio={next.figures.falseFailureRate} interval={next.figures.falseFailureRateInterval} />
            {" good ones. Publishing freezes them with these numbers; later grades change nothing in it."}
          </p>
          <Reserved need="editor">
            <AuditSection projectId={projectId} audit={page.audit} ungraded={page.ungraded} />
            <PublishForm
              projectId={projectId}
              version={(versions[0]?.number ?? 0) + 1}
              uncovered={next.uncovered}
            />
          </Reserved>
          <ProposeSelection projectId={projectId} uncovered={next.uncovered} />
        </section>
      ) : (
        <EmptyState title="Nothing is selected yet">
          <p>
            An evaluator is the set of assertions that agree with your grades, frozen with their numbers. It
            runs elsewhere: in Python, TypeScript or promptfoo, and in CI.
          </p>
          <p>{sayNext(page)}</p>
        </EmptyState>
      )}
      {versions.length > 0 && (
        <section aria-labelledby="versions">
          <h2 id="versions" className="mb-2">
            Versions
          </h2>
          <VersionList
            projectId={projectId}
            versions={versions}
            shown={shown?.evaluator.number ?? null}
            target={target}
          />
          {shown && shown.evaluator.number !== versions[0]?.number && (
            <div className="mt-3">
              <Reserved need="editor">
                <RollBackButton projectId={projectId} number={shown.evaluator.number} />
              </Reserved>
            </div>
          )}
        </section>
      )}
      {shown && <ExportFiles target={target} shown={shown} />}
      <OnlyFor need="editor">
        <GradesDownload projectId={projectId} queueId={null} leftOut={leftOut} />
      </OnlyFor>
    </div>
  );
}

function sayNext({ missing: { good, bad } }: ExportPage): string {
  if (good === 0 && bad === 0) return "Choose an assertion for at least one criterion on the Report page.";
  const wanted = [...(bad > 0 ? [`${bad} more bad`] : []), ...(good > 0 ? [`${good} more good`] : [])];
  return `The next step: grade ${wanted.join(" and ")} outputs, so that assertions can be measured and selected.`;
}
