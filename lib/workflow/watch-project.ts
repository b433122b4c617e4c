import type { ProjectId } from "@/lib/domain/ids";
import { subscribe, type ProjectEvent } from "@/lib/jobs/notify";

/** Calls back on every change of a project, made by whichever process. Returns the way out. */
export const watchProject = (projectId: ProjectId, onEvent: (event: ProjectEvent) => void): (() => void) =>
  subscribe(projectId, onEvent);
