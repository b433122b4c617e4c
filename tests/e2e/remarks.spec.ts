import { expect, test } from "playwright/test";
import { cardOnShow, expectAccessible, expectSaved, openGrading } from "./journey";

test("passages are marked with the keys and with the pointer, outputs are tagged, and all of it comes back", async ({
  page,
}) => {
  const project = await openGrading(page, ["where is it?,It ships tomorrow at noon. Or so."]);
  await cardOnShow(page);
  await page.keyboard.press("h");
  await expect(page.getByRole("application", { name: /Passage/ })).toBeFocused();
  // "It" → "ships" → "ships tomorrow"; digits pick nothing and grade nothing here.
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("1");
  await expect(page.locator("mark")).toHaveText("ships tomorrow");
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await page.keyboard.insertText("invents a date");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("list", { name: "Marked passages" })).toContainText("invents a date");

  await page.keyboard.press("t");
  await page.keyboard.insertText("made up");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Remove the tag made up" })).toBeVisible();
  await page.keyboard.press("Escape");

  const text = page.getByRole("group", { name: "output", exact: true });
  await text.evaluate((node) => {
    const last = node.lastChild;
    if (!last) throw new Error("there is no text");
    const words = last.textContent ?? "";
    document.getSelection()?.setBaseAndExtent(last, words.indexOf("Or so"), last, words.length);
  });
  await page.getByRole("button", { name: "Mark", exact: true }).click();
  await expect(page.getByRole("list", { name: "Marked passages" })).toContainText("Or so.");
  await page.getByRole("button", { name: /Remove the mark on Or so/ }).click();
  await expect(page.getByRole("list", { name: "Marked passages" })).not.toContainText("Or so.");

  await page.keyboard.press("3");
  await expectSaved(page);
  await expect(page.getByText("0 graded (0 good, 0 bad) · 1 can't tell")).toBeVisible();
  await page.goto(`${project}/outputs`);
  await page.locator("table a").first().click();
  await page.waitForURL(/outputs\/\d+/);
  await expect(page.locator("mark")).toHaveText("ships tomorrow");
  await expect(page.getByText("invents a date")).toBeVisible();
  await expect(page.getByText("tagged it: made up")).toBeVisible();
  await expect(page.getByText("can't tell", { exact: false }).first()).toBeVisible();
  await expectAccessible(page);
});

test("a note is kept from the first letter on, comes back after a reload, and is saved with its grade and without leaving", async ({
  page,
}) => {
  const project = await openGrading(
    page,
    Array.from({ length: 4 }, (_, i) => `question ${i},answer number ${i}`),
  );
  const saving = page.getByTestId("saving");
  // Without an id of its own a row has the one of its page.
  const { id: outputId } = await cardOnShow(page);
  await page.keyboard.press("n");
  await page.keyboard.insertText("half a note");
  await page.keyboard.press("Control+s");
  await expect(saving).toHaveText("note not saved yet");
  await page.reload();
  const card = page.locator(`[data-output-id="${outputId}"]`);
  await expect(card).toBeVisible();
  await expect(page.getByLabel("Note (optional)")).toHaveValue("half a note");
  await expectAccessible(page);

  await page.keyboard.press("2");
  await expect(page.getByLabel("Why is it bad?")).toBeFocused();
  await expectSaved(page);
  await page.keyboard.press("End");
  await page.keyboard.insertText(", and the rest");
  // Away by the rail: neither a key nor a button has sent it.
  await page.getByRole("link", { name: "Outputs" }).first().click();
  await page.waitForURL(/outputs/);
  await expect
    .poll(async () => {
      await page.goto(`${project}/outputs/${outputId}`);
      return page.getByText("half a note, and the rest").count();
    })
    .toBeGreaterThan(0);
});
