import { z } from "zod";
import {
  addAuditEntry,
  beginAuditEntry,
  dropAuditEntry,
  endAuditEntry,
  countAuditEntries,
  listAuditEntries,
  nameOfUser,
  nameSubject,
  peopleOfLog,
} from "@/lib/db/audit";
import { findCriterion } from "@/lib/db/criteria";
import { findRole } from "@/lib/db/members";
import { findSettings } from "@/lib/db/projects";
import { findQueue } from "@/lib/db/queues";
import type { Person, Role } from "@/lib/domain/access";
import type { AuditFilter, AuditKind, AuditPage } from "@/lib/domain/audit";
import type { Criterion } from "@/lib/domain/criterion";
import type { GradingQueue } from "@/lib/domain/grading-queue";
import { AssertionId, CriterionId, OutputId, ProjectId, QueueId } from "@/lib/domain/ids";
import type { Result } from "@/lib/domain/problem";
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
  readonly before: Before;
};

/** How it was set before, so that the log can say from what to what; null each: the action is about none. */
export type Before = {
  readonly project: Awaited<ReturnType<typeof findSettings>>;
  readonly criterion: Criterion | null;
  readonly queue: GradingQueue | null;
  readonly role: Role | null;
};

async function lookUpBefore({
  projectId,
  criterionId,
  queueId,
  userId,
}: z.infer<typeof About>): Promise<Before> {
  if (projectId === null) return { project: null, criterion: null, queue: null, role: null };
  return {
    project: await findSettings(projectId),
    criterion: criterionId && (await findCriterion(projectId, criterionId)),
    queue: queueId && ((await findQueue(projectId, queueId))?.queue ?? null),
    role: userId === null ? null : await findRole(userId, projectId),
  };
}

export async function lookUpSubject(input: unknown): Promise<AuditSubject> {
  const about = About.parse(input);
  const { projectId, outputId, userId, ...named } = about;
  const before = await lookUpBefore(about);
  const parts = [
    projectId === null ? null : await nameSubject(projectId, named),
    outputId === null ? null : `output ${outputId}`,
    userId === null ? null : await nameOfUser(userId),
  ];
  return {
    projectId: before.project ? projectId : null,
    projectName: before.project?.name ?? "",
    before,
    about: parts.filter((part) => part !== null).join(", "),
  };
}

/** Who did it: a person, or a program with a token of theirs. */
type Actor = { readonly by: string; readonly isProgram: boolean };

export const actorOf = ({ id, token }: Person): Actor => ({ by: id, isProgram: token !== null });

type Change = { readonly actor: Actor; readonly subject: AuditSubject; readonly kind: AuditKind };

/**
 * Makes a change between the two halves of its line in the log: a process that dies meanwhile leaves a line that says that
 * it may have been done. Of a refusal no line stays; what throws may have done part of it, so its line does.
 */
export async function writeDown<Value>(
  { actor, subject, kind }: Change,
  make: () => Promise<Result<Value>>,
  say: (value: Value) => { readonly did: string; readonly projectId: ProjectId | null },
): Promise<Result<Value>> {
  const { projectId, about } = subject;
  const id = await beginAuditEntry({ ...actor, kind, projectId, about });
  const result = await make();
  if (!result.ok) {
    await dropAuditEntry(id);
    return result;
  }
  const { did, projectId: found } = say(result.value);
  if (await endAuditEntry(id, { did, projectId: found })) return result;
  // Somebody deleted the project meanwhile, and its log with it.
  await addAuditEntry({ ...actor, kind, did, projectId: null, about: aboveOf(subject).about });
  return result;
}

/** The same as a subject of the log of the installation, for what ends a project and its log. */
export const aboveOf = (subject: AuditSubject): AuditSubject => ({
  ...subject,
  projectId: null,
  about: `project ${subject.projectName}`,
});

/** Writes down what the program did in the background for a person. */
export async function recordChange(
  actor: Actor,
  { projectId, about }: AuditSubject,
  { kind, did }: { readonly kind: AuditKind; readonly did: string },
): Promise<void> {
  await addAuditEntry({ ...actor, kind, did, projectId, about });
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
