import type { Metadata } from "next";
import { comeIn, type ProjectParams } from "@/app/page-gate";
import { PassRates } from "@/components/report/pass-rates";
import { ReportView } from "@/components/report/report-view";
import { ButtonLink } from "@/components/ui/button";
import { BlindNote } from "@/components/ui/blind-note";
import { PageHeader } from "@/components/ui/page-header";
import { countUntrusted } from "@/lib/db/canary-runs";
import { hideInMembers } from "@/lib/domain/hide-outputs";
import { hiddenFrom } from "@/lib/workflow/read-blind";
import { readReasons } from "@/lib/workflow/read-reasons";
import { readPassRates } from "@/lib/workflow/read-pass-rates";
import { readReport } from "@/lib/workflow/read-report";

export const metadata: Metadata = { title: "Report" };

export default async function ReportPage(props: ProjectParams) {
  const { projectId, person } = await comeIn(props);
  const hidden = await hiddenFrom(projectId, person.id);
  const [{ report, findings }, { explained }, untrusted] = await Promise.all([
    readReport(projectId, { isRefitted: true }),
    readReasons(projectId),
    countUntrusted(projectId),
  ]);
  const rates = report.set && (await readPassRates(projectId, report.set.assertionIds));
  return (
    <>
      <PageHeader title="Report">
        <span className="flex gap-2">
          <ButtonLink href={`/projects/${projectId}/report/table`}>Table</ButtonLink>
          <ButtonLink href={`/projects/${projectId}/export`} variant="primary">
            Publish and export
          </ButtonLink>
        </span>
      </PageHeader>
      <BlindNote hidden={hidden} />
      <ReportView
        projectId={projectId}
        report={report}
        findings={{ ...findings, members: hideInMembers(findings.members, hidden) }}
        explained={explained}
        untrusted={untrusted}
        passRates={rates && <PassRates projectId={projectId} {...rates} />}
      />
    </>
  );
}
