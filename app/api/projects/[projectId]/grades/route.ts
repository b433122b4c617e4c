import { z } from "zod";
import { admit, answerWith, refusalOf, type ProjectRoute } from "@/app/api/admit";
import { GradeInput } from "@/lib/domain/card";
import { GradesQuery } from "@/lib/domain/grades-file";
import { parseJson } from "@/lib/domain/json";
import { exportGrades } from "@/lib/workflow/export-grades";
import { recordGrades } from "@/lib/workflow/record-grade";

export const dynamic = "force-dynamic";

const Body = z.object({ grades: z.array(GradeInput).min(1).max(200) });

/** Stores grades that a program sends for its person: `{"grades": [...]}`. The same key twice is stored once. */
export async function POST(request: Request, route: ProjectRoute): Promise<Response> {
  const visit = await admit(request, "grader", route);
  if (visit instanceof Response) return visit;
  const body = parseJson(await request.text(), Body);
  if (!body.ok) return Response.json({ problem: body.message }, { status: 400 });
  const { projectId, person } = visit;
  return answerWith(await recordGrades({ projectId, grader: person.id, grades: body.value.grades }));
}

const TYPES = { csv: "text/csv; charset=utf-8", jsonl: "application/x-ndjson; charset=utf-8" } as const;

/**
 * What every grader said, a column (`?format=csv`) or an entry (`jsonl`) each; `&queue=` keeps to one queue. Not for
 * graders: who grades blind must not read it here.
 */
export async function GET(request: Request, route: ProjectRoute): Promise<Response> {
  const visit = await admit(request, "editor", route);
  if (visit instanceof Response) return visit;
  const asked = new URL(request.url).searchParams;
  const query = GradesQuery.safeParse({ format: asked.get("format"), queue: asked.get("queue") });
  if (!query.success) return new Response("Ask for ?format=csv or ?format=jsonl.\n", { status: 400 });
  const grades = await exportGrades(visit.projectId, query.data);
  if (!grades.ok) return refusalOf(grades.problem);
  return new Response(streamOf(grades.value), {
    headers: {
      "content-type": TYPES[query.data.format],
      "content-disposition": `attachment; filename="grades.${query.data.format}"`,
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
    },
  });
}

/** Text as it is made; where it breaks off, so does the download. */
function streamOf(pieces: AsyncGenerator<string, void>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}
