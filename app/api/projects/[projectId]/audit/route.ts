import { admit, type ProjectRoute } from "@/app/api/admit";
import { download } from "@/app/api/download";
import { AuditFilter } from "@/lib/domain/audit";
import { auditCsv } from "@/lib/workflow/audit";

export const dynamic = "force-dynamic";

/** Who changed what, as CSV; `?by=` and `&kind=` keep to one person and one kind of change. */
export async function GET(request: Request, route: ProjectRoute): Promise<Response> {
  const visit = await admit(request, { role: "editor", scope: "read" }, route);
  if (visit instanceof Response) return visit;
  const asked = new URL(request.url).searchParams;
  const filter = AuditFilter.safeParse({ by: asked.get("by"), kind: asked.get("kind") });
  if (!filter.success) return new Response("There is no such kind of change.\n", { status: 400 });
  return download(auditCsv(visit.projectId, filter.data), {
    name: "audit.csv",
    type: "text/csv; charset=utf-8",
  });
}
