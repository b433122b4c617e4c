import { beforeEach, describe, expect, it } from "vitest";
import { chooseAssertionAction, rewordCriterionAction, setFfrLimitAction } from "@/lib/actions/criteria";
import { limitSpendingAction } from "@/lib/actions/judging";
import { deleteProjectAction, editProjectAction } from "@/lib/actions/projects";
import { createQueueAction, editQueueAction } from "@/lib/actions/queues";
import { setAllLimitsAction } from "@/lib/actions/report";
import { db } from "@/lib/db/client";
import type { AuditFilter, AuditKind } from "@/lib/domain/audit";
import { CriterionId } from "@/lib/domain/ids";
import { fail, ok } from "@/lib/domain/problem";
import { auditCsv, lookUpSubject, readAuditPage, writeDown } from "@/lib/workflow/audit";
import { aWorld, QUEUE_SETTINGS, WHOLE_DRAW, type World } from "@/tests/support/a-world";
import { emptyAuditLog } from "@/tests/support/empty-audit-log";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { expectOk } from "@/tests/support/import-file";

endDatabaseAfterAll();

let world: World;

beforeEach(async () => {
  world = await aWorld("friendly");
  await emptyAuditLog();
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
      ["You", "FFR limit 20 % → 35 %", "criterion friendly"],
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
    expect(all).toEqual(
      Array.from({ length: 55 }, (_, i) => `FFR limit ${54 - i === 0 ? 20 : 54 - i} % → ${55 - i} %`),
    );
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
    expect(rows[1]).toMatch(/^[^,]+Z,You,no,criteria,FFR limit 20 % → 25 %,"criterion =HYPERLINK\(""x""\)"$/);
  });
});

it("keeps the deletion of a project in the log of the installation", async () => {
  await limitAt(0.35);
  const { name } = await db.project.findUniqueOrThrow({ where: { id: world.projectId } });
  expectOk(await deleteProjectAction({ projectId: world.projectId }));
  expect(await lines(null, null)).toEqual([["You", "deleted it with everything in it", `project ${name}`]]);
});

it("says from what to what a setting was changed", async () => {
  const { projectId, queueId } = world;
  expectOk(await setAllLimitsAction({ projectId, ffrLimit: 0.1 }));
  expectOk(await limitSpendingAction({ projectId, budget: 5 }));
  expectOk(await editProjectAction({ projectId, name: "Mail", promptTemplate: "" }));
  const settings = { ...QUEUE_SETTINGS, name: "night", gradersPerOutput: 2 };
  expectOk(await editQueueAction({ projectId, queueId, settings }));
  expect((await lines()).map(([, did]) => did)).toEqual([
    "changed its settings: name q → night, graders per output 1 → 2",
    expect.stringMatching(/^name .+ → Mail$/),
    "budget none → $5.00",
    "FFR limit of every criterion 20 % → 10 %",
  ]);
});

describe("a line of the log", () => {
  const change = async () => ({
    actor: { by: "ann", isProgram: false },
    subject: await lookUpSubject(on()),
    kind: "criteria" as const,
  });
  const said = () => ({ did: "did it", projectId: world.projectId });

  it("stands there while the change is made, and says afterwards what was done", async () => {
    let meanwhile: string[][] = [];
    const make = async () => {
      meanwhile = await lines();
      return ok(null);
    };
    expectOk(await writeDown(await change(), make, said));
    expect(meanwhile).toEqual([["ann", expect.stringMatching(/whether it was done/), "criterion friendly"]]);
    expect(await lines()).toEqual([["ann", "did it", "criterion friendly"]]);
  });

  it("stays as it was where nobody knows how the change ended, and goes where it was refused", async () => {
    const broken = () => Promise.reject(new Error("the process died"));
    await expect(writeDown(await change(), broken, said)).rejects.toThrow("died");
    expect(await lines()).toEqual([["ann", expect.stringMatching(/whether it was done/), expect.anything()]]);
    await emptyAuditLog();
    const refused = () => Promise.resolve(fail({ code: "no-connection" }));
    expect((await writeDown(await change(), refused, said)).ok).toBe(false);
    expect(await lines()).toEqual([]);
  });

  it("is neither changed nor deleted once it is done, but with its project", async () => {
    await limitAt(0.35);
    const { id } = await db.auditEntry.findFirstOrThrow();
    const where = { id };
    await expect(db.auditEntry.update({ where, data: { by: "ann" } })).rejects.toThrow(/neither changed/);
    await expect(db.auditEntry.delete({ where })).rejects.toThrow(/neither changed/);
    await expect(db.auditEntry.deleteMany()).rejects.toThrow(/neither changed/);
    expect(await lines()).toEqual([["You", "FFR limit 20 % → 35 %", "criterion friendly"]]);
    await db.project.delete({ where: { id: world.projectId } });
    expect(await db.auditEntry.count()).toBe(0);
  });

  it("moves to the log of the installation where the project went meanwhile", async () => {
    const make = async () => {
      await db.project.delete({ where: { id: world.projectId } });
      return ok(null);
    };
    expectOk(await writeDown(await change(), make, said));
    expect(await lines(null, null)).toEqual([["ann", "did it", expect.stringMatching(/^project /)]]);
  });
});
