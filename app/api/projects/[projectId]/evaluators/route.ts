import { z } from "zod";
import { admit, answerWith, type ProjectRoute } from "@/app/api/admit";
import { listEvaluators } from "@/lib/db/evaluators";
import { ok } from "@/lib/domain/problem";
import { parseJson } from "@/lib/domain/json";
import { actorOf, lookUpSubject, writeDown } from "@/lib/workflow/audit";
import { publishEvaluator } from "@/lib/workflow/publish-evaluator";

export const dynamic = "force-dynamic";

/** The published evaluators, newest first: what the address of a download needs. */
export async function GET(request: Request, route: ProjectRoute): Promise<Response> {
  const visit = await admit(request, "viewer", route);
  if (visit instanceof Response) return visit;
  const evaluators = await listEvaluators(visit.projectId);
  return answerWith(ok(evaluators.map(({ id, number }) => ({ id, number }))));
}

const Body = z.object({ note: z.string().trim().max(2_000).default("") });

/** Publishes what is selected now, as a program does after a nightly run: `{"note": "..."}`. */
export async function POST(request: Request, route: ProjectRoute): Promise<Response> {
  const visit = await admit(request, "editor", route);
  if (visit instanceof Response) return visit;
  const body = parseJson(await request.text(), Body);
  if (!body.ok) return Response.json({ problem: body.message }, { status: 400 });
  const subject = await lookUpSubject({ projectId: visit.projectId });
  const { projectId } = visit;
  const published = await writeDown(
    { actor: actorOf(visit.person), subject, kind: "evaluators" },
    () => publishEvaluator({ projectId, note: body.value.note }, new Date()),
    ({ number }) => ({ did: `published version ${number}`, projectId }),
  );
  return answerWith(published);
}
