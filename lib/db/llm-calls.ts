import type { JudgeAnswer, JudgeModel } from "@/lib/domain/detect-judge-drift";
import { AssertionId, OutputId, type ProjectId } from "@/lib/domain/ids";
import { storable } from "@/lib/domain/storable";
import { db, pool } from "./client";
import type { Prisma } from "./generated/client";
import { grouped } from "./grouped";

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
  readAs: true,
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

type CallToKeep = Omit<LlmCall, "id" | "at" | keyof CallSubject> &
  Partial<CallSubject> & { readonly asked?: string | null };

const addTogether = grouped<{ readonly projectId: ProjectId; readonly call: CallToKeep }>(async (items) => {
  const rows = items.map(({ projectId, call: { prompt, answer, error, ...rest } }) => ({
    assertionId: null,
    outputId: null,
    asked: null,
    ...rest,
    projectId,
    model: storable(rest.model),
    prompt: storable(prompt),
    answer: answer === null ? null : storable(answer),
    error: error === null ? null : storable(error),
  }));
  await pool.query(
    `INSERT INTO "LlmCall" ("projectId", "activityId", task, model, asked, prompt, answer, error, "tokensIn", "tokensOut", cost,
                            ms, "readAs", "assertionId", "outputId")
     SELECT c."projectId", c."activityId", c.task, c.model, c.asked, c.prompt, c.answer, c.error, c."tokensIn", c."tokensOut",
            c.cost, c.ms, c."readAs", c."assertionId", c."outputId"
       FROM json_to_recordset($1::json) AS c("projectId" text, "activityId" int, task text, model text, asked text, prompt text,
            answer text, error text, "tokensIn" int, "tokensOut" int, cost float8, ms int, "readAs" text,
            "assertionId" int,
            "outputId" int)
       JOIN "Project" p ON p.id = c."projectId"`,
    [JSON.stringify(rows)],
  );
});

/** Keeps a call; nothing is kept when the project was deleted meanwhile. */
export const addLlmCall = (projectId: ProjectId, call: CallToKeep): Promise<void> =>
  addTogether({ projectId, call });

/** The models that answered as judges, each as it was asked and as it called itself, in the order of their first answer. */
export async function listJudgeModels(projectId: ProjectId): Promise<JudgeModel[]> {
  const rows = await db.llmCall.groupBy({
    by: ["asked", "model"],
    where: { projectId, task: { startsWith: "judge" }, answer: { not: null } },
    _min: { id: true },
    _max: { id: true },
    orderBy: { _min: { id: "asc" } },
  });
  return rows.map(({ asked, model, _min, _max }) => ({
    asked,
    model,
    firstCall: _min.id ?? 0,
    lastCall: _max.id ?? 0,
  }));
}

/** The last answers that these assertions got on each output, one for each kind of question. */
export async function listJudgeAnswers(
  projectId: ProjectId,
  assertionIds: readonly AssertionId[],
): Promise<JudgeAnswer[]> {
  if (assertionIds.length === 0) return [];
  const { rows } = await pool.query<Omit<JudgeAnswer, "assertionId" | "outputId"> & Subject>(
    `SELECT DISTINCT ON ("assertionId", "outputId", task)
            "assertionId", "outputId", task, asked, model, id AS call, at
       FROM "LlmCall"
      WHERE "projectId" = $1 AND "assertionId" = ANY($2::int[]) AND "outputId" IS NOT NULL
        AND answer IS NOT NULL AND task LIKE 'judge%'
      ORDER BY "assertionId", "outputId", task, id DESC`,
    [projectId, assertionIds],
  );
  return rows.map((row) => ({
    ...row,
    assertionId: AssertionId.parse(row.assertionId),
    outputId: OutputId.parse(row.outputId),
  }));
}

type Subject = { readonly assertionId: number; readonly outputId: number };

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
