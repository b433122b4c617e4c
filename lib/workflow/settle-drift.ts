import {
  addDriftComment,
  findSubjectOwner,
  seeMentions,
  settleDriftEvent,
  type DriftTarget,
} from "@/lib/db/drift";
import { listMembers } from "@/lib/db/members";
import type { ProjectId } from "@/lib/domain/ids";
import { mentionsIn } from "@/lib/domain/mentions";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { publish } from "@/lib/jobs/notify";
import { whyNotTheirs } from "./own-criterion";

/** Says something about an entry of the journal; members whom it names with an @ are told. */
export async function commentDrift(
  target: DriftTarget,
  comment: { readonly author: string; readonly text: string },
): Promise<Result<null>> {
  const members = await listMembers(target.projectId);
  const people = new Map(members.map(({ userId, name }) => [userId, name]));
  const mentions = mentionsIn(comment.text, people).filter((id) => id !== comment.author);
  if (!(await addDriftComment(target, { ...comment, mentions })))
    return fail({ code: "not-found", what: "drift event" });
  await publish(target.projectId, "drift");
  return ok(null);
}

/** Whoever is named by these comments has seen them. */
export async function noteMentionsSeen(
  projectId: ProjectId,
  person: string,
  commentIds: readonly number[],
): Promise<Result<null>> {
  await seeMentions(projectId, { person, commentIds, at: new Date() });
  return ok(null);
}

/**
 * Settles an entry of the journal with what was decided, or (null) opens it again. What is about a criterion is for whoever
 * it belongs to (`whyNotTheirs`); everything else for editors.
 */
export async function settleDrift(
  target: DriftTarget,
  by: string,
  settled: { readonly at: Date; readonly resolution: string } | null,
): Promise<Result<null>> {
  const owner = await findSubjectOwner(target);
  const refusal = await whyNotTheirs({ projectId: target.projectId, owner }, by);
  if (refusal !== null) return fail({ code: "bad-input", sentence: refusal });
  if (!(await settleDriftEvent(target, settled && { ...settled, by })))
    return fail({ code: "not-found", what: "drift event" });
  await publish(target.projectId, "drift");
  return ok(null);
}
