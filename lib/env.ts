import { z } from "zod";

const listed = (list: string): string[] =>
  list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== "");

const Settings = z.object({
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
  /** "off": one local owner without a password, on this machine only. */
  TOUCHSTONE_ACCOUNTS: z.enum(["on", "off"]).default("off"),
  /** The address under which people reach the app; cookies and links are made for it. */
  TOUCHSTONE_URL: z.url("TOUCHSTONE_URL must be an address like https://touchstone.example.org.").optional(),
  /** Where the server listens: whoever starts it says so, and no person. */
  TOUCHSTONE_BOUND_TO: z.string().optional(),
  /** An OpenID Connect provider people may sign in with; all three or none. */
  TOUCHSTONE_OIDC_ISSUER: z.url().optional(),
  TOUCHSTONE_OIDC_CLIENT_ID: z.string().min(1).optional(),
  TOUCHSTONE_OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  /** Mail domains, with commas between, whose people may join through the provider without an invitation. */
  TOUCHSTONE_OIDC_DOMAINS: z.string().default("").transform(listed),
  /** Addresses of proxies, or ranges, with commas between, that say in X-Forwarded-For for whom they ask. */
  TOUCHSTONE_TRUSTED_PROXIES: z.string().default("").transform(listed),
});

const Env = Settings.superRefine((settings, context) => {
  const { TOUCHSTONE_OIDC_ISSUER, TOUCHSTONE_OIDC_CLIENT_ID, TOUCHSTONE_OIDC_CLIENT_SECRET } = settings;
  const oidc = [TOUCHSTONE_OIDC_ISSUER, TOUCHSTONE_OIDC_CLIENT_ID, TOUCHSTONE_OIDC_CLIENT_SECRET];
  const missing = (path: string, message: string) =>
    context.addIssue({ code: "custom", path: [path], message });
  if (settings.TOUCHSTONE_ACCOUNTS === "on" && settings.TOUCHSTONE_URL === undefined)
    missing("TOUCHSTONE_URL", "TOUCHSTONE_ACCOUNTS=on needs TOUCHSTONE_URL, the address people type.");
  if (settings.TOUCHSTONE_ACCOUNTS === "on" && settings.TOUCHSTONE_SECRET === undefined)
    missing("TOUCHSTONE_SECRET", "TOUCHSTONE_ACCOUNTS=on needs TOUCHSTONE_SECRET; `npm start` makes one.");
  if (oidc.some((value) => value !== undefined) && oidc.includes(undefined))
    missing(
      "TOUCHSTONE_OIDC_ISSUER",
      "TOUCHSTONE_OIDC_ISSUER, TOUCHSTONE_OIDC_CLIENT_ID and TOUCHSTONE_OIDC_CLIENT_SECRET belong together.",
    );
});

// Empty means absent: `OPENAI_API_KEY= npm start` is how people switch a setting off.
const present = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ""));

/** The one place that reads process.env; a bad value stops the boot, not the first request. */
export const env = Env.parse(present);

/** The address that people type; null: without accounts this machine alone is asked. */
export const site: URL | null =
  env.TOUCHSTONE_ACCOUNTS === "on" && env.TOUCHSTONE_URL !== undefined ? new URL(env.TOUCHSTONE_URL) : null;
