import type { Metadata } from "next";
import { comeIn, type ProjectParams, type SearchParams } from "@/app/page-gate";
import { numberOf } from "@/app/number-of";
import { ExportView } from "@/components/export/export-view";
import { BlindNote } from "@/components/ui/blind-note";
import { PageHeader } from "@/components/ui/page-header";
import { ExportTarget } from "@/lib/domain/export-target";
import { countLeftOut } from "@/lib/workflow/export-grades";
import { hiddenFrom } from "@/lib/workflow/read-blind";
import { readExport } from "@/lib/workflow/read-export";

export const metadata: Metadata = { title: "Export" };

export default async function ExportPage(props: ProjectParams & SearchParams) {
  const { projectId, person } = await comeIn(props);
  const { version, target: name } = await props.searchParams;
  // An address that makes no sense shows the newest version as Python.
  const target = ExportTarget.catch("python").parse(name);
  const hidden = await hiddenFrom(projectId, person.id);
  const page = await readExport(projectId, { version: numberOf(version), target, hidden });
  const leftOut = await countLeftOut(projectId, null, person.id);
  return (
    <div className="max-w-4xl">
      <PageHeader title="Export" />
      <BlindNote hidden={hidden} />
      <ExportView projectId={projectId} target={target} page={page} leftOut={leftOut} />
    </div>
  );
}
