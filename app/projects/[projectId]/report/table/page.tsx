import type { Metadata } from "next";
import { z } from "zod";
import { comeIn, type ProjectParams, type SearchParams } from "@/app/page-gate";
import { VerdictTable } from "@/components/report/verdict-table";
import { BlindNote } from "@/components/ui/blind-note";
import { PageHeader } from "@/components/ui/page-header";
import { AssertionId } from "@/lib/domain/ids";
import { TableFilter } from "@/lib/domain/verdict-table";
import { hiddenFrom } from "@/lib/workflow/read-blind";
import { readTable } from "@/lib/workflow/read-table";

export const metadata: Metadata = { title: "Outputs × assertions" };

const Query = z.object({
  filter: TableFilter.catch("all"),
  page: z.coerce.number().int().min(1).catch(1),
  a: z.union([z.string().transform((id) => [id]), z.array(z.string())]).catch([]),
});

export default async function TablePage(props: ProjectParams & SearchParams) {
  const { projectId, person } = await comeIn(props);
  const hidden = await hiddenFrom(projectId, person.id);
  const query = Query.parse(await props.searchParams);
  const chosen = query.a.flatMap((id) => {
    const parsed = z.coerce.number().pipe(AssertionId).safeParse(id);
    return parsed.success ? [parsed.data] : [];
  });
  const table = await readTable(projectId, {
    filter: query.filter,
    page: query.page,
    chosen,
    hidden,
    person: person.id,
  });
  return (
    <>
      <PageHeader title="Outputs × assertions" />
      <BlindNote hidden={hidden} />
      <VerdictTable
        projectId={projectId}
        table={table}
        filter={query.filter}
        page={query.page}
        chosen={chosen}
      />
    </>
  );
}
