import { admit } from "@/app/api/admit";
import { getEvaluator } from "@/lib/db/evaluators";
import { ExportTarget } from "@/lib/domain/export-target";
import { downloadEvaluator } from "@/lib/workflow/export-evaluator";

export const dynamic = "force-dynamic";

type Params = { readonly params: Promise<{ readonly evaluatorId: string; readonly target: string }> };

const GONE = "This evaluator no longer exists.";
const notFound = (sentence: string) => new Response(`${sentence}\n`, { status: 404 });

/** An export as a zip archive, or with `?file=` one of its files. Always a download: a browser never renders it. */
export async function GET(request: Request, { params }: Params): Promise<Response> {
  const { evaluatorId, target: name } = await params;
  const target = ExportTarget.safeParse(name);
  if (!target.success)
    return notFound(`There is no export "${name}"; there are ${ExportTarget.options.join(", ")}.`);
  const evaluator = await getEvaluator(evaluatorId);
  const place = { params: Promise.resolve({ projectId: evaluator?.projectId ?? "" }) };
  const visit = await admit(request, "viewer", place);
  // The same answer as to an evaluator that there is not: nobody learns what others have.
  if (visit instanceof Response) return visit.status === 404 ? notFound(GONE) : visit;
  const file = new URL(request.url).searchParams.get("file");
  const download = await downloadEvaluator(evaluatorId, target.data, file);
  if (!download) return notFound(file === null ? GONE : "The export has no such file.");
  return new Response(Uint8Array.from(download.content), {
    headers: {
      "content-type": file === null ? "application/zip" : "application/octet-stream",
      // Made of harmless characters only, so that it needs no escaping.
      "content-disposition": `attachment; filename="${download.fileName}"`,
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
    },
  });
}
