import { settleOwnership } from "@/lib/db/members";
import { firstAccountKey } from "@/lib/db/secret-box";
import { hasAccounts } from "@/lib/db/sessions";
import { isLoopback } from "@/lib/domain/site";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { ports } from "@/lib/ports";
import { ensureSampleProject } from "@/lib/workflow/sample-project";
import { stopBackground, workInBackground } from "@/lib/workflow/work-in-background";

/** Once a server process: the sample project, the worker inside the app, and an orderly end. */
export async function boot(): Promise<void> {
  endInOrder();
  try {
    refuseToBeOpen();
    await ensureSampleProject();
    if (env.TOUCHSTONE_ACCOUNTS === "on") await welcomeFirst();
    if (env.TOUCHSTONE_WORKER === "on") await workInBackground(ports);
  } catch (error) {
    // Next would go on and answer every request with this error.
    log.error("could not start", error);
    process.exit(1);
  }
}

/** `next start` alone listens everywhere. */
function refuseToBeOpen(): void {
  if (env.TOUCHSTONE_ACCOUNTS === "on" || isLoopback(env.TOUCHSTONE_BOUND_TO ?? "")) return;
  throw new Error(
    "Touchstone answers on this machine only: accounts are off, so anyone who reaches it could read and change everything. Start it with `npm start`, which sees to that, or set TOUCHSTONE_ACCOUNTS=on and TOUCHSTONE_URL to the address people type.",
  );
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
