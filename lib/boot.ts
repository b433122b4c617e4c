import { settleOwnership } from "@/lib/db/members";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { ports } from "@/lib/ports";
import { ensureSampleProject } from "@/lib/workflow/sample-project";
import { stopBackground, workInBackground } from "@/lib/workflow/work-in-background";

/** Once a server process: the sample project, the worker inside the app, and an orderly end. */
export async function boot(): Promise<void> {
  endInOrder();
  try {
    await ensureSampleProject();
    if (env.TOUCHSTONE_ACCOUNTS === "on") await settleOwnership();
    if (env.TOUCHSTONE_WORKER === "on") await workInBackground(ports);
  } catch (error) {
    // Next would go on and answer every request with this error.
    log.error("could not start", error);
    process.exit(1);
  }
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
