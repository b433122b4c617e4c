import type { Metadata } from "next";
import { auditQuery } from "@/app/audit-query";
import { comeIn, type ProjectParams, type SearchParams } from "@/app/page-gate";
import { AuditLog } from "@/components/audit/audit-log";
import { PageHeader } from "@/components/ui/page-header";
import { readAuditPage } from "@/lib/workflow/audit";

export const metadata: Metadata = { title: "Audit log" };

export default async function AuditPage(props: ProjectParams & SearchParams) {
  // Decisions on disputes stand in it: who still grades blind must not read them here.
  const { projectId } = await comeIn(props, "editor");
  const { filter, before } = auditQuery(await props.searchParams);
  return (
    <div className="max-w-4xl">
      <PageHeader title="Audit log" />
      <AuditLog
        page={await readAuditPage(projectId, filter, before)}
        path={`/projects/${projectId}/audit`}
        csv={`/api/projects/${projectId}/audit`}
      />
    </div>
  );
}
