import { admit, type ProjectRoute } from "@/app/api/admit";
import { numberOf } from "@/app/number-of";
import { exportComparison } from "@/lib/workflow/compare-evaluators";

export const dynamic = "force-dynamic";

/** What changed between two versions, as a readable report. Always a download: a browser never renders it. */
export async function GET(request: Request, route: ProjectRoute): Promise<Response> {
  const visit = await admit(request, "viewer", route);
  if (visit instanceof Response) return visit;
  const { searchParams } = new URL(request.url);
  const report = await exportComparison(visit.projectId, visit.person.id, {
    before: numberOf(searchParams.get("a")),
    after: numberOf(searchParams.get("b")),
  });
  if (report === null) return new Response("There are no two such versions to compare.\n", { status: 409 });
  return new Response(report, {
    headers: {
      "content-type": "text/markdown; charset=utf-8",
      "content-disposition": `attachment; filename="what-changed.md"`,
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
    },
  });
}
