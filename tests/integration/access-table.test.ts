import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { makeApiTokenAction, dropApiTokenAction } from "@/lib/actions/account";
import { db } from "@/lib/db/client";
import { createImport } from "@/lib/db/imports";
import { covers, type Role, type TokenScope } from "@/lib/domain/access";
import type { ProjectId } from "@/lib/domain/ids";
import { invite } from "@/lib/workflow/manage-members";
import {
  ACTIONS,
  PAGES,
  ROUTES,
  UNLOGGED,
  UNLOGGED_ROUTES,
  type AccessWorld,
  type Expected,
} from "@/tests/support/access-cases";
import { aFullWorld, aWorld } from "@/tests/support/a-world";
import { emptyAuditLog } from "@/tests/support/empty-audit-log";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { expectOk } from "@/tests/support/import-file";
import { call, exportsOf, filesNamed, listActions, listRoutes } from "@/tests/support/reach";
import { actAs, headersOf, signUp } from "@/tests/support/session";

vi.hoisted(() => {
  process.env["TOUCHSTONE_ACCOUNTS"] = "on";
  process.env["TOUCHSTONE_URL"] = "http://localhost:3000";
});
vi.mock("next/headers", async () => ({
  headers: (await import("@/tests/support/session")).currentHeaders,
}));
endDatabaseAfterAll();

/** From who may least to who may most, so that what the last may undo comes last. */
const PEOPLE = ["signed out", "outsider", "admin", "viewer", "grader", "editor", "owner"] as const;
type Somebody = (typeof PEOPLE)[number];
const ROLES: Readonly<Partial<Record<Somebody, Role>>> = {
  viewer: "viewer",
  grader: "grader",
  editor: "editor",
  owner: "owner",
};

type Outcome = "allowed" | "signed-out" | "not-allowed" | "not-found";

/** What has to come of it: by the rule alone, not by what the program says its rule is. */
function expected(need: Expected | "anyone", who: Somebody): Outcome {
  if (need === "anyone") return "allowed";
  if (who === "signed out") return "signed-out";
  if (need === "signed-in") return "allowed";
  if (need === "admin") return who === "admin" ? "allowed" : "not-allowed";
  if (need === "its owner") return who === "owner" ? "allowed" : "not-found";
  const role = ROLES[who];
  if (role === undefined) return "not-found";
  return covers(role, need) ? "allowed" : "not-allowed";
}

const cookies = new Map<Somebody, string | null>([["signed out", null]]);
const ids = new Map<Somebody, string>();
let world: AccessWorld;
let elsewhere: ProjectId;

const idOf = async (name: string) =>
  (await db.user.findUniqueOrThrow({ where: { email: `${name}@example.org` } })).id;

beforeAll(async () => {
  cookies.set("admin", await signUp("admin"));
  // The installation takes them in one after the other, by an invitation to a project that is not looked at here.
  const door = await aWorld("door");
  await db.member.create({ data: { projectId: door.projectId, userId: await idOf("admin"), role: "owner" } });
  const wish = { projectId: door.projectId, role: "viewer", days: 1, by: "admin" } as const;
  for (const who of [
    ...PEOPLE.filter((name) => name !== "signed out" && name !== "admin"),
    "bystander",
  ] as const) {
    const { path: link } = expectOk(await invite(wish, new Date()));
    const cookie = await signUp(who, link.replace("/invite/", ""));
    if (who !== "bystander") cookies.set(who, cookie);
  }
  await db.project.delete({ where: { id: door.projectId } });
  for (const who of PEOPLE) if (who !== "signed out") ids.set(who, await idOf(who));
  elsewhere = (await aWorld("other")).projectId;
  const importId = await createImport("rows", idsOf("owner"));
  world = { ...(await aFullWorld("own")), importId, bystanderId: await idOf("bystander") };
}, 120_000);

const idsOf = (who: string): string => new Map<string, string>(ids).get(who) ?? "";

/** Before each: everybody has the part they are named after, whatever the one before did. */
beforeEach(async () => {
  const { projectId, bystanderId } = world;
  const isThere = (await db.project.count({ where: { id: projectId } })) === 1;
  await db.member.deleteMany();
  await db.member.create({ data: { projectId: elsewhere, userId: idsOf("outsider"), role: "owner" } });
  if (!isThere) return;
  const parts = Object.entries(ROLES).map(([who, role]) => ({ userId: idsOf(who), role }));
  await db.member.createMany({
    data: [...parts, { userId: bystanderId, role: "viewer" }].map((part) => ({ ...part, projectId })),
  });
});

const Answer = z.object({
  ok: z.boolean(),
  problem: z.object({ code: z.string(), what: z.string().optional() }).optional(),
});

function outcomeOf(result: unknown): Outcome {
  const { problem } = Answer.parse(result);
  if (problem?.code === "signed-out" || problem?.code === "not-allowed") return problem.code;
  // What is missing inside of the project is looked for only by those who were let in.
  const isRefused = problem?.code === "not-found" && ["project", "import"].includes(problem.what ?? "");
  return isRefused ? "not-found" : "allowed";
}

const table = (need: Expected | "anyone") =>
  Object.fromEntries(PEOPLE.map((who) => [who, expected(need, who)]));

describe("every action", () => {
  it("has a line in the table, and every line an action", async () => {
    expect(Object.keys(ACTIONS).toSorted()).toEqual([...(await listActions()).keys()].toSorted());
  });

  it.each(Object.entries(ACTIONS))("%s", async (name, [need, input]) => {
    const action = (await listActions()).get(name);
    const outcomes: Partial<Record<Somebody, Outcome>> = {};
    const changes: Somebody[] = [];
    await emptyAuditLog();
    for (const who of PEOPLE) {
      actAs(cookies.get(who) ?? null);
      const result = await call(action, input(world));
      outcomes[who] = outcomeOf(result);
      if (Answer.parse(result).ok) changes.push(who);
    }
    expect(outcomes).toEqual(table(need));
    // Who changed something stands in the audit log, once; a refusal, a failure and who only looked do not.
    const log = await db.auditEntry.findMany({ orderBy: { id: "asc" } });
    const isLogged = !UNLOGGED.includes(name);
    expect(log.map(({ by }) => by)).toEqual(isLogged ? changes.map(idsOf) : []);
  });
});

const paramsOf = () => ({
  ...{ projectId: world.projectId, outputId: String(world.outputId), criterionId: world.criterion.id },
  ...{ assertionId: String(world.judge.id), evaluatorId: world.evaluatorId, importId: world.importId },
  ...{ target: "python", token: "none", path: ["ok"], queueId: world.queueId, number: "1" },
  ...{ name: "outputs" },
});

async function ask(handler: unknown, init: RequestInit, headers: Headers): Promise<number> {
  const request = new Request("http://localhost:3000/api/any", { ...init, headers });
  const response = await call(handler, request, { params: Promise.resolve(paramsOf()) });
  if (!(response instanceof Response)) throw new Error("A route answers with a response.");
  await response.body?.cancel();
  return response.status;
}

const statusOutcome = (status: number): Outcome =>
  status === 401 ? "signed-out" : status === 403 ? "not-allowed" : status === 404 ? "not-found" : "allowed";

describe("every route", () => {
  // The last of the actions has deleted the project.
  beforeAll(async () => {
    world = { ...world, ...(await aFullWorld("again")) };
  });

  it("has a line in the table, and every line a route", async () => {
    expect(Object.keys(ROUTES).toSorted()).toEqual([...(await listRoutes()).keys()].toSorted());
  });

  it.each(Object.entries(ROUTES).filter(([, [need]]) => need !== "anyone"))(
    "%s",
    async (name, [need, init = () => ({})]) => {
      const handler = (await listRoutes()).get(name);
      const outcomes: Partial<Record<Somebody, Outcome>> = {};
      const changes: Somebody[] = [];
      await emptyAuditLog();
      for (const who of PEOPLE) {
        const status = await ask(handler, init(world), headersOf(cookies.get(who) ?? null));
        outcomes[who] = statusOutcome(status);
        if (status < 300) changes.push(who);
      }
      expect(outcomes).toEqual(table(need));
      const log = await db.auditEntry.findMany({ orderBy: { id: "asc" } });
      const isLogged = !name.startsWith("GET") && !UNLOGGED_ROUTES.includes(name);
      expect(log.map(({ by }) => by)).toEqual(isLogged ? changes.map(idsOf) : []);
    },
  );
});

describe("a token", () => {
  async function bearer(scopes: TokenScope[], projectId: ProjectId | null = null): Promise<Headers> {
    actAs(cookies.get("owner") ?? null);
    const { token } = expectOk(await makeApiTokenAction({ name: scopes.join(), scopes, projectId }));
    return new Headers({ authorization: `Bearer ${token}` });
  }
  const routeFor = async (name: string) => {
    const [, init = () => ({})] = ROUTES[name] ?? ["anyone"];
    const handler = (await listRoutes()).get(name);
    return (headers: Headers) => ask(handler, init(world), headers);
  };

  /** By the rule alone: what only looks takes "read", a grade "grade", everything else "publish". */
  function scopeOf(name: string, need: Expected | "anyone"): TokenScope | null {
    if (!name.includes("[projectId]") && !name.includes("[evaluatorId]")) return null;
    return name.startsWith("GET") ? "read" : need === "grader" ? "grade" : "publish";
  }

  it.each(["read", "grade", "publish"] as const)("does what its scope %s says and no more", async (scope) => {
    const headers = await bearer([scope]);
    for (const [name, [need]] of Object.entries(ROUTES)) {
      if (need === "anyone") continue;
      const status = await (await routeFor(name))(headers);
      const wanted = scopeOf(name, need);
      // A file that somebody brought is not there for a program.
      const refused = need === "its owner" ? [403, 404] : [403];
      if (wanted === scope) expect(refused, `${name} with ${scope}`).not.toContain(status);
      else expect(refused, `${name} with ${scope}`).toContain(status);
    }
  });

  it("stays in its project, within the role of its person, and ends when it is revoked", async () => {
    const read = await routeFor("GET app/api/projects/[projectId]/evaluators");
    const publish = await routeFor("POST app/api/projects/[projectId]/evaluators");
    await db.member.create({ data: { projectId: elsewhere, userId: idsOf("owner"), role: "viewer" } });
    expect(await read(await bearer(["read"], elsewhere))).toBe(404);
    const all = await bearer(["read", "publish"], world.projectId);
    expect(await read(all)).toBe(200);
    await db.member.updateMany({ where: { userId: idsOf("owner") }, data: { role: "viewer" } });
    expect([await read(all), await publish(all)]).toEqual([200, 403]);
    const { id } = await db.apiToken.findFirstOrThrow({ orderBy: { createdAt: "desc" } });
    expectOk(await dropApiTokenAction({ id }));
    expect(await read(all)).toBe(401);
    expect(await read(new Headers({ authorization: "Bearer ts_none" }))).toBe(401);
  });
});

/** What came of a page: it was shown, or led elsewhere. */
async function visit(page: unknown): Promise<Outcome> {
  const props = { params: Promise.resolve(paramsOf()), searchParams: Promise.resolve({}) };
  try {
    await call(page, props);
    return "allowed";
  } catch (error) {
    const { digest } = z.looseObject({ digest: z.string() }).parse(error);
    if (digest.startsWith("NEXT_REDIRECT")) return digest.includes(";/sign-in;") ? "signed-out" : "allowed";
    if (digest === "NEXT_HTTP_ERROR_FALLBACK;404") return "not-found";
    throw error;
  }
}

describe("every page", () => {
  it("has a line in the table, and every line a page", () => {
    expect(Object.keys(PAGES).toSorted()).toEqual(filesNamed("page.tsx").toSorted());
  });

  it.each(Object.entries(PAGES))("%s", async (folder, need) => {
    const { default: page } = await exportsOf(`${folder}/page.tsx`);
    const outcomes: Partial<Record<Somebody, Outcome>> = {};
    for (const who of PEOPLE) {
      actAs(cookies.get(who) ?? null);
      outcomes[who] = await visit(page);
    }
    // A page that is not for somebody does not say that it is there.
    const refused = (outcome: Outcome) => (outcome === "not-allowed" ? "not-found" : outcome);
    expect(outcomes).toEqual(
      Object.fromEntries(Object.entries(table(need)).map(([who, outcome]) => [who, refused(outcome)])),
    );
  });
});
