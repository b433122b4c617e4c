import { admit, refusalOf, type Visit } from "@/app/api/admit";
import { getEvaluator } from "@/lib/db/evaluators";
import { covers } from "@/lib/domain/access";
import { ExportTarget } from "@/lib/domain/export-target";
import { readRole } from "@/lib/workflow/allow";
import { downloadEvaluator, tellsOfHidden } from "@/lib/workflow/export-evaluator";
import { hiddenFrom } from "@/lib/workflow/read-blind";

export const dynamic = "force-dynamic";

type Params = { readonly params: Promise<{ readonly evaluatorId: string; readonly target: string }> };

const GONE = "This evaluator no longer exists.";
const notFound = (sentence: string) => new Response(`${sentence}\n`, { status: 404 });

const STILL_BLIND =
  "A judge of this version is shown outputs that you have still to grade in a queue. Grade them first; then it can be downloaded.";

async function isEditor({ person, projectId }: Visit): Promise<boolean> {
  const role = await readRole(person, projectId);
  return role !== null && covers(role, "editor");
}

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
  if (!evaluator) return notFound(GONE);
  const hidden = await hiddenFrom(visit.projectId, visit.person.id);
  if (tellsOfHidden(evaluator, hidden) && !(await isEditor(visit)))
    return refusalOf({ code: "bad-input", sentence: STILL_BLIND });
  const file = new URL(request.url).searchParams.get("file");
  const download = await downloadEvaluator(evaluator, { target: target.data, file, hidden });
  if (!download) return notFound("The export has no such file.");
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
