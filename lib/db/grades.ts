import { Answer, GradeEvent, type GradeMark, type Shown } from "@/lib/domain/grade";
import type { CriterionId, OutputId, ProjectId, RevisionId } from "@/lib/domain/ids";
import { storable } from "@/lib/domain/storable";
import { db } from "./client";
import type { Prisma } from "./generated/client";

const columns = {
  id: true,
  outputId: true,
  criterionId: true,
  revisionId: true,
  grader: true,
  mark: true,
  note: true,
  policy: true,
  inclusionProbability: true,
  rank: true,
  seed: true,
  at: true,
} satisfies Prisma.GradeSelect;

type Row = Prisma.GradeGetPayload<{ select: typeof columns }>;

const toEvent = ({ policy, inclusionProbability, rank, seed, ...row }: Row): GradeEvent =>
  GradeEvent.parse({ ...row, shown: { policy, inclusionProbability, rank, seed } });

/** Neither an undo nor what one took back: both are history only. */
const COUNTS = { undoes: null, undoneBy: null } as const;

/**
 * The grade events of a project that count, in the order in which they were given; `after` skips those known already. What
 * an undo took back is not among them, nor is the undo.
 */
export async function listGradeEvents(projectId: ProjectId, after = 0): Promise<GradeEvent[]> {
  const rows = await db.grade.findMany({
    where: { projectId, id: { gt: after }, ...COUNTS },
    select: columns,
    orderBy: { id: "asc" },
  });
  return rows.map(toEvent);
}

/** How many of these events a project has, and the sum of their ids: both fit only whoever knows the right ones. */
export async function sumGrades(
  projectId: ProjectId,
): Promise<{ readonly count: number; readonly ids: number }> {
  const [row] = await db.$queryRaw<{ count: number; ids: number }[]>`
    SELECT count(*)::int AS count, coalesce(sum(g.id), 0)::float8 AS ids
      FROM "Grade" g
     WHERE g."projectId" = ${projectId} AND g.undoes IS NULL
       AND NOT EXISTS (SELECT 1 FROM "Grade" u WHERE u.undoes = g.key)`;
  return row ?? { count: 0, ids: 0 };
}

/** All that was ever said of one output, oldest first, with what was taken back. */
export async function listGradesOfOutput(projectId: ProjectId, outputId: OutputId): Promise<GradeEvent[]> {
  const rows = await db.grade.findMany({
    where: { projectId, outputId },
    select: columns,
    orderBy: { id: "asc" },
  });
  return rows.map(toEvent);
}

export type NewGrade = {
  readonly key: string;
  readonly projectId: ProjectId;
  readonly outputId: OutputId;
  readonly criterionId: CriterionId | null;
  readonly revisionId: RevisionId | null;
  readonly grader: string;
  readonly mark: GradeMark;
  readonly note: string;
  readonly shown: Shown;
  /** The key of the grade that this one takes back. */
  readonly undoes?: string | undefined;
};

/** A grade as it is stored. */
export const toGradeRow = ({ shown, note, undoes, ...grade }: NewGrade): Prisma.GradeCreateManyInput => ({
  ...grade,
  ...shown,
  undoes: undoes ?? null,
  note: storable(note),
});

/** The last word of a grader on an output, as a whole or under one wording; null: none, or it was taken back. */
export async function findStandingGrade(
  projectId: ProjectId,
  of: Pick<NewGrade, "outputId" | "criterionId" | "revisionId" | "grader">,
): Promise<{ readonly mark: Answer; readonly key: string } | null> {
  const { outputId, criterionId, revisionId, grader } = of;
  const row = await db.grade.findFirst({
    where: {
      ...{ projectId, outputId, criterionId, revisionId, grader },
      policy: { notIn: ["adjudication", "carried"] },
      ...COUNTS,
    },
    select: { mark: true, key: true },
    orderBy: { id: "desc" },
  });
  const mark = Answer.safeParse(row?.mark);
  return row && mark.success ? { mark: mark.data, key: row.key } : null;
}

/** Whether this grader has given this grade. */
export async function hasGrade(
  of: Pick<NewGrade, "projectId" | "outputId" | "criterionId" | "grader" | "key">,
): Promise<boolean> {
  const { projectId, outputId, criterionId, grader, key } = of;
  return (await db.grade.count({ where: { projectId, outputId, criterionId, grader, key } })) > 0;
}

/** Appends grade events; one that was stored already under its key (a retry) is left as it is. */
export async function addGrades(grades: readonly NewGrade[]): Promise<void> {
  await db.grade.createMany({ data: grades.map(toGradeRow), skipDuplicates: true });
}
