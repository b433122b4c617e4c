import { expect, test } from "playwright/test";
import { cardOnShow, expectAccessible, expectSaved, openGrading } from "./journey";

const rows = Array.from({ length: 6 }, (_, i) => `question ${i},answer number ${i}`);

test("a key can be changed but not taken twice, single keys can be switched off, and a session is summed up", async ({
  page,
}) => {
  await openGrading(page, rows);
  const sheet = page.getByRole("dialog", { name: "Keys" });
  await page.keyboard.press("?");
  await sheet.getByRole("button", { name: "Change the key for good", exact: true }).click();
  await page.keyboard.press("2");
  await expect(sheet.getByText("“2” is taken by “bad”")).toBeVisible();
  await page.keyboard.press("b");
  await expect(sheet.getByText("press a key…")).toHaveCount(0);
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(sheet).toHaveCount(0);

  await page.keyboard.press("1");
  await expect(page.getByText("0 graded (0 good, 0 bad)")).toBeVisible();
  const first = await cardOnShow(page);
  await page.keyboard.press("b");
  await expect(page.locator(`[data-output-id="${first.id}"]`)).toHaveCount(0);
  await page.keyboard.press("3");
  await page.keyboard.press("q");
  const summary = page.getByRole("dialog", { name: "This session" });
  await expect(summary.getByText(/^2 outputs graded · .+ s each \(median\)$/)).toBeVisible();
  await expect(summary.getByRole("row", { name: /whole output 1 0 1/ })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");

  // It is this browser that keeps them.
  await page.reload();
  await cardOnShow(page);
  await page.keyboard.press("?");
  await sheet.getByRole("button", { name: "Back to the usual keys" }).click();
  await sheet.getByLabel("Switch off keys that are single letters or digits").check();
  await page.keyboard.press("Escape");
  const shown = await cardOnShow(page);
  await page.keyboard.press("1");
  await page.keyboard.press("ArrowRight");
  await expect(page.locator(`[data-output-id="${shown.id}"]`)).toHaveCount(0);
  await expect(page.getByText("1 graded (1 good, 0 bad) · 1 can't tell")).toBeVisible();
});

test("one press says one thing: held keys and double clicks grade nothing behind it, and arrows scroll what has the focus", async ({
  page,
}) => {
  const long = `"[${Array.from({ length: 60 }, (_, i) => i).join(",")}]"`;
  await openGrading(
    page,
    Array.from({ length: 6 }, (_, i) => `question ${i},${long.replace("0", String(i))}`),
  );
  const good = page.getByRole("group", { name: "whole output" }).getByRole("button", { name: "good" });
  const { id } = await cardOnShow(page);
  const region = page.locator(`[data-output-id="${id}"] pre`);
  await region.focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.locator('[aria-label="whole output"]')).toHaveAttribute("data-current", "true");
  await expect.poll(() => region.evaluate(({ scrollTop }) => scrollTop)).toBeGreaterThan(0);

  await good.focus();
  await page.keyboard.down("Enter");
  for (let repeats = 0; repeats < 3; repeats += 1) await page.keyboard.down("Enter");
  await page.keyboard.up("Enter");
  await expect(page.locator(`[data-output-id="${id}"]`)).toHaveCount(0);
  await expectSaved(page);
  await expect(page.getByText("1 graded (1 good, 0 bad)")).toBeVisible();
  await good.dblclick();
  await expectSaved(page);
  await expect(page.getByText("2 graded (2 good, 0 bad)")).toBeVisible();

  const sheet = page.getByRole("dialog", { name: "Keys" });
  await page.keyboard.press("?");
  await sheet.getByRole("button", { name: "Change the key for good", exact: true }).click();
  await page.keyboard.press("Control+g");
  await expect(sheet.getByText(/A key alone/)).toBeVisible();
  await page.keyboard.press("F6");
  await expect(sheet.getByText("“F6” is needed by the browser")).toBeVisible();
});
