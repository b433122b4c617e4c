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
import { listOutputIds } from "@/lib/db/outputs";
import { addQueue, findQueue, newQueueId } from "@/lib/db/queues";
import { listSessions } from "@/lib/db/sessions";
import { countAttempt } from "@/lib/db/sign-in-attempts";
import type { Role } from "@/lib/domain/access";
import type { ProjectId } from "@/lib/domain/ids";
import { firstAccountKey } from "@/lib/db/secret-box";
import { identifyCaller } from "@/lib/workflow/identify";
import { aProject } from "@/tests/support/a-project";
import { QUEUE_SETTINGS } from "@/tests/support/a-world";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { expectOk, sentenceOf } from "@/tests/support/import-file";
import { actAs, askAuth, cookieOf, PASSWORD, signUp } from "@/tests/support/session";

vi.hoisted(() => {
  process.env["TOUCHSTONE_ACCOUNTS"] = "on";
  process.env["TOUCHSTONE_URL"] = "http://localhost:3000";
  process.env["TOUCHSTONE_TRUSTED_PROXIES"] = "192.0.2.0/24, 198.51.100.7";
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
    actAs(lea);
    const { token: bearer } = expectOk(
      await makeApiTokenAction({ name: "leas", scopes: ["read"], projectId: null }),
    );
    const program = new Headers({ authorization: `Bearer ${bearer}` });
    expect(await identifyCaller(program, new Date())).toMatchObject({ name: "lea" });
    const set = (newPassword: string) => askAuth("/reset-password", { token, newPassword });
    expect((await set("short")).status).toBe(400);
    expect((await set("another long one")).status).toBe(200);
    expect((await set("yet another long one")).status).toBe(400);
    actAs(lea);
    expect(await whoIsHere()).toBeNull();
    expect(await identifyCaller(program, new Date())).toBeNull();
    const signIn = (password: string) => askAuth("/sign-in/email", { email: "lea@example.org", password });
    expect([(await signIn(PASSWORD)).status, (await signIn("another long one")).status]).toEqual([401, 200]);
    const log = await db.auditEntry.findMany({ where: { by: await idOf("lea") }, orderBy: { id: "asc" } });
    expect(log.map(({ did }) => did)).toEqual([
      "made an account",
      "joined by an invitation",
      "signed in",
      'made the API token "leas" (read)',
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

  it("makes one account, however many come with it at once", async () => {
    const token = await linkFor("grader");
    const names = ["una", "ugo", "uli", "uri"];
    const before = await db.user.count();
    const tries = await Promise.allSettled(names.map((name) => signUp(name, token)));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await db.user.count()).toBe(before + 1);
    const { id } = await db.user.findFirstOrThrow({ where: { name: { in: names } } });
    expect(await findRole(id, projectId)).toBe("grader");
  });

  it("ends with the ownership of who made it, and says who that is", async () => {
    const olaf = await signUp("olaf", await linkFor("owner"));
    const invitationsBy = async () =>
      (await listInvitations(projectId, new Date())).filter(({ by }) => by === "olaf");
    for (const role of ["viewer", null] as const) {
      const userId = await idOf("olaf");
      await db.member.upsert({
        where: { projectId_userId: { projectId, userId } },
        create: { projectId, userId, role: "owner" },
        update: { role: "owner" },
      });
      actAs(olaf);
      const { path } = expectOk(await inviteAction({ projectId, role: "owner", days: 7 }));
      expect(await invitationsBy()).toHaveLength(1);
      actAs(ada);
      if (role === null) expectOk(await removeMemberAction({ projectId, userId }));
      else expectOk(await changeRoleAction({ projectId, userId, role }));
      expect(await invitationsBy()).toEqual([]);
      actAs(olaf);
      expect(sentenceOf(await joinProjectAction({ token: path.replace("/invite/", "") }))).toMatch(
        /invitation/,
      );
      expect(await findRole(userId, projectId)).toBe(role);
    }
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

describe("a queue", () => {
  it("waits for nobody who may not grade any more", async () => {
    await signUp("quin", await linkFor("grader"));
    const userId = await idOf("quin");
    const queue = { id: newQueueId(), projectId, createdBy: "ada", overlapShare: 1, ...QUEUE_SETTINGS };
    const assignees = [await idOf("ada"), userId];
    const [outputId = 0] = await listOutputIds(projectId);
    await addQueue({ ...queue, assignees }, []);
    const until = new Date(Date.now() + 60_000);
    await db.reservation.create({ data: { queueId: queue.id, outputId, grader: userId, until } });
    const left = async () => (await findQueue(projectId, queue.id))?.queue.assignees;
    actAs(ada);
    expectOk(await changeRoleAction({ projectId, userId, role: "editor" }));
    expect(await left()).toEqual(assignees);
    expectOk(await changeRoleAction({ projectId, userId, role: "viewer" }));
    expect(await left()).toEqual([await idOf("ada")]);
    expect(await db.reservation.count({ where: { grader: userId } })).toBe(0);
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
  const headers = new Headers({ authorization: `Bearer ${token}` });
  const after = (days: number) => new Date(row.createdAt.getTime() + days * 24 * 60 * 60 * 1_000);
  expect(await identifyCaller(headers, after(89))).toMatchObject({ name: "ada" });
  // Unless somebody wants it otherwise, it ends after ninety days.
  expect(await identifyCaller(headers, after(91))).toBeNull();
  const lasting = { name: "cd", scopes: ["read"], projectId: null, days: null } as const;
  const { token: other } = expectOk(await makeApiTokenAction({ ...lasting, scopes: ["read"] }));
  const more = new Headers({ authorization: `Bearer ${other}` });
  expect(await identifyCaller(more, after(4_000))).toMatchObject({ name: "ada" });
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

it("takes a password that a proxy adds for nothing of its own, and a token that is none for nobody", async () => {
  const having = (authorization: string) => new Headers({ authorization, cookie: ada });
  expect(await identifyCaller(having("Basic cHJveHk6c2VjcmV0"), new Date())).toMatchObject({ name: "ada" });
  expect(await identifyCaller(having("Bearer ts_none"), new Date())).toBeNull();
});

it("tells people apart who come through several proxies, by the first address that is none of theirs", async () => {
  const chain = "10.9.9.9, 203.0.113.9, 192.0.2.10, 198.51.100.7";
  const body = { email: "ada@example.org", password: PASSWORD };
  expect((await askAuth("/sign-in/email", body, { "x-forwarded-for": chain })).status).toBe(200);
  const [newest] = await listSessions(await idOf("ada"), new Date());
  expect(newest?.address).toBe("203.0.113.9");
});
