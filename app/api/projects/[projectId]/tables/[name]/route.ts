import { admit, refusalOf } from "@/app/api/admit";
import { download } from "@/app/api/download";
import { TableFormat, TableName } from "@/lib/domain/table-file";
import { readTableFile } from "@/lib/workflow/tables/read-table-file";

export const dynamic = "force-dynamic";

type Route = { readonly params: Promise<{ readonly projectId: string; readonly name: string }> };

const TYPES = {
  csv: "text/csv; charset=utf-8",
  json: "application/json; charset=utf-8",
  jsonl: "application/x-ndjson; charset=utf-8",
} as const satisfies Record<TableFormat, string>;

/**
 * All rows of a table (`?format=csv`, `json` or `jsonl`) under the filters that its page has in the address. What the page
 * hides from the person is not in it.
 */
export async function GET(request: Request, route: Route): Promise<Response> {
  const visit = await admit(request, "viewer", route);
  if (visit instanceof Response) return visit;
  const table = TableName.safeParse((await route.params).name);
  if (!table.success) return new Response("There is no such table.\n", { status: 404 });
  const asked = new URL(request.url).searchParams;
  const format = TableFormat.safeParse(asked.get("format"));
  if (!format.success) return new Response("Ask for ?format=csv, json or jsonl.\n", { status: 400 });
  const search = Object.fromEntries(
    [...new Set(asked.keys())].map((name) => {
      const values = asked.getAll(name);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
  const pieces = await readTableFile({ ...visit, table: table.data, search, now: new Date() }, format.data);
  if (!pieces.ok) return refusalOf(pieces.problem);
  return download(pieces.value, { name: `${table.data}.${format.data}`, type: TYPES[format.data] });
}
