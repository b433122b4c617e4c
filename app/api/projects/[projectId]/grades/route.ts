import { z } from "zod";
import { admit, answerWith, refusalOf, type ProjectRoute } from "@/app/api/admit";
import { download } from "@/app/api/download";
import { GradeInput } from "@/lib/domain/card";
import { CHOSEN } from "@/lib/domain/grade";
import { GradesQuery } from "@/lib/domain/grades-file";
import { parseJson } from "@/lib/domain/json";
import { exportGrades } from "@/lib/workflow/export-grades";
import { recordGrades } from "@/lib/workflow/record-grade";

export const dynamic = "force-dynamic";

/** A program grades what it picked: no card was shown to it. */
const Body = z.object({
  grades: z
    .array(GradeInput.omit({ shown: true, ticket: true }).transform((grade) => ({ ...grade, shown: CHOSEN })))
    .min(1)
    .max(200),
});

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
 * graders; and an editor does not get what they have still to grade in a queue: the header `touchstone-left-out` says of
 * how many outputs.
 */
export async function GET(request: Request, route: ProjectRoute): Promise<Response> {
  const visit = await admit(request, { role: "editor", scope: "read" }, route);
  if (visit instanceof Response) return visit;
  const asked = new URL(request.url).searchParams;
  const query = GradesQuery.safeParse({ format: asked.get("format"), queue: asked.get("queue") });
  if (!query.success) return new Response("Ask for ?format=csv or ?format=jsonl.\n", { status: 400 });
  const grades = await exportGrades(visit.projectId, query.data, visit.person.id);
  if (!grades.ok) return refusalOf(grades.problem);
  const { pieces, leftOut } = grades.value;
  const response = download(pieces, {
    name: `grades.${query.data.format}`,
    type: TYPES[query.data.format],
  });
  response.headers.set("touchstone-left-out", String(leftOut));
  return response;
}
