import { expect, it } from "vitest";
import { listActivities } from "@/lib/db/activities";
import { listAssertions } from "@/lib/db/assertions";
import { addChoice } from "@/lib/db/choices";
import type { CriterionId, OutputId, ProjectId } from "@/lib/domain/ids";
import { induceForCriterion } from "@/lib/workflow/induce-assertions";
import type { Ports } from "@/lib/workflow/ports";
import { recordGrades } from "@/lib/workflow/record-grade";
import { aProject, storeCriterion } from "@/tests/support/a-project";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { aGradeInput } from "@/tests/support/grading-input";
import { expectOk } from "@/tests/support/import-file";

endDatabaseAfterAll();

const ports: Ports = {
  sandbox: {
    run: async () => {
      throw new Error("nothing is run here");
    },
    close: async () => undefined,
  },
  connectedModel: async () => null,
  now: () => new Date(),
};

/** Long ones are bad. */
const TEXTS = Array.from({ length: 24 }, (_, i) => `${"word ".repeat(i % 2 === 0 ? 4 + i : 60 + i)}end.`);

async function grade(
  projectId: ProjectId,
  outputIds: readonly OutputId[],
  mark: (i: number) => "good" | "bad",
): Promise<void> {
  const grades = outputIds.map((id, i) => aGradeInput(id, mark(i)));
  expectOk(await recordGrades({ projectId, grader: "ann", grades }));
}

const induced = async (projectId: ProjectId) =>
  (await listAssertions(projectId)).filter(({ origin }) => origin === "induced");
const learn = (projectId: ProjectId, criterionId: CriterionId) =>
  induceForCriterion(ports, { projectId, criterionId });

it("learns rules that tell good from bad, and makes room for those learnt from more grades", async () => {
  const { projectId, outputIds } = await aProject(TEXTS);
  const { id, revision } = await storeCriterion(projectId, { name: "short", kind: "code" });
  await learn(projectId, id);
  expect(await induced(projectId)).toEqual([]);
  await grade(projectId, outputIds.slice(0, 10), (i) => (i % 2 === 0 ? "good" : "bad"));
  await learn(projectId, id);
  const first = await induced(projectId);
  expect(first.length).toBeGreaterThan(0);
  for (const { implementation, revisionId, name } of first) {
    expect([implementation.kind, revisionId]).toEqual(["javascript", revision.id]);
    expect(name).toMatch(/^fails when /);
  }
  expect((await listActivities(projectId, 1))[0]).toMatchObject({
    state: "done",
    title: "Learn candidates for “short” from 10 grades",
    detail: `${first.length} new, 0 older ones replaced`,
  });
  await learn(projectId, id);
  expect((await induced(projectId)).map(({ hash }) => hash)).toEqual(first.map(({ hash }) => hash));
  const pinned = first[0];
  if (!pinned) throw new Error("nothing was learnt");
  await addChoice({ projectId, criterionId: id, by: "ann" }, { kind: "pin", assertionId: pinned.id });
  // The person changes his mind: now the short ones are bad.
  await grade(projectId, outputIds, (i) => (i % 2 === 0 ? "bad" : "good"));
  await learn(projectId, id);
  const later = await induced(projectId);
  expect(later.map(({ id: other }) => other)).toContain(pinned.id);
  for (const old of first.slice(1)) expect(later.map(({ hash }) => hash)).not.toContain(old.hash);
  expect(later.length).toBeGreaterThan(1);
});

it("learns nothing of a criterion from grades that may be of another one", async () => {
  const { projectId, outputIds } = await aProject(TEXTS);
  const { id } = await storeCriterion(projectId, { name: "short", kind: "code" });
  await storeCriterion(projectId, { name: "polite" });
  await grade(projectId, outputIds, (i) => (i % 2 === 0 ? "good" : "bad"));
  await learn(projectId, id);
  expect(await induced(projectId)).toEqual([]);
  const own = outputIds.map((outputId, i) =>
    aGradeInput(outputId, i % 2 === 0 ? "good" : "bad", { criterionId: id }),
  );
  expectOk(await recordGrades({ projectId, grader: "ann", grades: own }));
  await learn(projectId, id);
  expect((await induced(projectId)).length).toBeGreaterThan(0);
});
