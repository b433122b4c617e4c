import { Evaluator, EvaluatorManifest } from "@/lib/domain/evaluator";
import type { ProjectId } from "@/lib/domain/ids";
import { db } from "./client";
import type { Prisma } from "./generated/client";

const columns = {
  id: true,
  projectId: true,
  number: true,
  note: true,
  manifest: true,
  createdAt: true,
} satisfies Prisma.EvaluatorSelect;

type Row = Prisma.EvaluatorGetPayload<{ select: typeof columns }>;

/** Rows are parsed on the way out: a JSON column is a promise that the database does not keep. */
const toEvaluator = (row: Row): Evaluator => Evaluator.parse(row);

/** The published evaluators of a project, newest first. */
export async function listEvaluators(projectId: ProjectId): Promise<Evaluator[]> {
  const rows = await db.evaluator.findMany({
    where: { projectId },
    select: columns,
    orderBy: { number: "desc" },
  });
  return rows.map(toEvaluator);
}

/** The evaluator that was published last; null: none was. */
export async function findLatestEvaluator(projectId: ProjectId): Promise<Evaluator | null> {
  const row = await db.evaluator.findFirst({
    where: { projectId },
    select: columns,
    orderBy: { number: "desc" },
  });
  return row && toEvaluator(row);
}

/** The numbers of the published evaluators, newest first. */
export async function listEvaluatorNumbers(projectId: ProjectId): Promise<number[]> {
  const rows = await db.evaluator.findMany({
    where: { projectId },
    select: { number: true },
    orderBy: { number: "desc" },
  });
  return rows.map(({ number }) => number);
}

/** Null when there is no such evaluator (any more). */
export async function getEvaluator(evaluatorId: string): Promise<Evaluator | null> {
  const row = await db.evaluator.findUnique({ where: { id: evaluatorId }, select: columns });
  return row && toEvaluator(row);
}

/**
 * Stores an evaluator under the next number of its project, which `manifestOf` is told; nothing of it ever changes
 * again. Two people who publish at once get two numbers, and one of them the audit set: it is spent here, in the same
 * transaction, and `manifestOf` is told whether it was still there. Null when the project is gone.
 */
export async function insertEvaluator(
  {
    auditSetId,
    ...target
  }: { readonly projectId: ProjectId; readonly note: string; readonly auditSetId: string | null },
  manifestOf: (number: number, isAudited: boolean) => EvaluatorManifest,
): Promise<Evaluator | null> {
  return db.$transaction(async (tx) => {
    const found = await tx.$queryRaw<
      unknown[]
    >`SELECT id FROM "Project" WHERE id = ${target.projectId} FOR UPDATE`;
    if (found.length === 0) return null;
    const last = await tx.evaluator.aggregate({
      where: { projectId: target.projectId },
      _max: { number: true },
    });
    const number = (last._max.number ?? 0) + 1;
    const spent =
      auditSetId === null
        ? { count: 0 }
        : await tx.auditSet.updateMany({
            where: { id: auditSetId, spentAt: null },
            data: { spentAt: new Date(), evaluatorNumber: number },
          });
    const manifest = EvaluatorManifest.parse(manifestOf(number, spent.count === 1));
    return toEvaluator(await tx.evaluator.create({ data: { ...target, number, manifest }, select: columns }));
  });
}
