import { expect, test, type Page } from "playwright/test";
import { cardOnShow, expectAccessible, expectSaved, openGrading } from "./journey";

const COUNT = 50;
const CRITERIA = ["polite", "grounded", "complete"];

/** Notes in the page how long it takes from the last key until another card is painted, and every use of a pointer. */
async function watch(page: Page): Promise<void> {
  await page.evaluate(() => {
    const waits: number[] = [];
    let pressedAt = 0;
    const onShow = () => document.querySelector("[data-output-id]")?.getAttribute("data-output-id") ?? null;
    let last = onShow();
    document.addEventListener("keydown", () => (pressedAt = performance.now()), { capture: true });
    document.addEventListener("pointerdown", () => document.body.setAttribute("data-pointer", "used"));
    new MutationObserver(() => {
      const now = onShow();
      if (now === null || now === last) return;
      last = now;
      const since = pressedAt;
      requestAnimationFrame(() =>
        setTimeout(() => {
          waits.push(performance.now() - since);
          document.body.setAttribute("data-waits", JSON.stringify(waits));
        }),
      );
    }).observe(document.body, { childList: true, subtree: true, attributeFilter: ["data-output-id"] });
  });
}

test("fifty outputs are graded on three criteria without the mouse, and the next card comes at once", async ({
  page,
}) => {
  test.setTimeout(180_000);
  const rows = Array.from({ length: COUNT + 10 }, (_, i) => `question ${i},answer number ${i} of them`);
  const project = await openGrading(page, rows);
  await page.goto(`${project}/criteria`);
  for (const name of CRITERIA) {
    await page.getByRole("button", { name: "Write a criterion" }).click();
    await page.getByLabel("Name", { exact: true }).fill(name);
    await page.getByLabel("Wording").fill(`The answer is ${name}.`);
    await page.getByRole("button", { name: "Add criterion" }).click();
    await expect(page.getByRole("heading", { name })).toBeVisible();
  }
  await page.goto(`${project}/grade`);
  await cardOnShow(page);
  await expect(page.getByRole("group", { name: "complete" })).toBeVisible();
  await expectAccessible(page);
  await watch(page);

  for (let i = 0; i < COUNT; i += 1) {
    const { id } = await cardOnShow(page);
    const isBad = i % 5 === 4;
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("1");
    await page.keyboard.press(isBad ? "2" : "1");
    await page.keyboard.press(i % 7 === 6 ? "3" : "1");
    await page.keyboard.press(isBad ? "2" : "1");
    if (isBad) {
      await expect(page.getByLabel("Why is it bad?")).toBeFocused();
      await page.keyboard.insertText("not in the sources");
      await page.keyboard.press("Enter");
    }
    await expect(page.locator(`[data-output-id="${id}"]`)).toHaveCount(0);
  }
  await expectSaved(page);
  // Some cards came twice, silently: fewer outputs than cards.
  await expect(page.getByText(/^4\d graded \(\d+ good, \d+ bad\)/)).toBeVisible();
  await page.keyboard.press("q");
  const summary = page.getByRole("dialog", { name: "This session" });
  await expect(summary.getByText(/outputs graded/)).toBeVisible();
  for (const name of CRITERIA) await expect(summary.getByRole("row", { name })).toBeVisible();

  expect(await page.locator("body").getAttribute("data-pointer")).toBeNull();
  const waits = ((await page.locator("body").getAttribute("data-waits")) ?? "[]")
    .slice(1, -1)
    .split(",")
    .map(Number)
    .toSorted((a, b) => a - b);
  expect(waits.length).toBeGreaterThanOrEqual(COUNT - 1);
  const median = waits[Math.floor(waits.length / 2)] ?? Infinity;
  // Told, not asserted: how long it takes says as much of the machine that runs the test.
  console.log(
    `from key press to next card: median ${median.toFixed(1)} ms, slowest ${waits.at(-1)?.toFixed(1)} ms`,
  );
});
