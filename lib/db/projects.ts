import { Role } from "@/lib/domain/access";
import { ProjectId } from "@/lib/domain/ids";
import { Labelling } from "@/lib/domain/labels";
import { db } from "./client";
import type { Prisma } from "./generated/client";

const columns = {
  id: true,
  name: true,
  description: true,
  promptTemplate: true,
  seed: true,
  isSample: true,
  createdAt: true,
} satisfies Prisma.ProjectSelect;

type Row = Prisma.ProjectGetPayload<{ select: typeof columns }>;

/** One LLM pipeline under evaluation. `promptTemplate` is empty when unknown; `seed` replays the sampler. */
export type Project = Omit<Row, "id"> & { readonly id: ProjectId };

const toProject = (row: Row): Project => ({ ...row, id: ProjectId.parse(row.id) });

/** Null when there is no such project (any more). */
export async function findProject(projectId: ProjectId): Promise<Project | null> {
  const row = await db.project.findUnique({ where: { id: projectId }, select: columns });
  return row && toProject(row);
}

/** How grades of several people become labels; that of a project that is gone is the usual one. */
export async function findLabelling(projectId: ProjectId): Promise<Labelling> {
  const row = await db.project.findUnique({ where: { id: projectId }, select: { labelling: true } });
  return row ? Labelling.parse(row.labelling) : "majority";
}

/** Whether changes of assertions and selections need somebody else's approval. */
export async function isReviewRequired(projectId: ProjectId): Promise<boolean> {
  return (await db.project.count({ where: { id: projectId, isReviewRequired: true } })) > 0;
}

/** What can be set of a project and stands in its audit log with what it was before; null: there is no such project. */
export const findSettings = (projectId: ProjectId) =>
  db.project.findUnique({ where: { id: projectId }, select: { name: true, budget: true } });

export type ProjectSummary = Project & {
  /** The part of whoever asked; null: nobody in particular did. */
  readonly role: Role | null;
  readonly outputCount: number;
  readonly criterionCount: number;
  readonly gradedCount: number;
};

/** The projects in which a person has a part, or (null) all of them, newest first, with what is in them. */
export async function listProjects(userId: string | null = null): Promise<ProjectSummary[]> {
  const rows = await db.project.findMany({
    where: userId === null ? {} : { members: { some: { userId } } },
    select: {
      ...columns,
      members: { where: { userId: userId ?? "" }, select: { role: true } },
      _count: { select: { outputs: true, criteria: { where: { retiredAt: null } } } },
      grades: {
        select: { outputId: true },
        distinct: ["outputId"],
        where: { mark: { in: ["good", "bad"] } },
      },
    },
    orderBy: { createdAt: "desc" },
  });
  return rows.map(({ _count, grades, members, ...row }) => ({
    ...toProject(row),
    role: members[0] ? Role.parse(members[0].role) : null,
    outputCount: _count.outputs,
    criterionCount: _count.criteria,
    gradedCount: grades.length,
  }));
}

/** The same by name alone. */
export async function listProjectNames(userId: string | null): Promise<Pick<Project, "id" | "name">[]> {
  const rows = await db.project.findMany({
    where: userId === null ? {} : { members: { some: { userId } } },
    select: { id: true, name: true },
    orderBy: { createdAt: "desc" },
  });
  return rows.map(({ id, name }) => ({ id: ProjectId.parse(id), name }));
}

/** The sample project that ships with the product; null when the person deleted it. */
export async function findSampleProject(): Promise<Project | null> {
  const row = await db.project.findFirst({ where: { isSample: true }, select: columns });
  return row && toProject(row);
}

export async function updateProject(
  projectId: ProjectId,
  change: {
    readonly name?: string;
    readonly promptTemplate?: string;
    readonly labelling?: Labelling;
    readonly isReviewRequired?: boolean;
  },
): Promise<void> {
  await db.project.updateMany({ where: { id: projectId }, data: change });
}

/** Deletes the project with all that belongs to it; false when it was gone already. */
export async function deleteProject(projectId: ProjectId): Promise<boolean> {
  const { count } = await db.project.deleteMany({ where: { id: projectId } });
  return count > 0;
}
