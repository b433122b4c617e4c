import { addDriftComment, settleDriftEvent, type DriftTarget } from "@/lib/db/drift";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { publish } from "@/lib/jobs/notify";

/** Says something about an entry of the journal. */
export async function commentDrift(
  target: DriftTarget,
  comment: { readonly author: string; readonly text: string },
): Promise<Result<null>> {
  if (!(await addDriftComment(target, comment))) return fail({ code: "not-found", what: "drift event" });
  await publish(target.projectId, "drift");
  return ok(null);
}

/** Settles an entry of the journal with what was decided, or (null) opens it again. */
export async function settleDrift(
  target: DriftTarget,
  settled: { readonly by: string; readonly at: Date; readonly resolution: string } | null,
): Promise<Result<null>> {
  if (!(await settleDriftEvent(target, settled))) return fail({ code: "not-found", what: "drift event" });
  await publish(target.projectId, "drift");
  return ok(null);
}
