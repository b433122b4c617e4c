import {
  addCriteria,
  addRevision,
  findCriterion,
  listCriteria,
  reorderCriteria as saveOrder,
  updateCriterion,
  updateLimits,
} from "@/lib/db/criteria";
import { findProject } from "@/lib/db/projects";
import { DEFAULT_FFR_LIMIT, type Criterion, type CriterionKind } from "@/lib/domain/criterion";
import type { CriterionId, OutputId, ProjectId } from "@/lib/domain/ids";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { enqueue } from "@/lib/jobs/queue";
import { publish } from "@/lib/jobs/notify";
import { readInForce, recordNewCriterion, recordReinterpretation } from "./record-drift";

/** A person's own criterion; a phrase is enough, it then serves as name and wording. */
export type CriterionByHand = {
  readonly projectId: ProjectId;
  readonly name: string;
  readonly wording: string;
  readonly kind: CriterionKind;
  readonly author: string;
  /** The outputs that made the person write it. */
  readonly because?: readonly OutputId[];
};

/** Adds a criterion and asks the background for candidates. */
export async function addCriterion({
  projectId,
  because = [],
  ...criterion
}: CriterionByHand): Promise<Result<Criterion>> {
  if (!(await findProject(projectId))) return fail({ code: "not-found", what: "project" });
  const before = await readInForce(projectId);
  const [added] = await addCriteria(projectId, [
    { ...criterion, ffrLimit: DEFAULT_FFR_LIMIT, origin: "hand", why: "" },
  ]);
  if (!added) throw new Error("The criterion was not stored.");
  const sentence = `“${added.revision.name}” was added`;
  const edit = { projectId, by: criterion.author, sentence, outputIds: because, before };
  await recordNewCriterion({ ...edit, criterion: added });
  await enqueue({ kind: "write", projectId, criterionId: added.id });
  await publish(projectId, "criteria");
  return ok(added);
}

export type Rewording = {
  readonly projectId: ProjectId;
  readonly criterionId: CriterionId;
  /** A clarification keeps the grades; a change of meaning makes them stale. */
  readonly change: "clarification" | "meaning";
  readonly name: string;
  readonly wording: string;
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
  if (old.name === wording.name && old.wording === wording.wording) return ok(null);
  const before = await readInForce(projectId);
  const revision = await addRevision(criterionId, wording);
  if (revision.change === "meaning") {
    const sentence = `“${old.name}” was given another meaning`;
    const edit = { projectId, by: wording.author, sentence, outputIds: because, before };
    await recordReinterpretation({ ...edit, criterion, revision });
  }
  await enqueue({ kind: "write", projectId, criterionId });
  await publish(projectId, "criteria");
  return ok(null);
}

export type CriterionSettings = {
  readonly projectId: ProjectId;
  readonly criterionId: CriterionId;
  readonly kind?: CriterionKind;
  readonly ffrLimit?: number;
  readonly mustPass?: boolean;
  readonly isRelative?: boolean;
};

/** Changes what does not change the meaning: how it is checked, its FFR limit, whether it must be in every set, or is relative. */
export async function setCriterion({
  projectId,
  criterionId,
  ...change
}: CriterionSettings): Promise<Result<null>> {
  if (!(await updateCriterion(projectId, criterionId, change))) {
    return fail({ code: "not-found", what: "criterion" });
  }
  if (change.kind !== undefined) await enqueue({ kind: "write", projectId, criterionId });
  await publish(projectId, "criteria");
  return ok(null);
}

/** Puts every criterion that is in play under the same FFR limit. */
export async function setAllLimits(input: {
  readonly projectId: ProjectId;
  readonly ffrLimit: number;
}): Promise<Result<null>> {
  if (!(await findProject(input.projectId))) return fail({ code: "not-found", what: "project" });
  await updateLimits(input.projectId, input.ffrLimit);
  await publish(input.projectId, "criteria");
  return ok(null);
}

export type CriterionTarget = { readonly projectId: ProjectId; readonly criterionId: CriterionId };

/** Takes a criterion out of play, or (with `at` null) brings it back with its grades and candidates. */
export async function retireCriterion(target: CriterionTarget, at: Date | null): Promise<Result<null>> {
  const known = await updateCriterion(target.projectId, target.criterionId, { retiredAt: at });
  if (!known) return fail({ code: "not-found", what: "criterion" });
  await publish(target.projectId, "criteria");
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
