import type { JudgeModel } from "@/lib/domain/detect-judge-drift";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import { storable } from "@/lib/domain/storable";
import { db } from "./client";
import type { Prisma } from "./generated/client";

const columns = {
  id: true,
  activityId: true,
  task: true,
  model: true,
  prompt: true,
  answer: true,
  error: true,
  tokensIn: true,
  tokensOut: true,
  cost: true,
  ms: true,
  at: true,
  assertionId: true,
  outputId: true,
} satisfies Prisma.LlmCallSelect;

/** A call to a model as it was made. Exactly one of `answer` and `error` is set; `cost` null: price not known. */
export type LlmCall = Prisma.LlmCallGetPayload<{ select: typeof columns }>;

export const listLlmCalls = (projectId: ProjectId, take: number): Promise<LlmCall[]> =>
  db.llmCall.findMany({ where: { projectId }, select: columns, orderBy: { id: "desc" }, take });

/** What a call was made for; null: not for a verdict. */
type CallSubject = Pick<LlmCall, "assertionId" | "outputId">;

/** The calls that were made for verdicts on one output, in the order in which they were made. */
export const listCallsOn = (projectId: ProjectId, outputId: OutputId): Promise<LlmCall[]> =>
  db.llmCall.findMany({ where: { projectId, outputId }, select: columns, orderBy: { id: "asc" } });

/** Keeps a call; nothing is kept when the project was deleted meanwhile. */
export async function addLlmCall(
  projectId: ProjectId,
  call: Omit<LlmCall, "id" | "at" | keyof CallSubject> & Partial<CallSubject>,
): Promise<void> {
  const known = await db.project.count({ where: { id: projectId } });
  if (known !== 1) return;
  const { prompt, answer, error, ...rest } = call;
  const texts = {
    prompt: storable(prompt),
    answer: answer === null ? null : storable(answer),
    error: error === null ? null : storable(error),
  };
  await db.llmCall.create({ data: { ...rest, ...texts, projectId } });
}

/** The models that answered as judges, in the order of their first answer. */
export async function listJudgeModels(projectId: ProjectId): Promise<JudgeModel[]> {
  const rows = await db.llmCall.groupBy({
    by: ["model"],
    where: { projectId, task: { startsWith: "judge" }, answer: { not: null } },
    _count: { _all: true },
    _min: { id: true },
    _max: { id: true },
    orderBy: { _min: { id: "asc" } },
  });
  return rows.map(({ model, _count, _min, _max }) => ({
    model,
    answers: _count._all,
    firstCall: _min.id ?? 0,
    lastCall: _max.id ?? 0,
  }));
}

/** What a project cost so far in US dollars, and how many of its calls have no known price. */
export async function spendOf(
  projectId: ProjectId,
): Promise<{ readonly cost: number; readonly calls: number; readonly unpriced: number }> {
  const [sum, unpriced] = await Promise.all([
    db.llmCall.aggregate({ where: { projectId }, _sum: { cost: true }, _count: { _all: true } }),
    db.llmCall.count({ where: { projectId, cost: null, error: null } }),
  ]);
  return { cost: sum._sum.cost ?? 0, calls: sum._count._all, unpriced };
}
