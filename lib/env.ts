import { z } from "zod";

const Env = z.object({
  DATABASE_URL: z.url("DATABASE_URL must be a postgresql:// address; `npm start` sets it when it is absent."),
  /** Where the embedded database, its key file and caches live. */
  TOUCHSTONE_DATA: z.string().min(1).default(".data"),
  /** 32 bytes, hex or base64, for keys at rest; `npm start` makes one in the data folder when it is absent. */
  TOUCHSTONE_SECRET: z.string().min(16).optional(),
  OPENAI_API_KEY: z.string().min(1).optional(),
  OPENAI_BASE_URL: z.url().optional(),
  OPENAI_MODEL: z.string().min(1).optional(),
  /** "off": this process serves pages only, and workers started with `npm run worker` do the rest. */
  TOUCHSTONE_WORKER: z.enum(["on", "off"]).default("on"),
});

// Empty means absent: `OPENAI_API_KEY= npm start` is how people switch a setting off.
const present = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ""));

/** The one place that reads process.env; a bad value stops the boot, not the first request. */
export const env = Env.parse(present);
