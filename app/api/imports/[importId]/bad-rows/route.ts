import { callerOf, refusalOf } from "@/app/api/admit";
import { readBadRows } from "@/lib/db/imports";
import { allowImport } from "@/lib/workflow/allow";

export const dynamic = "force-dynamic";

/** All rows that could not be used, with line and reason, as JSON lines. */
export async function GET(
  request: Request,
  { params }: { readonly params: Promise<{ readonly importId: string }> },
): Promise<Response> {
  const { importId } = await params;
  const allowed = await allowImport(await callerOf(request), importId);
  if (!allowed.ok) return refusalOf(allowed.problem);
  return new Response(readBadRows(importId), {
    headers: {
      "content-type": "application/x-ndjson; charset=utf-8",
      "content-disposition": 'attachment; filename="rows-left-out.jsonl"',
    },
  });
}
