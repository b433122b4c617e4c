import { z } from "zod";
import {
  addAuditEntry,
  countAuditEntries,
  listAuditEntries,
  nameOfUser,
  nameSubject,
  peopleOfLog,
} from "@/lib/db/audit";
import { findProject } from "@/lib/db/projects";
import type { Person } from "@/lib/domain/access";
import type { AuditFilter, AuditKind, AuditPage } from "@/lib/domain/audit";
import { AssertionId, CriterionId, OutputId, ProjectId, QueueId } from "@/lib/domain/ids";
import { csvRow } from "@/lib/formats/csv-row";

/** So many entries are on a page. */
const PAGE = 50;
/** So many are in memory at a time while a log is downloaded. */
const PIECE = 1_000;

/** What inputs of actions are called that say what they are about. */
const About = z.object({
  projectId: ProjectId.nullable().default(null),
  criterionId: CriterionId.nullable().default(null),
  assertionId: AssertionId.nullable().default(null),
  queueId: QueueId.nullable().default(null),
  outputId: OutputId.nullable().default(null),
  userId: z.string().nullable().default(null),
});

/** What an action is about, looked up before it acts: names change, and what is deleted has none any more. */
export type AuditSubject = {
  readonly projectId: ProjectId | null;
  readonly projectName: string;
  readonly about: string;
};

export async function lookUpSubject(input: unknown): Promise<AuditSubject> {
  const { projectId, outputId, userId, ...named } = About.parse(input);
  const project = projectId === null ? null : await findProject(projectId);
  const parts = [
    projectId === null ? null : await nameSubject(projectId, named),
    outputId === null ? null : `output ${outputId}`,
    userId === null ? null : await nameOfUser(userId),
  ];
  return {
    projectId,
    projectName: project?.name ?? "",
    about: parts.filter((part) => part !== null).join(", "),
  };
}

/** Who did it: a person, or a program with a token of theirs. */
type Actor = { readonly by: string; readonly isProgram: boolean };

export const actorOf = ({ id, token }: Person): Actor => ({ by: id, isProgram: token !== null });

/**
 * Writes down what a person did. A change of a project that is not there any more, since that was the change, stands in
 * the log of the installation.
 */
export async function recordChange(
  { by, isProgram }: Actor,
  { projectId, projectName, about }: AuditSubject,
  { kind, did }: { readonly kind: AuditKind; readonly did: string },
): Promise<void> {
  const entry = { by, isProgram, kind, did };
  const isThere = projectId !== null && (await findProject(projectId)) !== null;
  await addAuditEntry({
    ...entry,
    projectId: isThere ? projectId : null,
    about: projectId === null || isThere ? about : `project ${projectName}`,
  });
}

/** A page of the log of a project, or (null) of the installation. `before`: an entry's id; null: from the newest. */
export async function readAuditPage(
  projectId: ProjectId | null,
  filter: AuditFilter,
  before: number | null,
): Promise<AuditPage> {
  const log = { projectId, filter };
  const [found, total, names] = await Promise.all([
    listAuditEntries(log, { before, take: PAGE + 1 }),
    countAuditEntries(log),
    peopleOfLog(projectId),
  ]);
  const entries = found.slice(0, PAGE).map((entry) => ({ ...entry, name: names.get(entry.by) ?? entry.by }));
  return {
    entries,
    filter,
    people: [...names].map(([id, name]) => ({ id, name })),
    before: found.length > PAGE ? (entries.at(-1)?.id ?? null) : null,
    total,
  };
}

/** The whole log of a project as CSV, newest first, in pieces. */
export async function* auditCsv(projectId: ProjectId, filter: AuditFilter): AsyncGenerator<string, void> {
  const names = await peopleOfLog(projectId);
  yield csvRow(["at", "by", "with a token", "kind", "did", "about"]);
  let before: number | null = null;
  for (;;) {
    const entries = await listAuditEntries({ projectId, filter }, { before, take: PIECE });
    for (const { at, by, isProgram, kind, did, about } of entries)
      yield csvRow([at.toISOString(), names.get(by) ?? by, isProgram ? "yes" : "no", kind, did, about]);
    const last = entries.at(-1);
    if (!last || entries.length < PIECE) return;
    before = last.id;
  }
}
