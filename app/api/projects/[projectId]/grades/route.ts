import { z } from "zod";
import { admit, answerWith, type ProjectRoute } from "@/app/api/admit";
import { GradeInput } from "@/lib/domain/card";
import { parseJson } from "@/lib/domain/json";
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
