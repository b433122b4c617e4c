// The sample project from the first page to the export, with the stand-in model.
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test, type Page } from "playwright/test";
import { standInFails } from "../support/llm-server/default-answers";
import { startLlmServer, type LlmServer } from "../support/llm-server/server";
import {
  cardOnShow,
  downloadExport,
  expectAccessible,
  expectSaved,
  gradeByKeyboard,
  projectOf,
} from "./journey";

let model: LlmServer;
test.beforeAll(async () => {
  model = await startLlmServer();
});
test.afterAll(() => model.close());

/** Types how to reach the stand-in, without saving it. */
async function enterConnection(page: Page): Promise<void> {
  await page.getByLabel("Base URL").fill(model.url);
  await page.getByLabel("Key").fill("sk-a-key-that-nobody-may-see");
  await page.getByLabel("Writing model").fill("stand-in");
  await page.getByLabel("Judging model").fill("stand-in");
}

test("the sample project, from the first page to the export", async ({ page }) => {
  test.setTimeout(300_000);
  await page.goto("/settings");
  await expectAccessible(page);
  await enterConnection(page);
  await page.getByRole("button", { name: "Test", exact: true }).click();
  await expect(page.getByText(/answered in/)).toBeVisible();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("region", { name: "Model in use" })).toContainText("stand-in");
  await page.reload();
  // The key never comes back.
  expect(await page.content()).not.toContain("nobody-may-see");

  await page.goto("/");
  await expectAccessible(page);
  await page.getByRole("link", { name: "Open the sample project" }).click();
  await expect(page.getByText("80 outputs")).toBeVisible();
  await expectAccessible(page);
  const project = projectOf(page);

  await page.getByRole("link", { name: /^Criteria/ }).click();
  await page.getByRole("button", { name: "Suggest from prompt and outputs" }).click();
  await expect(page.getByText("from a model").first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/passes \d+ of 80/).first()).toBeVisible({ timeout: 60_000 });
  await expectAccessible(page);

  await page.goto(`${project}/grade`);
  // Which outputs are shown depends on the project's seed: graded on until both kinds were seen often enough.
  const graded = { good: 0, bad: 0 };
  while (graded.bad < 4 || graded.good < 12) {
    const { text } = await cardOnShow(page);
    const whole = standInFails(text) ? "bad" : "good";
    await gradeByKeyboard(page, { whole, criteria: [], note: "a promise that nobody can keep" });
    graded[whole] += 1;
  }
  await expectSaved(page);
  await expectAccessible(page);

  await page.goto(`${project}/activity`);
  await expect(page.getByText("Calls to models")).toBeVisible();
  await expectAccessible(page);

  await page.goto(`${project}/report`);
  await expect(async () => {
    await page.reload();
    await expect(page.getByText(/catch(es)? \d+ of \d+ bad outputs/)).toBeVisible({ timeout: 2_000 });
    await expect(page.getByText(/all candidates have run/)).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 120_000 });
  await page.goto(`${project}/export`);
  await page.getByRole("button", { name: "Publish version 1" }).click();
  await expect(page.getByRole("heading", { name: "Take version 1 away" })).toBeVisible();
  const json = await downloadExport(page, "evaluator.json");
  const evaluator = readFileSync(path.join(json, "evaluator.json"), "utf8");
  expect(evaluator).toContain('"touchstone"');
  expect(evaluator).not.toContain("nobody-may-see");
});

test("an outage, too many requests and answers that cannot be read are survived, and nothing is lost", async ({
  page,
}) => {
  test.setTimeout(420_000);
  const outputs = Array.from({ length: 24 }, (_, i) => ({
    output: i % 3 === 0 ? `Reply ${i}. ${"More words. ".repeat(80)}` : `Reply ${i}.`,
    question: `Question ${i}?`,
  }));
  await page.goto("/settings");
  const inUse = page.getByRole("region", { name: "Model in use" });
  await expect(inUse).toBeVisible();
  // The journey before has connected it, unless this test runs alone.
  if (!(await inUse.getByText(model.url).isVisible())) {
    await enterConnection(page);
    await page.getByRole("button", { name: "Save" }).click();
  }
  await expect(inUse).toContainText(model.url);
  await page.goto("/projects/new");
  await page.getByLabel("or paste rows").fill(JSON.stringify(outputs));
  await page.getByRole("button", { name: "Look at pasted rows" }).click();
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.getByRole("link", { name: "On to the criteria" }).click();

  // The model is away: that is said, and no output is called good or bad for it.
  model.setMode({ kind: "failing", status: 503 });
  await page.getByRole("button", { name: "Write a criterion" }).click();
  await page.getByLabel("Name", { exact: true }).fill("friendly");
  await page.getByLabel("Wording").fill("The reply is friendly.");
  await page.getByLabel("Checked by").selectOption("judge");
  await page.getByRole("button", { name: "Add criterion" }).click();
  await expect(page.getByText("The model cannot be reached:", { exact: false })).toBeVisible({
    timeout: 180_000,
  });
  await expect(page.getByText(/judging pauses:/)).toBeVisible();
  await expectAccessible(page);

  // It comes back, first asking for patience, then with an answer that cannot be read: all of it ends by itself.
  model.setMode({ kind: "rate-limited", retryAfter: 0, times: 5 });
  await expect(page.getByText(/passes \d+ of 24/).first()).toBeVisible({ timeout: 180_000 });
  await expect(page.getByText("The model cannot be reached:", { exact: false })).toHaveCount(0);
  model.setMode({ kind: "malformed", times: 1 });
  await page.getByRole("button", { name: "Add a judge" }).click();
  await page.getByLabel("Design of the judge").selectOption("for-and-against");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Add judge", exact: true }).click();
  await expect(page.getByText("judge · for and against")).toBeVisible();
  await expect(page.getByText("Judges have nothing left to ask.")).toBeVisible({ timeout: 180_000 });
  await expect(page.getByText(/all candidates have run/)).toBeVisible({ timeout: 30_000 });
  // An answer that could not be read was asked for again: none of the 24 is an error.
  await expect(page.getByText(/\d+ errors?/)).toHaveCount(0);
});
