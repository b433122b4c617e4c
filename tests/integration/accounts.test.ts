import { getAuthTables } from "better-auth/db";
import { beforeAll, describe, expect, it, vi } from "vitest";
import {
  dropApiTokenAction,
  makeApiTokenAction,
  passwordLinkAction,
  signOutThereAction,
} from "@/lib/actions/account";
import {
  changeRoleAction,
  inviteAction,
  joinProjectAction,
  leaveProjectAction,
  removeMemberAction,
  takeBackInvitationAction,
} from "@/lib/actions/members";
import { whoIsHere } from "@/lib/actions/current-person";
import { db } from "@/lib/db/client";
import { listInvitations } from "@/lib/db/invitations";
import { findRole, listMembers, namesIn } from "@/lib/db/members";
import { listSessions } from "@/lib/db/sessions";
import { countAttempt } from "@/lib/db/sign-in-attempts";
import type { Role } from "@/lib/domain/access";
import type { ProjectId } from "@/lib/domain/ids";
import { firstAccountKey } from "@/lib/db/secret-box";
import { aProject } from "@/tests/support/a-project";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { expectOk, sentenceOf } from "@/tests/support/import-file";
import { actAs, askAuth, cookieOf, PASSWORD, signUp } from "@/tests/support/session";

vi.hoisted(() => {
  process.env["TOUCHSTONE_ACCOUNTS"] = "on";
  process.env["TOUCHSTONE_URL"] = "http://localhost:3000";
});
vi.mock("next/headers", async () => ({
  headers: (await import("@/tests/support/session")).currentHeaders,
}));
endDatabaseAfterAll();

let projectId: ProjectId;
let ada: string;
/** What became of those who tried to make the first account without knowing what the server printed. */
const beforeAnybody: number[] = [];

beforeAll(async () => {
  ({ projectId } = await aProject(["One.", "Two."]));
  const early = { name: "eve", email: "eve@example.org", password: PASSWORD };
  for (const body of [early, { ...early, invitation: "a guess" }])
    beforeAnybody.push((await askAuth("/sign-up/email", body)).status);
  ada = await signUp("ada");
});

const idOf = async (name: string): Promise<string> =>
  (await db.user.findUniqueOrThrow({ where: { email: `${name}@example.org` } })).id;

/** The token of a link that ada makes. */
async function linkFor(role: Role): Promise<string> {
  actAs(ada);
  const { path } = expectOk(await inviteAction({ projectId, role, days: 7 }));
  return path.replace("/invite/", "");
}

describe("an account", () => {
  it("is made first by whoever knows what the server printed, and by nobody else", async () => {
    expect(beforeAnybody).toEqual([403, 403]);
    // With it no second one is made.
    await expect(signUp("fay", firstAccountKey())).rejects.toThrow("An account needs an invitation");
  });

  it("comes first to whoever administers the installation, with the projects that were there", async () => {
    expect(await db.user.findFirstOrThrow()).toMatchObject({ name: "ada", isAdmin: true });
    expect(await findRole(await idOf("ada"), projectId)).toBe("owner");
  });

  it("is refused to strangers, who do not learn who has one", async () => {
    const stranger = { name: "eve", email: "eve@example.org", password: PASSWORD };
    const refused = await askAuth("/sign-up/email", stranger);
    const known = await askAuth("/sign-up/email", { ...stranger, email: "ada@example.org" });
    expect([refused.status, known.status]).toEqual([403, 403]);
    expect(await refused.text()).toBe(await known.text());
    expect(await refused.text().catch(() => "")).toBe("");
    expect(await db.user.count({ where: { name: "eve" } })).toBe(0);
  });

  it("cannot make itself the administrator", async () => {
    const token = await linkFor("viewer");
    const body = { name: "mal", email: "mal@example.org", password: PASSWORD, invitation: token };
    const response = await askAuth("/sign-up/email", { ...body, isAdmin: "true" });
    const user = await db.user.findFirst({ where: { name: "mal" } });
    expect(user?.isAdmin ?? false).toBe(false);
    expect(response.ok).toBe(user !== null);
  });

  it("is reached with its password only, and slowed down after ten attempts wherever they come from", async () => {
    await signUp("kim", await linkFor("viewer"));
    const attempt = (password: string, i: number) =>
      askAuth("/sign-in/email", { email: "kim@example.org", password }, { "x-forwarded-for": `10.1.0.${i}` });
    expect((await attempt("something else", 1)).status).toBe(401);
    const right = await attempt(PASSWORD, 2);
    actAs(cookieOf(right));
    expect(await whoIsHere()).toMatchObject({ name: "kim", isAdmin: false });
    for (let i = 3; i <= 10; i++) expect((await attempt("something else", i)).status).toBe(401);
    expect((await attempt(PASSWORD, 11)).status).toBe(429);
    // Five minutes after the last attempt that was let through, it goes on.
    expect(await countAttempt("KIM@example.org", Date.now() + 6 * 60_000)).toBe(true);
  });

  it("keeps its password hashed and its cookie signed", async () => {
    const { password } = await db.account.findFirstOrThrow({ where: { user: { name: "ada" } } });
    expect(password).not.toContain(PASSWORD);
    actAs(ada.replace(/=[^;.]+/, "=forged"));
    expect(await whoIsHere()).toBeNull();
  });

  it("is signed out in one place without the others", async () => {
    const zoe = await signUp("zoe", await linkFor("viewer"));
    const elsewhere = cookieOf(
      await askAuth("/sign-in/email", { email: "zoe@example.org", password: PASSWORD }),
    );
    const [newest] = await listSessions(await idOf("zoe"), new Date());
    actAs(ada);
    expect(sentenceOf(await signOutThereAction({ id: newest?.id ?? "" }))).toMatch(/session/);
    actAs(zoe);
    expectOk(await signOutThereAction({ id: newest?.id ?? "" }));
    expect(await whoIsHere()).toMatchObject({ name: "zoe" });
    actAs(elsewhere);
    expect(await whoIsHere()).toBeNull();
  });

  it("gets a new password by a link of the administrator, once, and all sessions end", async () => {
    const lea = await signUp("lea", await linkFor("viewer"));
    actAs(lea);
    expect(sentenceOf(await passwordLinkAction({ userId: await idOf("lea") }))).toMatch(/administrators/);
    actAs(ada);
    const { path } = expectOk(await passwordLinkAction({ userId: await idOf("lea") }));
    const token = path.replace("/reset/", "");
    expect(await db.verification.count({ where: { identifier: { contains: token } } })).toBe(0);
    const set = (newPassword: string) => askAuth("/reset-password", { token, newPassword });
    expect((await set("short")).status).toBe(400);
    expect((await set("another long one")).status).toBe(200);
    expect((await set("yet another long one")).status).toBe(400);
    actAs(lea);
    expect(await whoIsHere()).toBeNull();
    const signIn = (password: string) => askAuth("/sign-in/email", { email: "lea@example.org", password });
    expect([(await signIn(PASSWORD)).status, (await signIn("another long one")).status]).toEqual([401, 200]);
    const log = await db.auditEntry.findMany({ where: { by: await idOf("lea") }, orderBy: { id: "asc" } });
    expect(log.map(({ did }) => did)).toEqual([
      "made an account",
      "joined by an invitation",
      "signed in",
      "set a new password by a link",
      "failed to sign in",
      "signed in",
    ]);
  });

  it("answers nothing that the pages do not need", async () => {
    for (const path of ["/update-user", "/delete-user", "/list-sessions", "/change-email", "/link-social"])
      expect((await askAuth(path, {}, { cookie: ada })).status).toBe(404);
  });

  it("refuses a form of another site", async () => {
    const from = { origin: "https://evil.example", cookie: ada };
    expect((await askAuth("/sign-out", {}, from)).status).toBe(403);
  });
});

describe("an invitation", () => {
  it("makes its opener a member once, and is kept hashed", async () => {
    const token = await linkFor("grader");
    expect(await db.invitation.count({ where: { tokenHash: token } })).toBe(0);
    const ben = await signUp("ben", token);
    expect(await findRole(await idOf("ben"), projectId)).toBe("grader");
    await expect(signUp("bob", token)).rejects.toThrow("An account needs an invitation");
    actAs(ben);
    expect(sentenceOf(await joinProjectAction({ token }))).toMatch(/invitation/);
  });

  it("is not opened after it was taken back, or is too old", async () => {
    const token = await linkFor("editor");
    const [invitation] = await listInvitations(projectId, new Date());
    expectOk(await takeBackInvitationAction({ projectId, id: invitation?.id ?? "" }));
    await expect(signUp("cyd", token)).rejects.toThrow("An account needs an invitation");
    const old = await linkFor("editor");
    await db.invitation.updateMany({ where: { acceptedAt: null }, data: { expiresAt: new Date(0) } });
    await expect(signUp("cyd", old)).rejects.toThrow("An account needs an invitation");
  });

  it("does not lower whoever is a member already", async () => {
    const token = await linkFor("viewer");
    actAs(ada);
    expect(expectOk(await joinProjectAction({ token }))).toEqual({ projectId });
    expect(await findRole(await idOf("ada"), projectId)).toBe("owner");
    await signUp("dan", token);
    expect(await findRole(await idOf("dan"), projectId)).toBe("viewer");
  });
});

describe("a project", () => {
  it("never loses its last owner, even when two go at once", async () => {
    const own = (await aProject(["Alone."])).projectId;
    const [a, b] = [await idOf("ada"), await idOf("ben")];
    await db.member.createMany({ data: [a, b].map((userId) => ({ projectId: own, userId, role: "owner" })) });
    actAs(ada);
    await Promise.all([
      removeMemberAction({ projectId: own, userId: b }),
      changeRoleAction({ projectId: own, userId: a, role: "viewer" }),
    ]);
    expect((await listMembers(own)).filter(({ role }) => role === "owner")).toHaveLength(1);
    await db.member.updateMany({ where: { projectId: own, userId: a }, data: { role: "owner" } });
    await db.member.deleteMany({ where: { projectId: own, userId: b } });
    expect(sentenceOf(await leaveProjectAction({ projectId: own }))).toMatch(/only owner/);
  });

  it("knows its people by name, and not those of others", async () => {
    const names = await namesIn(projectId);
    expect(names.get(await idOf("ada"))).toBe("ada");
    const other = (await aProject(["Other."])).projectId;
    expect(await namesIn(other)).toEqual(new Map());
  });
});

it("stores a token hashed, and forgets it when it is revoked", async () => {
  actAs(ada);
  const { token } = expectOk(await makeApiTokenAction({ name: "ci", scopes: ["read"], projectId: null }));
  const row = await db.apiToken.findFirstOrThrow({ where: { name: "ci" } });
  expect(JSON.stringify(row)).not.toContain(token);
  expectOk(await dropApiTokenAction({ id: row.id }));
  expect(sentenceOf(await dropApiTokenAction({ id: row.id }))).toMatch(/token/);
});

it("has the columns that the library writes", async () => {
  const columns = await db.$queryRaw<{ readonly name: string }[]>`
    SELECT table_name || '.' || column_name AS name FROM information_schema.columns WHERE table_schema = 'public'`;
  const known = new Set(columns.map(({ name }) => name.toLowerCase()));
  const tables = Object.values(getAuthTables({ rateLimit: { storage: "database" } }));
  const wanted = tables.flatMap(({ modelName, fields }) =>
    Object.entries(fields).map(([key, { fieldName }]) => `${modelName}.${fieldName ?? key}`.toLowerCase()),
  );
  expect(wanted.length).toBeGreaterThan(25);
  expect(wanted.filter((name) => !known.has(name))).toEqual([]);
});
