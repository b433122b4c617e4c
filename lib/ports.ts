import path from "node:path";
import { env } from "./env";
import { createSandbox } from "./sandbox/process-sandbox";
import { connectedModel } from "./workflow/connections";
import type { Ports } from "./workflow/ports";

const remembered = globalThis as typeof globalThis & { touchstonePorts?: Ports };

/** The composition root: the only file that knows which implementation stands behind each port. */
export const ports: Ports = (remembered.touchstonePorts ??= {
  sandbox: createSandbox({ cacheFolder: path.join(env.TOUCHSTONE_DATA, "cache") }),
  connectedModel,
  now: () => new Date(),
});
