import {
  addCriteria,
  addRevision,
  findCriterion,
  listCriteria,
  reorderCriteria as saveOrder,
  retireRow,
  updateCriterion,
} from "@/lib/db/criteria";
import { updateLimit, type NewLimit } from "@/lib/db/limits";
import { findProject } from "@/lib/db/projects";
import { DEFAULT_FFR_LIMIT, type Criterion, type CriterionKind, type Revision } from "@/lib/domain/criterion";
import type { CriterionId, OutputId, ProjectId } from "@/lib/domain/ids";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { isSuspicious } from "@/lib/domain/suspicion";
import { enqueue } from "@/lib/jobs/queue";
import { publish } from "@/lib/jobs/notify";
import { renewJudges } from "./renew-judges";
import { additionEntry, entryOf, ownOutputs, readInForce, rewordingEntry } from "./record-drift";
import { mayChangeAtOnce } from "./require-review";

/** A person's own criterion; a phrase is enough, it then serves as name and wording. */
export type CriterionByHand = {
  readonly projectId: ProjectId;
  readonly name: string;
  readonly wording: string;
  readonly examples?: string;
  readonly kind: CriterionKind;
  readonly author: string;
  /** The outputs that made the person write it. */
  readonly because?: readonly OutputId[];
};

/** They stand in the instructions of judges, where a forged boundary or verdict has no business. */
const SUSPICIOUS = {
  code: "bad-input",
  sentence:
    "A line of the examples looks like a verdict, a role or a boundary of a prompt, which would confuse judges. Put it in other words.",
} as const;

/** Adds a criterion and asks the background for candidates. */
export async function addCriterion({
  projectId,
  because = [],
  ...criterion
}: CriterionByHand): Promise<Result<Criterion>> {
  if (isSuspicious(criterion.examples ?? "")) return fail(SUSPICIOUS);
  if (!(await findProject(projectId))) return fail({ code: "not-found", what: "project" });
  const before = await readInForce(projectId);
  const outputIds = await ownOutputs(projectId, because);
  const edit = { by: criterion.author, sentence: `“${criterion.name}” was added`, outputIds, before };
  const [added] = await addCriteria(
    projectId,
    [{ ...criterion, ffrLimit: DEFAULT_FFR_LIMIT, origin: "hand", why: "" }],
    (stored) => stored.flatMap((one) => additionEntry(edit, one)),
  );
  if (!added) throw new Error("The criterion was not stored.");
  await enqueue({ kind: "write", projectId, criterionId: added.id });
  await publish(projectId, "criteria");
  await publish(projectId, "drift");
  return ok(added);
}

export type Rewording = {
  readonly projectId: ProjectId;
  readonly criterionId: CriterionId;
  /** A clarification keeps the grades; a change of meaning makes them stale. */
  readonly change: "clarification" | "meaning";
  readonly name: string;
  readonly wording: string;
  /** Left out: those of before stay. */
  readonly examples?: string | undefined;
  readonly why: string;
  readonly author: string;
  /** The outputs that made the person reword it. */
  readonly because?: readonly OutputId[];
};

/**
 * Rewords a criterion: a new revision, for which candidates are written; under another meaning grades are asked again.
 * An edit that changes nothing makes no revision.
 */
export async function rewordCriterion({
  projectId,
  criterionId,
  because = [],
  ...wording
}: Rewording): Promise<Result<null>> {
  const criterion = await findCriterion(projectId, criterionId);
  if (!criterion) return fail({ code: "not-found", what: "criterion" });
  const { revision: old } = criterion;
  const { examples = old.examples } = wording;
  if (isSame(old, { ...wording, examples })) return ok(null);
  if (isSuspicious(examples)) return fail(SUSPICIOUS);
  const before = await readInForce(projectId);
  const outputIds = await ownOutputs(projectId, because);
  const edit = { by: wording.author, sentence: saysRewording(old, wording), outputIds, before };
  await addRevision(criterionId, { ...wording, examples }, (added) => rewordingEntry(edit, criterion, added));
  await tellJudges(projectId, criterion);
  await enqueue({ kind: "write", projectId, criterionId });
  await publish(projectId, "criteria");
  await publish(projectId, "drift");
  return ok(null);
}

type Said = Pick<Revision, "name" | "wording" | "examples">;
const isSame = (a: Said, b: Said): boolean =>
  a.name === b.name && a.wording === b.wording && a.examples === b.examples;

/** Under other examples of the same meaning judges are told these; under another meaning they are written anew anyway. */
async function tellJudges(projectId: ProjectId, { id, revision: old }: Criterion): Promise<void> {
  const criterion = await findCriterion(projectId, id);
  if (criterion?.revision.change !== "clarification" || criterion.revision.examples === old.examples) return;
  await renewJudges(projectId, criterion, "the examples of its criterion were changed");
}

function saysRewording(
  old: Revision,
  { change, name, wording }: Pick<Rewording, "change" | "name" | "wording">,
) {
  if (change === "meaning") return `“${old.name}” was given another meaning`;
  const isRenamed = old.wording === wording && old.name !== name;
  return isRenamed ? `“${old.name}” was renamed “${name}”` : `“${old.name}” was clarified`;
}

export type CriterionSettings = {
  readonly projectId: ProjectId;
  readonly criterionId: CriterionId;
  readonly kind?: CriterionKind;
  readonly mustPass?: boolean;
  readonly isRelative?: boolean;
};

/** Changes what does not change the meaning: how it is checked, whether it must be in every set, or is relative. */
export async function setCriterion({
  projectId,
  criterionId,
  ...change
}: CriterionSettings): Promise<Result<null>> {
  if (change.mustPass !== undefined) {
    const may = await mayChangeAtOnce(projectId, "Propose another limit on the report.");
    if (!may.ok) return may;
  }
  if (!(await updateCriterion(projectId, criterionId, change))) {
    return fail({ code: "not-found", what: "criterion" });
  }
  if (change.kind !== undefined) await enqueue({ kind: "write", projectId, criterionId });
  await publish(projectId, "criteria");
  return ok(null);
}

/** Puts a criterion under another FFR limit; what it was stays on record with its revision. */
export async function setLimit({
  projectId,
  criterionId,
  ...limit
}: CriterionTarget & NewLimit): Promise<Result<null>> {
  const may = await mayChangeAtOnce(projectId, "Propose another limit on the report.");
  if (!may.ok) return may;
  if (!(await updateLimit(projectId, criterionId, limit)))
    return fail({ code: "not-found", what: "criterion" });
  await publish(projectId, "criteria");
  return ok(null);
}

/** Puts every criterion that is in play under the same FFR limit; gives the limits that there were before. */
export async function setAllLimits({
  projectId,
  ...limit
}: NewLimit & { readonly projectId: ProjectId }): Promise<Result<{ readonly before: readonly number[] }>> {
  if (!(await findProject(projectId))) return fail({ code: "not-found", what: "project" });
  const may = await mayChangeAtOnce(projectId, "Propose another limit for each criterion on the report.");
  if (!may.ok) return may;
  const before = (await listCriteria(projectId)).map(({ ffrLimit }) => ffrLimit);
  await updateLimit(projectId, null, limit);
  await publish(projectId, "criteria");
  return ok({ before: [...new Set(before)].toSorted((a, b) => a - b) });
}

export type CriterionTarget = { readonly projectId: ProjectId; readonly criterionId: CriterionId };

/** Takes a criterion out of play, or (with `at` null) brings it back with its grades and candidates. */
export async function retireCriterion(
  { projectId, criterionId }: CriterionTarget,
  at: Date | null,
  by: string,
): Promise<Result<null>> {
  const criterion = await findCriterion(projectId, criterionId);
  if (!criterion) return fail({ code: "not-found", what: "criterion" });
  if ((criterion.retiredAt === null) === (at === null)) return ok(null);
  const before = await readInForce(projectId);
  const did = at === null ? "brought back" : "removed";
  const edit = { by, sentence: `“${criterion.revision.name}” was ${did}`, outputIds: [], before };
  const kind = at === null ? "restoration" : "removal";
  const since = (at ?? criterion.retiredAt)?.toISOString() ?? "";
  const entry = entryOf(edit, {
    kind,
    key: `${kind}:${criterionId}:${since}`,
    criterionId,
    revisionId: null,
  });
  await retireRow({ projectId, id: criterionId }, at, entry);
  await publish(projectId, "criteria");
  await publish(projectId, "drift");
  return ok(null);
}

/** Moves a criterion so many places up (negative) or down; at the end of the list it stops. */
export async function moveCriterion(target: CriterionTarget, by: number): Promise<Result<null>> {
  const order = (await listCriteria(target.projectId)).map(({ id }) => id);
  const from = order.indexOf(target.criterionId);
  if (from < 0) return fail({ code: "not-found", what: "criterion" });
  const to = Math.min(order.length - 1, Math.max(0, from + by));
  order.splice(to, 0, ...order.splice(from, 1));
  await saveOrder(target.projectId, order);
  await publish(target.projectId, "criteria");
  return ok(null);
}
