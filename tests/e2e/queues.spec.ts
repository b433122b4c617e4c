import { readFileSync } from "node:fs";
import { expect, test } from "playwright/test";
import { cardOnShow, expectAccessible, gradeByKeyboard, projectOf } from "./journey";

const rows = Array.from({ length: 6 }, (_, i) => ({
  id: `reply-${i + 1}`,
  output: `Reply ${i + 1}: it ships on day ${i + 1}.`,
  model: "some-model",
}));

test("a queue is made, graded blind with the keyboard, and taken away with a column a grader", async ({
  page,
}) => {
  test.setTimeout(120_000);
  await page.goto("/projects/new");
  await page.getByLabel("or paste rows").fill(rows.map((row) => JSON.stringify(row)).join("\n"));
  await page.getByRole("button", { name: "Look at pasted rows" }).click();
  await page.getByRole("button", { name: "Import", exact: true }).click();
  // A server that has just started prepares its queue first.
  await expect(page.getByText("Imported 6 outputs")).toBeVisible({ timeout: 30_000 });
  await page.getByRole("link", { name: "On to the criteria" }).click();
  await page.waitForURL(/criteria/);
  const project = projectOf(page);

  await page.goto(`${project}/queues`);
  await page.getByLabel("Name").fill("first round");
  await page.getByLabel("Instructions").fill("Read every word.");
  await page.getByLabel("Share at random, %").fill("50");
  await page.getByRole("button", { name: "Create the queue" }).click();
  await expect(page.getByRole("heading", { name: "first round" })).toBeVisible();
  await expect(page.getByText("0 of 3 grades")).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("main").getByRole("link", { name: "Grade", exact: true }).click();
  await page.waitForURL(/grade/);
  await expect(page.getByRole("paragraph").filter({ hasText: "Read every word." })).toBeVisible();
  expect(await page.content()).not.toContain("some-model");
  const { id: graded } = await cardOnShow(page);
  await gradeByKeyboard(page, { whole: "bad", criteria: [], note: "=too curt" });
  const { id: skipped } = await cardOnShow(page);
  await page.keyboard.press("s");
  await expect(page.locator(`[data-output-id="${skipped}"]`)).toHaveCount(0);
  await expect(page.getByText("1 / 3 · 1 skipped")).toBeVisible();
  await expectAccessible(page);

  await page.goto(`${project}/queues`);
  await expect(page.getByRole("region", { name: "Graders of first round" })).toContainText(
    "1 / 3 · 1 skipped",
  );
  await page.getByRole("link", { name: "first round", exact: true }).click();
  await page.getByRole("link", { name: "mine" }).click();
  const outputs = page.getByRole("region", { name: "Outputs of the queue" });
  await expect(outputs.getByRole("row", { name: graded })).toContainText("submitted");
  await outputs.getByRole("link", { name: skipped }).click();
  await expect(page.getByRole("note")).toContainText("is hidden until you have");
  expect(await page.content()).not.toContain("some-model");

  await page.goBack();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download as CSV" }).click(),
  ]);
  const [head = "", row = ""] = readFileSync(await download.path(), "utf8").split("\r\n");
  expect(head).toContain("overall | consensus,overall | decided by,overall | decision note,overall | local");
  expect(row).toMatch(new RegExp(`^${graded},.*,bad,,,bad,'=too curt$`));
});
