import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { chooseAssertionAction, rewordCriterionAction, setFfrLimitAction } from "@/lib/actions/criteria";
import { deleteProjectAction } from "@/lib/actions/projects";
import { createQueueAction } from "@/lib/actions/queues";
import { db } from "@/lib/db/client";
import type { AuditFilter, AuditKind } from "@/lib/domain/audit";
import { CriterionId } from "@/lib/domain/ids";
import { auditCsv, readAuditPage } from "@/lib/workflow/audit";
import { aWorld, QUEUE_SETTINGS, WHOLE_DRAW, type World } from "@/tests/support/a-world";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { expectOk } from "@/tests/support/import-file";

endDatabaseAfterAll();

let world: World;

beforeEach(async () => {
  world = await aWorld("friendly");
  await db.auditEntry.deleteMany();
});

const ALL: AuditFilter = { by: null, kind: null };
const on = () => ({ projectId: world.projectId, criterionId: world.criterion.id });
const limitAt = async (ffrLimit: number) => expectOk(await setFfrLimitAction({ ...on(), ffrLimit }));

async function lines(kind: AuditKind | null = null, projectId: World["projectId"] | null = world.projectId) {
  const { entries } = await readAuditPage(projectId, { ...ALL, kind }, null);
  return entries.map(({ name, did, about }) => [name, did, about]);
}

describe("the audit log of a project", () => {
  it("says who did what to what, newest first, under the name that it had", async () => {
    await limitAt(0.35);
    const worded = { name: "kind", wording: "The reply is kind.", change: "meaning" as const };
    expectOk(await rewordCriterionAction({ ...on(), ...worded }));
    expectOk(await chooseAssertionAction({ ...on(), choice: { kind: "none" } }));
    expect(await lines()).toEqual([
      ["You", "chose that no assertion is used", "criterion kind"],
      ["You", "reworded it: a change of meaning", "criterion friendly"],
      ["You", "set the FFR limit to 35 %", "criterion friendly"],
    ]);
  });

  it("has the import that it began with", async () => {
    const other = await aWorld("other");
    expect(await lines(null, other.projectId)).toEqual([
      ["You", "imported rows: 2 new outputs, 0 grades", ""],
    ]);
  });

  it("does not have what failed", async () => {
    const nothing = CriterionId.parse("none");
    const result = await setFfrLimitAction({ ...on(), criterionId: nothing, ffrLimit: 0.1 });
    expect(result.ok).toBe(false);
    expect(await lines()).toEqual([]);
  });

  it("is shown by kind and by person, a page at a time", async () => {
    for (let i = 1; i <= 55; i++) await limitAt(i / 100);
    const queue = { settings: { ...QUEUE_SETTINGS, name: "night" }, overlapShare: 0, draw: WHOLE_DRAW };
    expectOk(await createQueueAction({ projectId: world.projectId, ...queue }));
    expect(await lines("grading")).toEqual([["You", 'made the queue "night"', ""]]);
    const criteria = { ...ALL, kind: "criteria" } as const;
    const first = await readAuditPage(world.projectId, criteria, null);
    const second = await readAuditPage(world.projectId, criteria, first.before);
    expect([first.total, first.entries.length, second.entries.length, second.before]).toEqual([
      ...[55, 50, 5, null],
    ]);
    const all = [...first.entries, ...second.entries].map(({ did }) => did);
    expect(all).toEqual(Array.from({ length: 55 }, (_, i) => `set the FFR limit to ${55 - i} %`));
    const nobody = await readAuditPage(world.projectId, { ...ALL, by: "nobody" }, null);
    expect([nobody.total, nobody.people]).toEqual([0, [{ id: "local", name: "You" }]]);
  });

  it("is taken away whole, and as text: a name is not run by a spreadsheet", async () => {
    const hostile = { name: '=HYPERLINK("x")', wording: "w", change: "clarification" as const };
    expectOk(await rewordCriterionAction({ ...on(), ...hostile }));
    // More than are read at a time.
    const entry = { projectId: world.projectId, by: "local", kind: "criteria", did: "did something" };
    await db.auditEntry.createMany({ data: Array.from({ length: 1_000 }, () => entry) });
    await limitAt(0.25);
    let csv = "";
    for await (const piece of auditCsv(world.projectId, ALL)) csv += piece;
    const rows = csv.trimEnd().split("\r\n");
    expect(rows[0]).toBe("at,by,with a token,kind,did,about");
    expect(rows).toHaveLength(1 + 1_002);
    expect(rows[1]).toMatch(
      /^[^,]+Z,You,no,criteria,set the FFR limit to 25 %,"criterion =HYPERLINK\(""x""\)"$/,
    );
  });
});

it("keeps the deletion of a project in the log of the installation", async () => {
  await limitAt(0.35);
  const { name } = await db.project.findUniqueOrThrow({ where: { id: world.projectId } });
  expectOk(await deleteProjectAction({ projectId: world.projectId }));
  expect(await lines(null, null)).toEqual([["You", "deleted it with everything in it", `project ${name}`]]);
});

it("has no way in which an entry is changed or deleted", () => {
  const root = path.resolve(import.meta.dirname, "../../lib");
  const sources = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.includes("generated"))
    .map((file) => readFileSync(path.join(root, file), "utf8"));
  const uses = sources.flatMap((source) => [...source.matchAll(/auditEntry\.(?<method>\w+)/g)]);
  const methods = new Set(uses.map(({ groups }) => groups?.["method"]));
  expect(methods).toEqual(new Set(["create", "findMany", "count"]));
  expect(sources.filter((source) => /(?:UPDATE|DELETE FROM) "AuditEntry"/i.test(source))).toEqual([]);
});
