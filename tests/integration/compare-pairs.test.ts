import { beforeEach, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { listOutputIds } from "@/lib/db/outputs";
import { pairOf, type ComparisonInput, type Winner } from "@/lib/domain/comparison";
import type { Criterion } from "@/lib/domain/criterion";
import { CriterionId, OutputId, type ProjectId } from "@/lib/domain/ids";
import { nextPairs, readPairResults, recordComparisons } from "@/lib/workflow/compare-pairs";
import { readReport } from "@/lib/workflow/read-report";
import { rewordCriterion } from "@/lib/workflow/revise-criterion";
import { aProject, storeCriterion } from "@/tests/support/a-project";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { expectOk, importFile } from "@/tests/support/import-file";
import { projectOf } from "@/tests/support/imported";

endDatabaseAfterAll();

let projectId: ProjectId;
let ids: readonly OutputId[];
let criterion: Criterion;
const at = (i: number) => OutputId.parse(ids[i]);

/** Two models answer the same three questions. */
beforeEach(async () => {
  const rows = ["m-1", "m-2"].flatMap((model) =>
    ["Why?", "How?", "When?"].map((question) => ({
      ...{
        question,
        output: `${question} Because of ${model.length}${question}.${model === "m-1" ? "" : " So."}`,
      },
      model,
    })),
  );
  projectId = projectOf(await importFile(JSON.stringify(rows)));
  ids = await listOutputIds(projectId);
  criterion = await storeCriterion(projectId, { name: "brief" });
});

const target = () => ({ projectId, criterionId: criterion.id });
const ask = async (grader: string, exclude: readonly string[] = []) => {
  const pairs = expectOk(await nextPairs({ ...target(), grader, count: 10, exclude }));
  return pairs.map(({ left, right }) => pairOf(left.id, right.id)).toSorted();
};

let made = 0;
const input = (left: number, right: number, winner: Winner): ComparisonInput => ({
  ...{
    key: `comparison-${projectId}-${++made}`.slice(-60),
    criterionId: criterion.id,
    revisionId: criterion.revision.id,
  },
  ...{ leftId: at(left), rightId: at(right), winner },
});
const say = async (grader: string, ...comparisons: readonly ComparisonInput[]) =>
  expectOk(await recordComparisons({ projectId, grader, comparisons }));
const results = async (person = "ann") => (await readPairResults(target(), { by: null, person }))?.results;

it("hands out outputs of the same input, without their model, until a grader has compared them all", async () => {
  const pairs = expectOk(await nextPairs({ ...target(), grader: "ann", count: 10, exclude: [] }));
  expect(pairs).toHaveLength(3);
  expect(JSON.stringify(pairs)).not.toMatch(/"m-\d"/);
  const shared = [0, 1, 2].map((i) => pairOf(at(i), at(i + 3))).toSorted();
  expect(await ask("ann")).toEqual(shared);
  expect(await ask("ann", [pairOf(at(0), at(3))])).toEqual(
    shared.filter((pair) => pair !== pairOf(at(0), at(3))),
  );
  await say("ann", input(0, 3, "left"), input(4, 1, "right"), input(2, 5, "unsure"));
  expect(await ask("ann")).toEqual([]);
  expect(await ask("ben")).toEqual(shared);
  await say("ann", input(3, 0, "withdrawn"));
  expect(await ask("ann")).toEqual([pairOf(at(0), at(3))]);
});

it("counts the last word of each grader, once however often it is sent, and changes no figure", async () => {
  const before = await readReport(projectId, { isRefitted: false });
  const first = input(0, 3, "right");
  await say("ann", first, first);
  await say("ann", first);
  await say("ann", input(0, 3, "left"), input(1, 4, "left"), input(5, 2, "equal"));
  await say("ben", input(3, 0, "right"));
  expect(await db.comparison.count({ where: { projectId } })).toBe(5);
  expect(await results()).toMatchObject({
    ...{ mine: 3, by: "model", keys: ["model"], decided: 3, equal: 1 },
    agreement: { count: 1, of: 1 },
    values: [
      { value: "m-1", wins: { count: 3.5, of: 4 } },
      { value: "m-2", wins: { count: 0.5, of: 4 } },
    ],
  });
  expect((await results("cyn"))?.mine).toBe(0);
  expect(await readReport(projectId, { isRefitted: false })).toEqual(before);
});

it("asks anew where the criterion means something else now", async () => {
  await say("ann", input(0, 3, "left"));
  const words = { name: "brief", wording: "At most ten words.", why: "", change: "meaning" } as const;
  expectOk(await rewordCriterion({ ...target(), ...words, author: "ann", because: [] }));
  expect((await results())?.mine).toBe(0);
  expect(await ask("ann")).toHaveLength(3);
});

it("keeps nothing that names another project's outputs or wordings", async () => {
  const other = await aProject(["One.", "Two."]);
  const theirs = await storeCriterion(other.projectId, { name: "theirs" });
  const foreign = [
    { ...input(0, 3, "left"), leftId: OutputId.parse(other.outputIds[0]) },
    { ...input(0, 3, "left"), revisionId: theirs.revision.id },
    { ...input(0, 3, "left"), criterionId: theirs.id, revisionId: theirs.revision.id },
  ];
  const { settled, notices } = await say("ann", ...foreign);
  expect(settled).toHaveLength(3);
  expect(notices).toEqual(["3 of what you compared was deleted meanwhile and could not be kept."]);
  expect(await db.comparison.count({ where: { projectId } })).toBe(0);
  const unknown = { projectId, criterionId: CriterionId.parse(theirs.id) };
  expect((await nextPairs({ ...unknown, grader: "ann", count: 1, exclude: [] })).ok).toBe(false);
  expect(await readPairResults(unknown, { by: null, person: "ann" })).toBeNull();
});
