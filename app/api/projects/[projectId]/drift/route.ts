import { admit, type ProjectRoute } from "@/app/api/admit";
import { exportDrift } from "@/lib/workflow/export-drift";

export const dynamic = "force-dynamic";

/** The drift journal as a readable report. Always a download: a browser never renders it. */
export async function GET(request: Request, route: ProjectRoute): Promise<Response> {
  const visit = await admit(request, "viewer", route);
  if (visit instanceof Response) return visit;
  const report = await exportDrift(visit.projectId, visit.person.id, new Date());
  if (report === null) return new Response("This project no longer exists.\n", { status: 404 });
  return new Response(report, {
    headers: {
      "content-type": "text/markdown; charset=utf-8",
      "content-disposition": `attachment; filename="drift.md"`,
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
    },
  });
}
