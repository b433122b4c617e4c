import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { makeApiTokenAction, passwordLinkAction } from "@/lib/actions/account";
import { whoIsHere } from "@/lib/actions/current-person";
import { inviteAction } from "@/lib/actions/members";
import {
  disableAccountAction,
  endSessionsAction,
  makeAdminAction,
  renameAction,
  takeOverAction,
} from "@/lib/actions/people";
import { db } from "@/lib/db/client";
import { findRole, listMembers } from "@/lib/db/members";
import { listAbandoned } from "@/lib/db/people";
import type { ProjectId } from "@/lib/domain/ids";
import { identifyCaller } from "@/lib/workflow/identify";
import { linkByEmail } from "@/lib/workflow/reset-link";
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
let ben: string;
let people = 0;
/** Who the test is about: a new one each time, since attempts are counted. */
let name: string;

const idOf = async (who: string): Promise<string> =>
  (await db.user.findUniqueOrThrow({ where: { email: `${who}@example.org` } })).id;

beforeAll(async () => {
  ({ projectId } = await aProject(["One."]));
  ada = await signUp("ada");
});

beforeEach(async () => {
  name = `ben${++people}`;
  actAs(ada);
  const { path } = expectOk(await inviteAction({ projectId, role: "grader", days: 1 }));
  ben = await signUp(name, path.replace("/invite/", ""));
  actAs(ada);
});

const signIn = (password: string) => askAuth("/sign-in/email", { email: `${name}@example.org`, password });

/** Who is signed in with this cookie. */
async function whoHas(cookie: string | null): Promise<string | null> {
  actAs(cookie);
  const person = await whoIsHere();
  actAs(ada);
  return person?.name ?? null;
}

async function logOf(userId: string): Promise<string[]> {
  const rows = await db.auditEntry.findMany({ where: { by: userId }, orderBy: { id: "asc" } });
  return rows.map(({ did, about }) => (about === "" ? did : `${did}: ${about}`));
}

describe("an account", () => {
  it("that is disabled is out at once, with its sessions and tokens, and its name stays", async () => {
    const userId = await idOf(name);
    actAs(ben);
    const { token } = expectOk(await makeApiTokenAction({ name: "ci", scopes: ["read"], projectId: null }));
    const program = () => identifyCaller(new Headers({ authorization: `Bearer ${token}` }), new Date());
    expect(await program()).toMatchObject({ name });
    actAs(ada);
    expectOk(await disableAccountAction({ userId, isDisabled: true }));
    expect([await whoHas(ben), await program()]).toEqual([null, null]);
    const refused = await signIn(PASSWORD);
    expect(refused.status).toBe(403);
    expect(await refused.text()).toMatch(/disabled/);
    // Nor by a link for a new password.
    const { path } = expectOk(await passwordLinkAction({ userId }));
    const token2 = path.replace("/reset/", "");
    expect(
      (await askAuth("/reset-password", { token: token2, newPassword: "another long one" })).status,
    ).toBe(200);
    expect((await signIn("another long one")).status).toBe(403);
    expect((await listMembers(projectId)).find((one) => one.userId === userId)).toMatchObject({
      ...{ name, role: "grader", isDisabled: true },
    });

    expectOk(await disableAccountAction({ userId, isDisabled: false }));
    expect(await whoHas(cookieOf(await signIn("another long one")))).toBe(name);
    // What was dead stays dead.
    expect([await whoHas(ben), await program()]).toEqual([null, null]);
    expect((await logOf(await idOf("ada"))).slice(-3)).toEqual([
      `disabled the account: ${name}`,
      `made a link for a new password: ${name}`,
      `enabled the account again: ${name}`,
    ]);
  });

  it("is signed out everywhere by an administrator", async () => {
    const second = cookieOf(await signIn(PASSWORD));
    expect(expectOk(await endSessionsAction({ userId: await idOf(name) }))).toEqual({ ended: 2 });
    expect([await whoHas(ben), await whoHas(second)]).toEqual([null, null]);
    expect((await signIn(PASSWORD)).status).toBe(200);
  });

  it("changes its name and its password, and ends its other sessions only if it wishes", async () => {
    const second = cookieOf(await signIn(PASSWORD));
    actAs(ben);
    expectOk(await renameAction({ name: `${name} Byron` }));
    expect(await whoHas(second)).toBe(`${name} Byron`);
    const change = (currentPassword: string, newPassword: string, revokeOtherSessions: boolean) =>
      askAuth("/change-password", { currentPassword, newPassword, revokeOtherSessions }, { cookie: ben });
    expect((await change("not it at all", "another long one", false)).status).toBe(400);
    const kept = await change(PASSWORD, "another long one", false);
    expect(kept.status).toBe(200);
    expect(await whoHas(second)).toBe(`${name} Byron`);
    expect((await change("another long one", "yet another long one", true)).status).toBe(200);
    expect(await whoHas(second)).toBeNull();
    const log = await logOf(await idOf(name));
    expect(log.filter((did) => did === "changed their password")).toHaveLength(2);
    expect(log).toContain(`changed their name to "${name} Byron"`);
  });

  it("has no password that everybody tries, however it is set", async () => {
    const change = (newPassword: string) =>
      askAuth("/change-password", { currentPassword: PASSWORD, newPassword }, { cookie: ben });
    for (const [password, why] of [
      ["P@ssw0rd2026!", /most common/],
      ["aaaaaaaaaaaa", /repeats/],
      [`${name}${name}!!!`, /your name or address/],
    ] as const) {
      const refused = await change(password);
      expect([password, refused.status]).toEqual([password, 400]);
      expect(await refused.text()).toMatch(why);
    }
    actAs(ada);
    const { path } = expectOk(await passwordLinkAction({ userId: await idOf(name) }));
    const token = path.replace("/reset/", "");
    const set = (newPassword: string) => askAuth("/reset-password", { token, newPassword });
    expect(await (await set(`${name}-${name}-1`)).text()).toMatch(/your name or address/);
    expect((await set("another long one")).status).toBe(200);
    const { path: link } = expectOk(await inviteAction({ projectId, role: "grader", days: 1 }));
    const body = { name: "zed", email: "zed@example.org", invitation: link.replace("/invite/", "") };
    const refused = await askAuth("/sign-up/email", { ...body, password: "password1234" });
    expect(await refused.text()).toMatch(/most common/);
    expect(await db.user.count({ where: { email: "zed@example.org" } })).toBe(0);
  });

  it("leaves a line for each time that somebody signs in, or fails to, without what they typed", async () => {
    await signIn("something else");
    await signIn(PASSWORD);
    expect((await logOf(await idOf(name))).slice(-2)).toEqual(["failed to sign in", "signed in"]);
    await askAuth("/sign-in/email", { email: "my-password@example.org", password: "x" });
    expect(await logOf("nobody")).toEqual(["failed to sign in with an address that has no account"]);
    const all = JSON.stringify(await db.auditEntry.findMany());
    for (const secret of ["something else", PASSWORD, "my-password"]) expect(all).not.toContain(secret);
  });
});

describe("administrators", () => {
  it("make others one and take it back, and there is always one who can sign in", async () => {
    const [me, other] = [await idOf("ada"), await idOf(name)];
    expect(sentenceOf(await makeAdminAction({ userId: me, isAdmin: false }))).toMatch(/only administrator/);
    expect(sentenceOf(await disableAccountAction({ userId: me, isDisabled: true }))).toMatch(/your own/);
    expectOk(await makeAdminAction({ userId: other, isAdmin: true }));
    actAs(ben);
    expectOk(await makeAdminAction({ userId: me, isAdmin: false }));
    // A disabled one is none.
    expectOk(await makeAdminAction({ userId: me, isAdmin: true }));
    expectOk(await disableAccountAction({ userId: me, isDisabled: true }));
    expect(sentenceOf(await makeAdminAction({ userId: other, isAdmin: false }))).toMatch(
      /only administrator/,
    );
    expectOk(await disableAccountAction({ userId: me, isDisabled: false }));
    ada = cookieOf(await askAuth("/sign-in/email", { email: "ada@example.org", password: PASSWORD })) ?? "";
    // Two who take it from each other at once leave one of them.
    await Promise.all([
      makeAdminAction({ userId: me, isAdmin: false }),
      makeAdminAction({ userId: other, isAdmin: false }),
    ]);
    expect(await db.user.count({ where: { isAdmin: true } })).toBe(1);
    await db.user.updateMany({ data: { isAdmin: false } });
    await db.user.update({ where: { id: me }, data: { isAdmin: true } });
  });

  it("take over a project whose owners cannot sign in, and no other", async () => {
    const own = (await aProject(["Alone."])).projectId;
    const userId = await idOf(name);
    await db.member.create({ data: { projectId: own, userId, role: "owner" } });
    expect(sentenceOf(await takeOverAction({ abandoned: own }))).toMatch(/has an owner who can sign in/);
    expectOk(await disableAccountAction({ userId, isDisabled: true }));
    expect((await listAbandoned()).map(({ id }) => id)).toEqual([own]);
    expectOk(await takeOverAction({ abandoned: own }));
    expect(await findRole(await idOf("ada"), own)).toBe("owner");
    expect(await listAbandoned()).toEqual([]);
    const line = await db.auditEntry.findFirstOrThrow({ orderBy: { id: "desc" } });
    expect(line.projectId).toBeNull();
    expect(line.did).toMatch(/took over the project/);
  });
});

it("whoever sits at the machine makes a link for somebody who forgot the password", async () => {
  expect(await linkByEmail("nobody@example.org", new Date())).toMatchObject({ ok: false });
  const link = await linkByEmail(`${name.toUpperCase()}@example.org`, new Date());
  const url = link.ok ? link.url : "";
  expect(url).toMatch(/^http:\/\/localhost:3000\/reset\//);
  const token = url.split("/reset/")[1] ?? "";
  expect((await askAuth("/reset-password", { token, newPassword: "another long one" })).status).toBe(200);
  expect(await logOf(await idOf(name))).toContain("made a link for a new password on the command line");
});
