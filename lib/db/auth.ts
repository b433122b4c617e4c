import { APIError, createAuthMiddleware, getSessionFromCtx, isAPIError } from "better-auth/api";
import { betterAuth } from "better-auth/minimal";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { genericOAuth } from "better-auth/plugins";
import type { Person } from "@/lib/domain/access";
import type { ProjectId } from "@/lib/domain/ids";
import { env, site } from "@/lib/env";
import { refusePassword } from "@/lib/domain/password";
import { log } from "@/lib/log";
import { revokeApiTokensOf } from "./api-tokens";
import { addAuditEntry } from "./audit";
import { db } from "./client";
import { claimInvitation, findInvitation, joinByClaim } from "./invitations";
import { settleOwnership } from "./members";
import { findAccountByEmail } from "./people";
import { isFirstAccountKey, sessionSecret } from "./secret-box";
import { hasAccounts } from "./sessions";
import { claimFirstAccount, countAttempt } from "./sign-in-attempts";
import { newToken } from "./tokens";

const DAY = 24 * 60 * 60;
/** The cookie in which an invitation goes with somebody who signs in at a provider and comes back. */
const INVITATION_COOKIE = "touchstone-invitation";

/** Whether people have accounts; else there is the one local owner. */
export const isWithAccounts = env.TOUCHSTONE_ACCOUNTS === "on";
export { site };
/** Whether people may sign in at a provider. */
export const hasOidc = env.TOUCHSTONE_OIDC_ISSUER !== undefined;

const remembered = globalThis as typeof globalThis & { touchstoneAuth?: ReturnType<typeof createAuth> };

/** Made when it is first needed: without accounts it never is. */
const auth = () => (remembered.touchstoneAuth ??= createAuth());

function createAuth() {
  return betterAuth({
    appName: "Touchstone",
    ...(env.TOUCHSTONE_URL === undefined ? {} : { baseURL: new URL(env.TOUCHSTONE_URL).origin }),
    basePath: "/api/auth",
    secret: sessionSecret(),
    database: prismaAdapter(db, { provider: "postgresql" }),
    emailAndPassword: {
      enabled: true,
      minPasswordLength: 10,
      maxPasswordLength: 200,
      revokeSessionsOnPasswordReset: true,
      onPasswordReset: async ({ user }) => {
        await revokeApiTokensOf(user.id, new Date());
        await logAccount(user.id, "set a new password by a link");
      },
    },
    verification: { storeIdentifier: "hashed" },
    session: { expiresIn: 30 * DAY, updateAge: DAY },
    user: {
      additionalFields: {
        isAdmin: { type: "boolean", required: false, defaultValue: false, input: false },
        disabledAt: { type: "date", required: false, input: false },
      },
    },
    rateLimit: {
      enabled: true,
      storage: "database",
      window: 60,
      max: 100,
      customRules: {
        "/sign-in/email": { window: 300, max: 50 },
        "/sign-in/social": { window: 60, max: 60 },
        "/sign-up/email": { window: 300, max: 20 },
        "/reset-password": { window: 300, max: 10 },
        "/change-password": { window: 300, max: 10 },
      },
    },
    databaseHooks: {
      user: {
        create: {
          before: async (user, ctx) => refuseStrangers(user, invitationOf(ctx), { isMade: true }),
          after: async (user, ctx) => {
            await settleOwnership();
            await logAccount(user.id, "made an account");
            const token = invitationOf(ctx);
            const joined = token === null ? null : await joinByClaim(token, user.id);
            if (joined !== null) await logAccount(user.id, "joined by an invitation", joined);
          },
        },
      },
      session: {
        create: {
          before: ({ userId }) => refuseDisabled(userId),
          after: ({ userId }) => logAccount(userId, "signed in"),
        },
      },
    },
    hooks: {
      before: createAuthMiddleware(async (ctx) => {
        const body: unknown = ctx.body;
        const email = textIn(body, "email");
        // Before anything is looked up, so that nobody learns who has an account.
        if (ctx.path === "/sign-up/email")
          await refuseStrangers({ email: email ?? "", emailVerified: false }, invitationOf(ctx));
        // Addresses can be changed, accounts cannot: attempts on one account are counted, wherever they come from.
        if (ctx.path === "/sign-in/email" && email !== null && !(await countAttempt(email, Date.now())))
          throw new APIError("TOO_MANY_REQUESTS", {
            message: "Too many attempts for this account. Wait five minutes and try again.",
          });
        const password = textIn(body, NEW_PASSWORD[ctx.path] ?? "");
        if (password === null) return;
        const why = refusePassword(password, await ownWords(ctx, body));
        if (why !== null) throw new APIError("BAD_REQUEST", { message: why });
      }),
      after: createAuthMiddleware(async (ctx) => {
        const isRefused = isAPIError(ctx.context.returned);
        if (ctx.path === "/sign-in/email" && isRefused)
          await logFailedSignIn(textIn(ctx.body, "email") ?? "");
        const person = ctx.path === "/change-password" ? ctx.context.session?.user.id : undefined;
        if (person !== undefined && !isRefused) await logAccount(person, "changed their password");
      }),
    },
    plugins: [genericOAuth({ config: oidcConfig() })],
    telemetry: { enabled: false },
    // Said, since the library would leave the check of origins out where it finds itself in a test.
    advanced: {
      ...{ cookiePrefix: "touchstone", disableOriginCheck: false, disableCSRFCheck: false },
      // Else all who come through several proxies would be slowed down together.
      ipAddress: { trustedProxies: env.TOUCHSTONE_TRUSTED_PROXIES },
    },
    // A refusal goes to whoever asked; only what is broken is for the log.
    onAPIError: {
      onError: (error) => {
        if (!isAPIError(error) || error.statusCode >= 500) log.error("accounts", error);
      },
    },
    logger: {
      level: "error",
      log: (_level, message, ...details) => log.error(`accounts: ${message}`, details[0]),
    },
  });
}

/** What people do to their accounts happens in the library, behind no action. */
const logAccount = (by: string, did: string, projectId: ProjectId | null = null): Promise<void> =>
  addAuditEntry({ projectId, by, isProgram: false, kind: "people", did, about: "" });

/** Attempts on an address that nobody has stand there without it: somebody may have typed a password there. */
async function logFailedSignIn(email: string): Promise<void> {
  const account = await findAccountByEmail(email);
  await addAuditEntry({
    ...{ projectId: null, by: account?.id ?? "nobody", isProgram: false, kind: "people" },
    did: account ? "failed to sign in" : "failed to sign in with an address that has no account",
    about: "",
  });
}

async function refuseDisabled(userId: string): Promise<void> {
  if ((await db.user.count({ where: { id: userId, disabledAt: { not: null } } })) === 0) return;
  throw new APIError("FORBIDDEN", {
    message: "This account is disabled. An administrator of this installation can enable it again.",
  });
}

/** Where a new password is set, and what it is called there. */
const NEW_PASSWORD: Readonly<Partial<Record<string, string>>> = {
  "/sign-up/email": "password",
  "/change-password": "newPassword",
  "/reset-password": "newPassword",
};

/** What is known of whoever sets a password: none of it makes a good one. */
async function ownWords(ctx: Parameters<typeof getSessionFromCtx>[0], body: unknown): Promise<string[]> {
  const token = textIn(body, "token");
  if (token !== null) return wordsOfToken(token);
  const user = (await getSessionFromCtx(ctx))?.user;
  return [textIn(body, "email"), textIn(body, "name"), user?.email, user?.name].filter(
    (word) => word !== undefined && word !== null,
  );
}

async function wordsOfToken(token: string): Promise<string[]> {
  const { internalAdapter } = await auth().$context;
  const found = await internalAdapter.findVerificationValue(`reset-password:${token}`);
  const user = found && (await db.user.findUnique({ where: { id: found.value } }));
  return user ? [user.email, user.name] : [];
}

function oidcConfig() {
  const { TOUCHSTONE_OIDC_ISSUER, TOUCHSTONE_OIDC_CLIENT_ID, TOUCHSTONE_OIDC_CLIENT_SECRET } = env;
  if (TOUCHSTONE_OIDC_ISSUER === undefined || TOUCHSTONE_OIDC_CLIENT_ID === undefined) return [];
  return [
    {
      providerId: "oidc",
      discoveryUrl: `${TOUCHSTONE_OIDC_ISSUER.replace(/\/$/, "")}/.well-known/openid-configuration`,
      requireIdTokenVerification: true,
      clientId: TOUCHSTONE_OIDC_CLIENT_ID,
      ...(TOUCHSTONE_OIDC_CLIENT_SECRET === undefined ? {} : { clientSecret: TOUCHSTONE_OIDC_CLIENT_SECRET }),
      scopes: ["openid", "email", "profile"],
      pkce: true,
    },
  ];
}

/** Where an invitation comes with a request: in what was typed, or in the cookie. */
type Coming = {
  readonly body?: unknown;
  readonly getCookie?: (name: string) => string | null | undefined;
} | null;

const invitationOf = (ctx: Coming): string | null =>
  textIn(ctx?.body, "invitation") ?? ctx?.getCookie?.(INVITATION_COOKIE) ?? null;

function textIn(body: unknown, key: string): string | null {
  if (typeof body !== "object" || body === null) return null;
  const value: unknown = Object.entries(body).find(([name]) => name === key)?.[1];
  return typeof value === "string" && value !== "" ? value : null;
}

/**
 * The first account needs the key that the server prints; every other one an invitation, or an address of a domain that the
 * provider vouches for. What lets somebody in is used up once the account is made (`isMade`), so that it lets in one.
 */
async function refuseStrangers(
  user: { readonly email: string; readonly emailVerified?: boolean },
  invitation: string | null,
  { isMade }: { readonly isMade: boolean } = { isMade: false },
): Promise<void> {
  if (!(await hasAccounts())) {
    if (invitation !== null && (await opensFirst(invitation, isMade))) return;
    throw new APIError("FORBIDDEN", {
      message: "The first account is made at the address that the server prints when it starts.",
    });
  }
  const letsIn = isMade ? claimInvitation : findInvitation;
  if (invitation !== null && (await letsIn(invitation, new Date()))) return;
  const domain = user.email.toLowerCase().split("@").at(-1) ?? "";
  if (user.emailVerified === true && env.TOUCHSTONE_OIDC_DOMAINS.includes(domain)) return;
  throw new APIError("FORBIDDEN", {
    message:
      "An account needs an invitation. Ask somebody who uses this installation for a link; each works once.",
  });
}

const opensFirst = async (key: string, isMade: boolean): Promise<boolean> =>
  isFirstAccountKey(key) && (!isMade || (await claimFirstAccount(Date.now())));

/** All that the pages need; whatever else the library could answer is not reachable. */
const REACHABLE = [
  "/sign-in/email",
  "/sign-in/social",
  "/sign-up/email",
  "/sign-out",
  "/change-password",
  "/reset-password",
  "/callback/oidc",
  "/error",
];

const backToSignIn = (): Response =>
  Response.redirect(new URL("/sign-in?error=refused", env.TOUCHSTONE_URL), 302);

/** Answers what the pages ask about signing in and out; null: there is nothing at this address, or no accounts. */
export async function answerAuth(request: Request): Promise<Response | null> {
  const path = new URL(request.url).pathname.replace(/^\/api\/auth/, "");
  if (!isWithAccounts || !REACHABLE.includes(path)) return null;
  const response = await auth().handler(request);
  // Whoever comes back from the provider looks at a page, not at an answer for programs.
  return path.startsWith("/callback") && response.status >= 400 ? backToSignIn() : response;
}

/** What lets whoever has it set a new password for a person, once, until then; null: there is no such person. */
export async function addPasswordToken(userId: string, expiresAt: Date): Promise<string | null> {
  if ((await db.user.count({ where: { id: userId } })) === 0) return null;
  const { internalAdapter } = await auth().$context;
  const { token } = newToken("");
  await internalAdapter.createVerificationValue({
    identifier: `reset-password:${token}`,
    value: userId,
    expiresAt,
  });
  return token;
}

export type Presence = { readonly person: Person; readonly email: string; readonly sessionId: string };

/** Who is signed in by the cookie among these headers; null: nobody. */
export async function readPresence(headers: Headers): Promise<Presence | null> {
  const found = await auth().api.getSession({ headers });
  if (!found) return null;
  const { id, name, email, isAdmin, disabledAt } = found.user;
  if (disabledAt != null) return null;
  return {
    person: { id, name, isAdmin: isAdmin === true, token: null },
    email,
    sessionId: found.session.id,
  };
}
