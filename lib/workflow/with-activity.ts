import { endActivity, startActivity, touchActivity, type ActivityKind } from "@/lib/db/activities";
import { findProject } from "@/lib/db/projects";
import type { ProjectId } from "@/lib/domain/ids";
import { log } from "@/lib/log";
import { publish } from "@/lib/jobs/notify";
import type { Ports } from "./ports";

/** Between two signs of life: without them for long, an activity is taken for one of a process that died. */
const SIGN_OF_LIFE_MS = 15_000;

/**
 * Shows in the project's log that something is done, and how it ended: `work` resolves to the sentence for that. Ends
 * quietly when the project was deleted meanwhile.
 */
export async function withActivity(
  ports: Ports,
  activity: { readonly projectId: ProjectId; readonly kind: ActivityKind; readonly title: string },
  work: (activityId: number) => Promise<string>,
): Promise<void> {
  const { projectId, ...rest } = activity;
  const id = await startActivity(projectId, rest);
  if (id === null) return; // The project was deleted meanwhile.
  await publish(projectId, "activity");
  const signs = setInterval(() => {
    touchActivity(id, ports.now()).catch((error: unknown) =>
      log.error("could not give a sign of life", error),
    );
  }, SIGN_OF_LIFE_MS);
  try {
    const detail = await work(id);
    await endActivity(id, { state: "done", detail, at: ports.now() });
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    await endActivity(id, { state: "failed", detail, at: ports.now() });
    if (await findProject(projectId)) throw error;
  } finally {
    clearInterval(signs);
    await publish(projectId, "activity");
  }
}
