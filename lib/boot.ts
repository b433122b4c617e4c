import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { ports } from "@/lib/ports";
import { ensureSampleProject } from "@/lib/workflow/sample-project";
import { stopBackground, workInBackground } from "@/lib/workflow/work-in-background";

/** Once a server process: the sample project, the worker inside the app, and an orderly end. */
export async function boot(): Promise<void> {
  endInOrder();
  await ensureSampleProject();
  if (env.TOUCHSTONE_WORKER === "on") await workInBackground(ports);
}

function endInOrder(): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      stopBackground()
        .catch((error: unknown) => log.error("could not end in order", error))
        .finally(() => process.exit(0));
    });
  }
}
