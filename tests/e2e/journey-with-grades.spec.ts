// The whole loop on real data and without a model: import, criteria, 40 grades by keyboard, report, publish, exports.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse } from "csv-parse/sync";
import { expect, test } from "playwright/test";
import { z } from "zod";
import {
  downloadExport,
  expectAccessible,
  expectSaved,
  gradeByKeyboard,
  cardOnShow,
  hasProgram,
  projectOf,
  runIn,
  type Mark,
} from "./journey";

const data = path.resolve("../shared/data/qa_feedback");
const CRITERIA = ["relevant", "grounded", "complete"];
const GRADES = 40;

const GradeRow = z.object({
  id: z.string(),
  criterion: z.string(),
  label: z.enum(["good", "bad"]),
  note: z.string(),
});

/** What the annotators of the data said, by output. */
function givenGrades() {
  const rows = z
    .array(GradeRow)
    .parse(parse(readFileSync(path.join(data, "qa_feedback_grades.csv")), { columns: true, bom: true }));
  const byOutput = new Map<string, Map<string, z.infer<typeof GradeRow>>>();
  for (const row of rows) {
    const ofOutput = byOutput.get(row.id) ?? new Map<string, z.infer<typeof GradeRow>>();
    byOutput.set(row.id, ofOutput.set(row.criterion, row));
  }
  return byOutput;
}

test.skip(!existsSync(data), "../shared/data/qa_feedback is not here");

test("from a file to evaluators that run elsewhere, graded by keyboard", async ({ page }) => {
  test.setTimeout(300_000);
  await page.goto("/");
  await page.getByRole("link", { name: "New project" }).click();
  await page.locator("input[type=file]").setInputFiles(path.join(data, "qa_feedback_import.csv"));
  await expect(page.getByRole("region", { name: "Preview of the first rows" })).toBeVisible();
  await expect(page.getByLabel("Meaning of output", { exact: true })).toHaveValue("output");
  await expect(page.getByLabel("Meaning of question", { exact: true })).toHaveValue("variable");
  await expectAccessible(page);
  await page.getByLabel("Name of the project").fill("Questions and answers");
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page.getByText("300 outputs")).toBeVisible({ timeout: 30_000 });
  await page.getByRole("link", { name: "On to the criteria" }).click();

  for (const [name, wording] of [
    ["relevant", "Every part of the answer is relevant to the question and none is redundant."],
    ["grounded", "Every claim is supported by the passages."],
    ["complete", "The answer gives all the information that the question asks for."],
  ] as const) {
    await page.getByRole("button", { name: "Write a criterion" }).click();
    await page.getByLabel("Name", { exact: true }).fill(name);
    await page.getByLabel("Wording").fill(wording);
    await page.getByRole("button", { name: "Add criterion" }).click();
    await expect(page.getByRole("heading", { name })).toBeVisible();
  }
  // Candidates come by themselves.
  await expect(page.getByText("from the library").first()).toBeVisible({ timeout: 30_000 });
  const project = projectOf(page);

  await page.goto(`${project}/grade`);
  const given = givenGrades();
  for (let count = 0; count < GRADES;) {
    const { id } = await cardOnShow(page);
    const grades = given.get(id);
    if (!grades) throw new Error(`no grades are given for ${id}`);
    const criteria = CRITERIA.map((name): Mark => grades.get(name)?.label ?? "good");
    const notes = [...grades.values()].map(({ note }) => note).filter((note) => note !== "");
    const whole = criteria.includes("bad") ? "bad" : "good";
    await gradeByKeyboard(page, { whole, criteria, note: notes.join("; ").slice(0, 200) });
    count += 1;
  }
  await expectSaved(page);

  await page.goto(`${project}/report`);
  // A repeated card is an output that was graded before, so fewer outputs than cards are graded.
  await expect(page.getByText(/^3\d of 300 outputs graded|^40 of 300 outputs graded/)).toBeVisible();
  await expect(page.getByText("learnt from these grades").first()).toBeVisible({ timeout: 60_000 });
  // Which 40 outputs came depends on the project's seed, and with them what is good enough: one is chosen by hand.
  const grounded = page.getByRole("region", { name: "grounded" });
  await grounded.getByRole("button", { name: "Use this" }).first().click();
  await expect(grounded.getByText("pinned by you")).toBeVisible();
  await expect(async () => {
    await page.reload();
    await expect(page.getByText(/catch(es)? \d+ of \d+ bad outputs/)).toBeVisible({ timeout: 2_000 });
    await expect(page.getByText(/all candidates have run/)).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 90_000 });
  await expectAccessible(page);
  for (const name of CRITERIA) await expect(page.getByRole("heading", { name })).toBeVisible();
  // Another limit shows what it would select, with honest figures, and changes nothing before it is applied.
  const limit = page.getByRole("slider");
  await limit.fill("65");
  await expect(page.getByText(/assertions? would be selected$/)).toBeVisible();
  await expect(page.getByText("honest alignment", { exact: true }).first()).toBeVisible();
  await page.getByRole("button", { name: "Back to 20 %" }).click();
  await expect(page.getByText("This is the limit in force.")).toBeVisible();
  // A cell of the confusion table opens its outputs.
  await page
    .getByRole("link", { name: /caught$/ })
    .first()
    .click();
  await expect(page.getByRole("region", { name: "Outputs and verdicts" })).toBeVisible();
  await expectAccessible(page);

  await page.goto(`${project}/export`);
  await page.getByRole("button", { name: "Publish version 1" }).click();
  await expect(page.getByRole("heading", { name: "Take version 1 away" })).toBeVisible();
  await expectAccessible(page);

  const json = await downloadExport(page, "evaluator.json");
  const python = await downloadExport(page, "Python + pytest");
  const typescript = await downloadExport(page, "TypeScript + vitest");
  const promptfoo = await downloadExport(page, "promptfoo");

  const cli = runIn(path.resolve("."), process.execPath, [
    ...["--import", "tsx", "bin/touchstone.ts", "run", path.join(json, "evaluator.json")],
    ...[path.join(python, "examples.jsonl"), "--json"],
  ]);
  expect(cli.said).toContain('"passRate"');
  expect(cli.status).toBe(0);

  // As in a project of its own, whose settings are not ours.
  writeFileSync(path.join(typescript, "vitest.config.mjs"), "export default {};\n");
  const vitest = runIn(typescript, process.execPath, [
    path.resolve("node_modules/vitest/vitest.mjs"),
    ...["run", "evaluators.test.ts", "--root", typescript],
  ]);
  expect(vitest.said).toMatch(/Tests\s+\d+ passed \(/);
  expect(vitest.status).toBe(0);

  if (hasProgram("python3", "--version")) {
    const ran = runIn(python, "python3", ["evaluators.py", "examples.jsonl"]);
    expect(ran.said).toContain('"passRate"');
    expect(ran.status).toBe(0);
  }
  if (hasProgram("python3", "-m", "pytest", "--version"))
    expect(runIn(python, "python3", ["-m", "pytest", "-q", "test_evaluators.py"])).toMatchObject({
      status: 0,
    });

  expect(readFileSync(path.join(promptfoo, "promptfooconfig.yaml"), "utf8")).toContain("assert");
  const entry = path.resolve(".cache/promptfoo/node_modules/promptfoo/dist/src/entrypoint.js");
  if (existsSync(entry)) {
    const ran = runIn(promptfoo, process.execPath, [
      ...[entry, "eval", "-c", "promptfooconfig.yaml", "--no-cache", "--no-write", "-o", "results.json"],
    ]);
    expect(existsSync(path.join(promptfoo, "results.json")), ran.said).toBe(true);
  }
});
