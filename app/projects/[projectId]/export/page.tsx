import type { Metadata } from "next";
import { projectIdOf, type ProjectParams, type SearchParams } from "@/app/page-gate";
import { numberOf } from "@/app/number-of";
import { ExportView } from "@/components/export/export-view";
import { PageHeader } from "@/components/ui/page-header";
import { ExportTarget } from "@/lib/domain/export-target";
import { readExport } from "@/lib/workflow/read-export";

export const metadata: Metadata = { title: "Export" };

export default async function ExportPage(props: ProjectParams & SearchParams) {
  const projectId = await projectIdOf(props);
  const { version, target: name } = await props.searchParams;
  // An address that makes no sense shows the newest version as Python.
  const target = ExportTarget.catch("python").parse(name);
  const page = await readExport(projectId, { version: numberOf(version), target });
  return (
    <div className="max-w-4xl">
      <PageHeader title="Export" />
      <ExportView projectId={projectId} target={target} page={page} />
    </div>
  );
}
