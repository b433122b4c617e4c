import { refusalOf } from "@/app/api/refuse";
import { whoIsHere } from "@/lib/actions/current-person";
import { readBadRows } from "@/lib/db/imports";
import { allowImport } from "@/lib/workflow/allow";

export const dynamic = "force-dynamic";

/** All rows that could not be used, with line and reason, as JSON lines. */
export async function GET(
  _: Request,
  { params }: { readonly params: Promise<{ readonly importId: string }> },
): Promise<Response> {
  const { importId } = await params;
  const refusal = refusalOf(await allowImport(await whoIsHere(), importId));
  if (refusal) return refusal;
  return new Response(readBadRows(importId), {
    headers: {
      "content-type": "application/x-ndjson; charset=utf-8",
      "content-disposition": 'attachment; filename="rows-left-out.jsonl"',
    },
  });
}
