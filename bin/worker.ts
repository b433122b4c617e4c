import { ports } from "@/lib/ports";
import { stopBackground, workInBackground } from "@/lib/workflow/work-in-background";

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => {
    stopBackground()
      .catch((error: unknown) => console.error(error))
      .finally(() => process.exit(0));
  });
}

await workInBackground(ports);
console.log("Taking part in the background work  (Ctrl-C stops it)");
