import { Evaluator, EvaluatorManifest } from "@/lib/domain/evaluator";
import type { ProjectId } from "@/lib/domain/ids";
import type { Proposal } from "@/lib/domain/proposal";
import { db } from "./client";
import type { Prisma } from "./generated/client";
import { spendMerged } from "./proposals";

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

export type NewEvaluator = {
  readonly projectId: ProjectId;
  readonly note: string;
  readonly auditSetId: string | null;
  /** Whether it has the selection of now, and so what was merged since the last version; absent: no. */
  readonly isOfNow?: boolean;
};

/** What the version gets that can be given away once only. */
export type Given = { readonly isAudited: boolean; readonly merged: readonly Proposal[] };

/**
 * Stores an evaluator under the next number of its project, which `manifestOf` is told; nothing of it ever changes
 * again. Two people who publish at once get two numbers, and one of them the audit set and the merged proposals: they
 * are spent here, in the same transaction, and `manifestOf` is told. Null when the project is gone.
 */
export async function insertEvaluator(
  { auditSetId, isOfNow = false, ...target }: NewEvaluator,
  manifestOf: (number: number, given: Given) => EvaluatorManifest,
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
    const merged = isOfNow ? await spendMerged(tx, target.projectId, number) : [];
    const manifest = EvaluatorManifest.parse(manifestOf(number, { isAudited: spent.count === 1, merged }));
    return toEvaluator(await tx.evaluator.create({ data: { ...target, number, manifest }, select: columns }));
  });
}
