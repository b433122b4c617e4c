import type { Metadata } from "next";
import { comeIn, type ProjectParams, type SearchParams } from "@/app/page-gate";
import { VerdictTable } from "@/components/report/verdict-table";
import { BlindNote } from "@/components/ui/blind-note";
import { PageHeader } from "@/components/ui/page-header";
import { VerdictTableQuery } from "@/lib/domain/verdict-table";
import { hiddenFrom } from "@/lib/workflow/read-blind";
import { readTable } from "@/lib/workflow/read-table";

export const metadata: Metadata = { title: "Outputs × assertions" };

export default async function TablePage(props: ProjectParams & SearchParams) {
  const { projectId, person } = await comeIn(props);
  const hidden = await hiddenFrom(projectId, person.id);
  const { filter, page, a: chosen } = VerdictTableQuery.parse(await props.searchParams);
  const table = await readTable(projectId, { filter, page, chosen, hidden, person: person.id });
  return (
    <>
      <PageHeader title="Outputs × assertions" />
      <BlindNote hidden={hidden} />
      <VerdictTable projectId={projectId} table={table} filter={filter} page={page} chosen={chosen} />
    </>
  );
}
