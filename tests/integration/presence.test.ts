import { beforeEach, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { addPresence, isPresent, keepPresence, listPeopleHere } from "@/lib/db/presences";
import { OutputId, type ProjectId } from "@/lib/domain/ids";
import { recordGrades } from "@/lib/workflow/record-grade";
import { aProject } from "@/tests/support/a-project";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { aGradeInput } from "@/tests/support/grading-input";
import { expectOk } from "@/tests/support/import-file";

endDatabaseAfterAll();

const now = new Date("2026-11-20T10:00:00Z");
const later = (seconds: number) => new Date(now.getTime() + seconds * 1_000);

let projectId: ProjectId;
let outputIds: Awaited<ReturnType<typeof aProject>>["outputIds"];
beforeEach(async () => {
  ({ projectId, outputIds } = await aProject(["One.", "Two."]));
});

const come = (id: string, person: string) =>
  addPresence({ id: `${projectId}-${id}`, projectId, person, until: later(30) }, now);

it("shows each person once, however many pages they have open, with how many outputs they graded", async () => {
  expect([await come("a", "ann"), await come("b", "ann"), await come("c", "ben")]).toEqual([
    true,
    false,
    true,
  ]);
  const grade = (i: number, grader: string) =>
    recordGrades({ projectId, grader, grades: [aGradeInput(OutputId.parse(outputIds[i]), "good")] });
  expectOk(await grade(0, "ann"));
  expectOk(await grade(1, "ann"));
  expectOk(await grade(1, "cyd"));
  expect(await listPeopleHere(projectId, now)).toEqual([
    { id: "ann", graded: 2 },
    { id: "ben", graded: 0 },
  ]);
});

it("keeps whoever gives signs of life, and forgets whoever misses them", async () => {
  await come("a", "ann");
  await come("b", "ben");
  await keepPresence(`${projectId}-a`, later(60));
  expect((await listPeopleHere(projectId, later(45))).map(({ id }) => id)).toEqual(["ann"]);
  expect(await isPresent(projectId, "ben", later(45))).toBe(false);
  expect(await isPresent(projectId, "ann", later(45))).toBe(true);
});

it("does not take another page of the same person for their coming, but their return after they had left", async () => {
  await come("a", "ann");
  const presence = { id: `${projectId}-again`, projectId, person: "ann", until: later(90) };
  expect(await addPresence(presence, later(31))).toBe(true);
  // The trace of the first page is gone.
  expect(await db.presence.count({ where: { projectId } })).toBe(1);
});
