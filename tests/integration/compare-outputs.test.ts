import { beforeEach, expect, it } from "vitest";
import { listOutputIds } from "@/lib/db/outputs";
import { OutputId, type ProjectId } from "@/lib/domain/ids";
import { outputName } from "@/lib/domain/output";
import { compareOutputs, readSiblings } from "@/lib/workflow/compare-outputs";
import { createQueue } from "@/lib/workflow/manage-queues";
import { recordGrades } from "@/lib/workflow/record-grade";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { aGradeInput } from "@/tests/support/grading-input";
import { expectOk, importFile } from "@/tests/support/import-file";
import { projectOf } from "@/tests/support/imported";

endDatabaseAfterAll();

let projectId: ProjectId;
let ids: readonly OutputId[];

const row = (id: string, question: string, model: string) => ({
  ...{ id, question, output: `${id} by a machine`, model },
});

beforeEach(async () => {
  const rows = [row("x1", "Why?", "m-1"), row("x2", "Why?", "m-2"), row("x3", "How?", "m-1")];
  projectId = projectOf(await importFile(JSON.stringify(rows)));
  ids = await listOutputIds(projectId);
});

const id = (i: number) => OutputId.parse(ids[i]);
const pair = (left: string | null, right: string | null, person = "ann") =>
  compareOutputs(projectId, { left, right }, person);
const isModelShown = (output: { readonly metadata: object } | undefined) =>
  /m-\d/.test(JSON.stringify(output));

it("finds two outputs by the ids that people know, with their labels and who shares their input", async () => {
  expectOk(await recordGrades({ projectId, grader: "ann", grades: [aGradeInput(id(0), "bad")] }));
  const { left, right, siblings } = await pair("x1", String(id(2)));
  expect([left?.output.id, left?.label, right?.output.id, right?.label]).toEqual([id(0), "bad", id(2), null]);
  expect(siblings.map(outputName)).toEqual(["x2"]);
  expect(isModelShown(left?.output)).toBe(true);
  expect((await readSiblings(projectId, id(2), "ann")).map(outputName)).toEqual([]);
});

it("finds nothing by names that mean nothing here", async () => {
  const others = projectOf(await importFile(JSON.stringify([{ output: "another project" }])));
  const [other] = await listOutputIds(others);
  for (const name of ["x9", "0", "-1", "1.5", "99999999999999999999", String(other)])
    expect(await pair(name, null)).toEqual({ left: null, right: null, siblings: [] });
});

it("tells neither label nor model of what a person has still to grade in a queue, nor of what stands beside it", async () => {
  expectOk(await recordGrades({ projectId, grader: "ben", grades: [aGradeInput(id(2), "good")] }));
  expectOk(await recordGrades({ projectId, grader: "ann", grades: [aGradeInput(id(0), "bad")] }));
  const settings = {
    ...{ name: "q", instructions: "", assignees: ["ben"] },
    ...{ gradersPerOutput: 1, reservationMinutes: 30 },
  };
  const draw = { scope: { of: "all" }, share: 1 } as const;
  expectOk(await createQueue({ projectId, by: "ann", settings, overlapShare: 0, draw, now: new Date() }));
  const seen = await pair("x1", "x2", "ben");
  expect([seen.left?.label, seen.left?.isBlind]).toEqual([null, true]);
  expect([seen.left?.output, seen.right?.output, ...seen.siblings].map(isModelShown)).toEqual([
    ...[false, false, false],
  ]);
  expect((await readSiblings(projectId, id(0), "ben")).map(isModelShown)).toEqual([false]);
  expect((await pair("x1", "x2", "ann")).left?.label).toBe("bad");
});
