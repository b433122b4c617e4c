import { refuse } from "@/app/api/refuse";
import { ProjectId } from "@/lib/domain/ids";
import { exportDrift } from "@/lib/workflow/export-drift";

export const dynamic = "force-dynamic";

const gone = () => new Response("This project no longer exists.\n", { status: 404 });

type Params = { readonly params: Promise<{ readonly projectId: string }> };

/** The drift journal as a readable report. Always a download: a browser never renders it. */
export async function GET(_request: Request, { params }: Params): Promise<Response> {
  const projectId = ProjectId.safeParse((await params).projectId);
  if (!projectId.success) return gone();
  const refusal = await refuse("viewer", projectId.data);
  if (refusal) return refusal;
  const report = await exportDrift(projectId.data, new Date());
  if (report === null) return gone();
  return new Response(report, {
    headers: {
      "content-type": "text/markdown; charset=utf-8",
      "content-disposition": `attachment; filename="drift.md"`,
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
    },
  });
}
