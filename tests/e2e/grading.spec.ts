import { expect, test } from "playwright/test";
import { cardOnShow, expectSaved, openGrading } from "./journey";

const rows = (count: number) => Array.from({ length: count }, (_, i) => `question ${i},answer number ${i}`);

test("a grade can be undone, skipped and gone back to, and the keys are listed", async ({ page }) => {
  await openGrading(page, rows(8));
  const first = await cardOnShow(page);
  await page.keyboard.press("1");
  await expect(page.locator("[data-output-id]")).not.toContainText(first.text);
  await expect(page.getByText("1 graded (1 good, 0 bad)")).toBeVisible();
  await page.keyboard.press("u");
  await expect(page.locator("[data-output-id]")).toContainText(first.text);
  await expect(page.getByText("0 graded (0 good, 0 bad)")).toBeVisible();
  await page.keyboard.press("s");
  await expect(page.locator("[data-output-id]")).not.toContainText(first.text);
  await page.keyboard.press("k");
  await expect(page.locator("[data-output-id]")).toContainText(first.text);
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
  // With the sheet open, keys grade nothing.
  await page.keyboard.press("1");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByText("0 graded (0 good, 0 bad)")).toBeVisible();
});

test("grades given offline are kept, survive a reload, and are sent when the server is back", async ({
  page,
  context,
}) => {
  const project = await openGrading(page, rows(8));
  let isAway = true;
  // The server's actions are posts to the page itself.
  await context.route("**/grade", async (route) => {
    if (isAway && route.request().method() === "POST") await route.abort();
    else await route.continue();
  });
  await page.keyboard.press("1");
  await page.keyboard.press("1");
  await expect(page.getByTestId("saving")).toContainText("2 not saved yet");
  isAway = false;
  await page.reload();
  await expectSaved(page);
  await page.goto(`${project}/outputs?show=good`);
  await expect(page.getByText(/^2 of \d+ outputs$/)).toBeVisible();
});

test("two tabs that grade the same output keep the later grade, and say that they differ", async ({
  page,
  context,
}) => {
  const project = await openGrading(page, rows(3));
  const { id, text } = await cardOnShow(page);
  const other = await context.newPage();
  await other.goto(page.url());
  // Whatever card the other tab shows first, it comes to this one.
  for (let steps = 0; steps < 3 && (await cardOnShow(other)).text !== text; steps += 1)
    await other.keyboard.press("j");
  await expect(other.locator("[data-output-id]")).toContainText(text);
  await page.keyboard.press("1");
  await expectSaved(page);
  await other.keyboard.press("2");
  await other.keyboard.press("Escape");
  await expectSaved(other);
  await expect(other.getByText("In another tab or on another device you had said “good”")).toBeVisible();
  await page.goto(`${project}/outputs?show=bad`);
  await expect(page.getByText("1 of 3 outputs", { exact: true })).toBeVisible();
  await expect(page.getByText(text.slice(0, 20)).first()).toBeVisible();
  expect(id).not.toBe("");
});

test("what outputs contain is shown as text, never run", async ({ page }) => {
  await openGrading(page, [
    `"<script>window.pwned = 1</script>","<img src=x onerror='window.pwned=1'><b>bold</b> שלום 🙂"`,
  ]);
  await expect(page.locator("[data-output-id]")).toContainText("<b>bold</b>");
  expect(await page.evaluate(() => "pwned" in window)).toBe(false);
});
