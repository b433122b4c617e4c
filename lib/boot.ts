import { settleOwnership } from "@/lib/db/members";
import { firstAccountKey } from "@/lib/db/secret-box";
import { hasAccounts } from "@/lib/db/sessions";
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
    if (env.TOUCHSTONE_ACCOUNTS === "on") await welcomeFirst();
    if (env.TOUCHSTONE_WORKER === "on") await workInBackground(ports);
  } catch (error) {
    // Next would go on and answer every request with this error.
    log.error("could not start", error);
    process.exit(1);
  }
}

/** While nobody has an account, whoever runs the server is told where to make the first: who else comes cannot. */
async function welcomeFirst(): Promise<void> {
  await settleOwnership();
  if (await hasAccounts()) return;
  const url = new URL("/sign-in", env.TOUCHSTONE_URL);
  url.searchParams.set("first", firstAccountKey());
  log.info(`Make the first account at ${url.href}`);
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
