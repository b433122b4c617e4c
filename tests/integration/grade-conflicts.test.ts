import { beforeEach, expect, it } from "vitest";
import type { GradeInput } from "@/lib/domain/card";
import { OutputId, type ProjectId } from "@/lib/domain/ids";
import { recordGrades } from "@/lib/workflow/record-grade";
import { aProject } from "@/tests/support/a-project";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { aGradeInput } from "@/tests/support/grading-input";
import { expectOk } from "@/tests/support/import-file";

endDatabaseAfterAll();

let projectId: ProjectId;
let outputId: OutputId;
beforeEach(async () => {
  const project = await aProject(["One.", "Two."]);
  projectId = project.projectId;
  outputId = OutputId.parse(project.outputIds[0]);
});

const grade = (mark: GradeInput["mark"], was?: GradeInput["was"]): GradeInput => ({
  ...aGradeInput(outputId, mark),
  ...(was === undefined ? {} : { was }),
});
const record = async (grades: readonly GradeInput[], grader = "ann") =>
  expectOk(await recordGrades({ projectId, grader, grades })).notices;

it("says so when another tab had said something else than this page knew of", async () => {
  expect(await record([grade("good", null)])).toEqual([]);
  expect(await record([grade("bad", null)])).toEqual([
    `Output ${outputId}: In another tab or on another device you had said “good” of this output; what you said last counts, and both stay in its history.`,
  ]);
});

it("says nothing of a change of mind, of tabs that agree, of other people, and where nothing is known", async () => {
  expect(await record([grade("good", null)])).toEqual([]);
  expect(await record([grade("bad", "good")])).toEqual([]);
  expect(await record([grade("bad", null)])).toEqual([]);
  expect(await record([grade("good", null)], "ben")).toEqual([]);
  expect(await record([grade("unsure")])).toEqual([]);
  expect(await record([grade("withdrawn", "unsure"), grade("good", null)])).toEqual([]);
});

it("says nothing of a grade that is sent again after a lost answer, nor of several in one batch", async () => {
  const first = grade("good", null);
  await record([first]);
  expect(await record([first])).toEqual([]);
  expect(await record([grade("bad", "good"), grade("good", "bad"), grade("bad", "good")])).toEqual([]);
});
