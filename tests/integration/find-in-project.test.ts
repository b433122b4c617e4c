import { beforeAll, expect, it } from "vitest";
import { listOutputIds } from "@/lib/db/outputs";
import { updateProject } from "@/lib/db/projects";
import { OutputId, type ProjectId } from "@/lib/domain/ids";
import { FOUND_AT_ONCE, findInProject } from "@/lib/workflow/find-in-project";
import { retireCriterion } from "@/lib/workflow/revise-criterion";
import { storeCriterion } from "@/tests/support/a-project";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { expectOk, importFile } from "@/tests/support/import-file";
import { projectOf } from "@/tests/support/imported";

endDatabaseAfterAll();

let projectId: ProjectId;
let other: ProjectId;
let ids: readonly OutputId[];

beforeAll(async () => {
  const long = { id: "long", output: `${"so much before it. ".repeat(20)}A 100% Refund, after all.` };
  const many = Array.from({ length: 10 }, (_, i) => ({ id: `parcel-${i}`, output: `It ships on day ${i}.` }));
  projectId = projectOf(await importFile(JSON.stringify([...many, long])));
  ids = await listOutputIds(projectId);
  other = projectOf(
    await importFile(JSON.stringify([{ id: "parcel-x", output: "It ships from elsewhere." }])),
  );
  await updateProject(other, { name: "Other letters to customers" });
});

const find = async (words: string, page = 1) =>
  expectOk(await findInProject({ projectId, person: "local", words, page }));
const names = (found: { readonly outputs: readonly { readonly name: string }[] }) =>
  found.outputs.map(({ name }) => name);

it("finds outputs by a part of their own id, page by page, and none of another project", async () => {
  const [first, second] = [await find("PARCEL"), await find("parcel", 2)];
  expect(names(first)).toEqual(Array.from({ length: FOUND_AT_ONCE }, (_, i) => `parcel-${i}`));
  expect([first.hasMore, second.hasMore]).toEqual([true, false]);
  expect(names(second)).toEqual(["parcel-8", "parcel-9"]);
});

it("puts the output that has the words as its id before those that only contain them", async () => {
  const id = OutputId.parse(ids[3]);
  expect((await find(String(id))).outputs[0]?.id).toBe(id);
  expect(names(await find("parcel-7"))).toEqual(["parcel-7"]);
});

it("finds a text as it stands, and shows what is around it", async () => {
  const { outputs } = await find("100% refund");
  expect(outputs.map(({ name }) => name)).toEqual(["long"]);
  expect(outputs[0]?.excerpt).toContain("A 100% Refund, after all.");
  expect(outputs[0]?.excerpt.length).toBeLessThanOrEqual(100);
  expect(names(await find("1_0% refund"))).toEqual([]);
  expect(names(await find("no\u0000thing"))).toEqual([]);
});

it("finds criteria in play and other projects by all of the words, in any order", async () => {
  await storeCriterion(projectId, { name: "Names a delivery date" });
  const gone = await storeCriterion(projectId, { name: "Names a date that is gone" });
  expectOk(await retireCriterion({ projectId, criterionId: gone.id }, new Date(), "local"));
  expect((await find("date names")).criteria.map(({ name }) => name)).toEqual(["Names a delivery date"]);
  const { projects } = await find("letters other");
  expect(projects).toEqual([{ id: other, name: "Other letters to customers" }]);
});

it("offers other projects and criteria, but no outputs, before anything is typed", async () => {
  const found = await find("");
  expect(found.projects.map(({ id }) => id)).toContain(other);
  expect(found.projects.map(({ id }) => id)).not.toContain(projectId);
  expect(found.criteria).not.toEqual([]);
  expect([found.outputs, found.hasMore]).toEqual([[], false]);
});
