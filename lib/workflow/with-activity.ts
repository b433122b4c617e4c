import { endActivity, startActivity, type ActivityKind } from "@/lib/db/activities";
import type { ProjectId } from "@/lib/domain/ids";
import { publish } from "@/lib/jobs/notify";
import type { Ports } from "./ports";

/** Shows in the project's log that something is done, and how it ended: `work` resolves to the sentence for that. */
export async function withActivity(
  ports: Ports,
  activity: { readonly projectId: ProjectId; readonly kind: ActivityKind; readonly title: string },
  work: (activityId: number) => Promise<string>,
): Promise<void> {
  const { projectId, ...rest } = activity;
  const id = await startActivity(projectId, rest);
  if (id === null) return; // The project was deleted meanwhile.
  await publish(projectId, "activity");
  try {
    const detail = await work(id);
    await endActivity(id, { state: "done", detail, at: ports.now() });
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    await endActivity(id, { state: "failed", detail, at: ports.now() });
    throw error;
  } finally {
    await publish(projectId, "activity");
  }
}
