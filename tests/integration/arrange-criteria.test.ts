import { beforeEach, expect, it } from "vitest";
import { addProposedAssertion, listAssertions } from "@/lib/db/assertions";
import { listCriteria } from "@/lib/db/criteria";
import type { Criterion } from "@/lib/domain/criterion";
import type { ProjectId } from "@/lib/domain/ids";
import { dropAssertion, restoreAssertion } from "@/lib/workflow/edit-assertions";
import { withHash } from "@/lib/workflow/hash-implementation";
import { moveCriterion, rewordCriterion } from "@/lib/workflow/revise-criterion";
import { readRail } from "@/lib/workflow/read-rail";
import { aProject, storeCriterion } from "@/tests/support/a-project";
import { aCandidate } from "@/tests/support/candidates";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { expectOk } from "@/tests/support/import-file";

endDatabaseAfterAll();

let projectId: ProjectId;
let criteria: readonly Criterion[];

beforeEach(async () => {
  ({ projectId } = await aProject(["a", "b"]));
  for (const name of ["first", "second", "third"]) await storeCriterion(projectId, { name });
  criteria = await listCriteria(projectId);
});

const nth = (i: number): Criterion => {
  const criterion = criteria[i];
  if (!criterion) throw new Error(`There is no criterion ${i}.`);
  return criterion;
};
const order = async () => (await listCriteria(projectId)).map(({ revision }) => revision.name);
const code = { kind: "javascript", source: "function check() { return true; }" } as const;
const inPlay = async () => (await listAssertions(projectId)).map(({ id }) => id);

it("moves a criterion by several places, and no further than the ends of the list", async () => {
  expectOk(await moveCriterion({ projectId, criterionId: nth(0).id }, 2));
  expect(await order()).toEqual(["second", "third", "first"]);
  expectOk(await moveCriterion({ projectId, criterionId: nth(2).id }, -9));
  expect(await order()).toEqual(["third", "second", "first"]);
});

it("brings back a candidate that was taken out of play, as the same one", async () => {
  const { id } = await aCandidate(projectId, nth(0), code);
  const target = { projectId, assertionId: id };
  expectOk(await dropAssertion(target));
  expect(await inPlay()).toEqual([]);
  expectOk(await restoreAssertion(target));
  expect(await inPlay()).toEqual([id]);
});

it("brings nothing into play that is only proposed: that takes somebody's approval", async () => {
  const place = { projectId, criterionId: nth(0).id, revisionId: nth(0).revision.id };
  const draft = withHash({ name: "proposed", implementation: code, origin: "hand" });
  const { id } = await addProposedAssertion(place, draft, new Date());
  expect(await restoreAssertion({ projectId, assertionId: id })).toMatchObject({ ok: false });
  expect(await inPlay()).toEqual([]);
});

it("says in the rail how many criteria were revised, and how many grades are needed at least", async () => {
  expect(await readRail(projectId)).toMatchObject({ criteria: 3, revised: 0, graded: 0 });
  const edit = { name: "first", wording: "another", why: "", change: "clarification" } as const;
  expectOk(await rewordCriterion({ projectId, criterionId: nth(0).id, author: "ann", ...edit }));
  const rail = await readRail(projectId);
  expect(rail).toMatchObject({ criteria: 3, revised: 1 });
  expect(rail?.toGo).toBeGreaterThan(0);
});
