import { beforeEach, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { countUnseenMentions, listUnseenMentions, seeMentions } from "@/lib/db/drift";
import type { Role } from "@/lib/domain/access";
import { handOverCriterion, readOthersCriteria } from "@/lib/workflow/own-criterion";
import { commentDrift, settleDrift } from "@/lib/workflow/settle-drift";
import { aWorld, type World } from "@/tests/support/a-world";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { expectOk, sentenceOf } from "@/tests/support/import-file";

endDatabaseAfterAll();

let world: World;

beforeEach(async () => {
  await db.user.deleteMany();
  world = await aWorld("polite");
});

const target = () => ({ projectId: world.projectId, eventId: world.eventId });

/** Somebody whose id is their name in lower case. */
async function aMember(name: string, role: Role): Promise<void> {
  const id = name.toLowerCase();
  await db.user.create({ data: { id, name, email: `${id}@example.org` } });
  await db.member.create({ data: { projectId: world.projectId, userId: id, role } });
}

it("tells members whom a comment names, until they have seen it", async () => {
  const { projectId, eventId } = world;
  await aMember("Mia", "editor");
  await aMember("Tom", "viewer");
  const say = async (author: string, text: string) =>
    expectOk(await commentDrift(target(), { author, text }));
  await say("tom", "@mia, @tom and @nobody: see?");
  await say("mia", "@Mia, a note to myself");
  expect(await listUnseenMentions(projectId, "tom")).toEqual([]);
  const [mention, ...more] = await listUnseenMentions(projectId, "mia");
  expect([mention?.text, mention?.eventId, more]).toEqual(["@mia, @tom and @nobody: see?", eventId, []]);
  const seen = { commentIds: [mention?.id ?? 0], at: new Date() };
  // Neither from another project nor by somebody else.
  await seeMentions((await aWorld("other")).projectId, { person: "mia", ...seen });
  await seeMentions(projectId, { person: "tom", ...seen });
  expect(await countUnseenMentions(projectId, "mia")).toBe(1);
  await seeMentions(projectId, { person: "mia", ...seen });
  expect(await countUnseenMentions(projectId, "mia")).toBe(0);
});

it("is settled by whoever wrote the criterion or owns the project, and by editors where the author may not", async () => {
  const { criterion, projectId } = world;
  await db.revision.updateMany({ where: { criterionId: criterion.id }, data: { author: "olga" } });
  await aMember("Olga", "editor");
  await aMember("Edi", "editor");
  await aMember("Top", "owner");
  const settle = async (by: string) => {
    const result = await settleDrift(target(), by, { at: new Date(), resolution: "so" });
    return result.ok ? "settled" : sentenceOf(result);
  };
  const refused = "The criterion is Olga’s: Olga or an owner of the project settles what is about it.";
  expect([await settle("edi"), await settle("olga"), await settle("top")]).toEqual([
    ...[refused, "settled", "settled"],
  ]);
  expect(sentenceOf(await settleDrift(target(), "edi", null))).toBe(refused);
  // The page says it before anybody tries.
  const others = async (by: string) => [...(await readOthersCriteria(projectId, by))];
  expect(await others("edi")).toEqual([[criterion.id, "Olga"]]);
  expect([await others("olga"), await others("top"), await others("local")]).toEqual([[], [], []]);
  const olga = { projectId_userId: { projectId, userId: "olga" } };
  await db.member.update({ where: olga, data: { role: "grader" } });
  expect(await settle("edi")).toBe("settled");
  expect(await others("edi")).toEqual([]);
});

it("belongs to whom it was handed over, by whom it belonged to or an owner, to a member who may edit", async () => {
  const { criterion, projectId } = world;
  const criterionId = criterion.id;
  await db.revision.updateMany({ where: { criterionId }, data: { author: "olga" } });
  await aMember("Olga", "editor");
  await aMember("Edi", "editor");
  await aMember("Gus", "grader");
  await aMember("Top", "owner");
  const handOver = async (by: string, to: string) => {
    const result = await handOverCriterion({ projectId, criterionId }, { by, to });
    return result.ok ? "done" : sentenceOf(result);
  };
  const settle = async (by: string) =>
    (await settleDrift(target(), by, { at: new Date(), resolution: "so" })).ok;
  expect(await handOver("edi", "edi")).toMatch(/^The criterion is Olga’s/);
  expect(await handOver("olga", "gus")).toMatch(/^Nothing was changed/);
  expect(await handOver("olga", "nobody")).toMatch(/^Nothing was changed/);
  expect([await settle("olga"), await settle("edi")]).toEqual([true, false]);
  expect(await handOver("olga", "edi")).toBe("done");
  expect([await settle("olga"), await settle("edi")]).toEqual([false, true]);
  expect(await handOver("olga", "olga")).toMatch(/^The criterion is Edi’s/);
  expect(await handOver("top", "olga")).toBe("done");
  expect(await settle("olga")).toBe(true);
});
