import { expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { findOutputs, listOutputIds } from "@/lib/db/outputs";
import { findSampleProject, listProjects } from "@/lib/db/projects";
import { removeProject } from "@/lib/workflow/edit-project";
import { readBoard } from "@/lib/workflow/read-board";
import { ensureSampleProject } from "@/lib/workflow/sample-project";
import { SAMPLE_PROMPT } from "@/lib/workflow/sample/prompt";
import { aProject } from "@/tests/support/a-project";
import { endDatabaseAfterAll } from "@/tests/support/end-database";

endDatabaseAfterAll();

it("is made once however many processes start, with 80 outputs of three versions and no grades", async () => {
  await Promise.all([ensureSampleProject(), ensureSampleProject(), ensureSampleProject()]);
  await ensureSampleProject();
  expect(await listProjects()).toMatchObject([
    { isSample: true, outputCount: 80, criterionCount: 0, gradedCount: 0, promptTemplate: SAMPLE_PROMPT },
  ]);
  const sample = await findSampleProject();
  if (!sample) throw new Error("there is no sample project");
  const outputs = await findOutputs(sample.id, await listOutputIds(sample.id));
  const versions = outputs.map(({ metadata }) => metadata["promptVersion"]);
  expect(new Set(versions)).toEqual(new Set(["v1", "v2", "v3"]));
  for (const version of ["v1", "v2", "v3"])
    expect(versions.filter((each) => each === version).length).toBeGreaterThan(20);
  expect(new Set(outputs.map(({ externalId }) => externalId)).size).toBe(80);
  for (const { variables, prompt, text } of outputs) {
    expect(Object.keys(variables).toSorted()).toEqual([
      ...["customer_name", "message", "order_id", "order_status", "policy"],
    ]);
    expect(prompt).toContain(variables["message"]);
    expect(prompt).not.toMatch(/\{\{\w+\}\}/);
    expect(text.trim()).not.toBe("");
  }
  const { events, assertions } = await readBoard(sample.id);
  expect([events.length, assertions.length]).toEqual([0, 0]);
});

it("does not come back beside other projects once it is deleted", async () => {
  const sample = await findSampleProject();
  if (!sample) throw new Error("there is no sample project");
  await aProject(["mine"]);
  expect(await removeProject(sample.id)).toEqual({ ok: true, value: null });
  await ensureSampleProject();
  expect(await findSampleProject()).toBeNull();
  expect(await db.output.count({ where: { projectId: sample.id } })).toBe(0);
  expect(await removeProject(sample.id)).toMatchObject({ ok: false });
});
