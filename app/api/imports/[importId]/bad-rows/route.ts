import { findImport, readBadRows } from "@/lib/db/imports";

export const dynamic = "force-dynamic";

/** All rows that could not be used, with line and reason, as JSON lines. */
export async function GET(
  _: Request,
  { params }: { readonly params: Promise<{ readonly importId: string }> },
): Promise<Response> {
  const { importId } = await params;
  if (!(await findImport(importId))) return new Response("There is no such import.", { status: 404 });
  return new Response(readBadRows(importId), {
    headers: {
      "content-type": "application/x-ndjson; charset=utf-8",
      "content-disposition": 'attachment; filename="rows-left-out.jsonl"',
    },
  });
}
