import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { OutputId, type ProjectId } from "@/lib/domain/ids";
import { ALL_OUTPUTS, type OutputsQuery } from "@/lib/domain/outputs-query";
import { readOutputs, readOutputsOptions } from "@/lib/workflow/read-outputs";
import { recordGrades } from "@/lib/workflow/record-grade";
import { aProject } from "@/tests/support/a-project";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { aGradeInput } from "@/tests/support/grading-input";
import { expectOk } from "@/tests/support/import-file";

endDatabaseAfterAll();

let projectId: ProjectId;
let outputIds: readonly OutputId[];
const at = (i: number): OutputId => OutputId.parse(outputIds[i]);

beforeEach(async () => {
  ({ projectId, outputIds } = await aProject(["four", "a", "seventh", "xx"]));
  for (const [i, externalId] of ["10", "b", "9", "B2"].entries())
    await db.output.update({
      where: { id: at(i) },
      data: { externalId, metadata: { version: i < 2 ? "v1" : "v2", tokens: i, note: `note ${i}` } },
    });
});

/** By their places in the order of import. */
async function found(query: Partial<OutputsQuery>): Promise<number[]> {
  const { rows } = await readOutputs(projectId, { ...ALL_OUTPUTS, ...query }, "local");
  return rows.map(({ output }) => outputIds.indexOf(output.id));
}

describe("the order of the table of outputs", () => {
  it("is that of import, of the ids (numbers as numbers, first), of the length, each both ways", async () => {
    expect(await found({})).toEqual([0, 1, 2, 3]);
    expect(await found({ dir: "down" })).toEqual([3, 2, 1, 0]);
    expect((await found({ sort: "id" })).slice(0, 2)).toEqual([2, 0]);
    expect(await found({ sort: "length" })).toEqual([1, 3, 0, 2]);
    expect(await found({ sort: "length", dir: "down" })).toEqual([2, 0, 3, 1]);
  });

  it("is that of the last grade, with the ungraded behind it", async () => {
    for (const i of [2, 0, 2, 1])
      expectOk(await recordGrades({ projectId, grader: "local", grades: [aGradeInput(at(i), "good")] }));
    // A skip grades nothing.
    expectOk(await recordGrades({ projectId, grader: "local", grades: [aGradeInput(at(3), "skipped")] }));
    expect(await found({ sort: "graded", dir: "down" })).toEqual([1, 2, 0, 3]);
    expect(await found({ sort: "graded" })).toEqual([0, 2, 1, 3]);
  });

  it("holds under filters, and says the place in the order of import", async () => {
    const query = { ...ALL_OUTPUTS, sort: "length", meta: ["version=v2"] } as const;
    const page = await readOutputs(projectId, { ...query, meta: [...query.meta], page: 7 }, "local");
    expect(page.rows.map(({ output, number }) => [output.text, number])).toEqual([
      ["xx", 4],
      ["seventh", 3],
    ]);
    // There is no seventh page.
    expect(page).toMatchObject({ page: 1, total: 2, all: 4 });
  });
});

describe("metadata as a filter", () => {
  it("knows numbers by their text, and takes several together", async () => {
    expect(await found({ meta: ["tokens=3"] })).toEqual([3]);
    expect(await found({ meta: ["version=v1", "tokens=1"] })).toEqual([1]);
    expect(await found({ meta: ["version=v1", "tokens=3"] })).toEqual([]);
    expect(await found({ meta: ["version=v"] })).toEqual([]);
  });

  it("is offered with keys that divide the outputs", async () => {
    const { metadata } = await readOutputsOptions(projectId);
    expect(metadata).toContainEqual({ key: "version", values: ["v1", "v2"] });
  });
});
