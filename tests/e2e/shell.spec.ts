import { expect, test } from "playwright/test";
import { expectAccessible, openGrading, sampleProject } from "./journey";

const rows = Array.from({ length: 3 }, (_, i) => `question ${i},the answer is number ${i}`);

test("one key leads to outputs and criteria by name, is silent in other dialogs, and grades nothing behind it", async ({
  page,
}) => {
  const project = await openGrading(page, rows);
  const palette = page.getByRole("dialog", { name: "Go to" });
  const field = palette.getByRole("combobox");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await page.keyboard.press("Control+k");
  await expect(palette).toHaveCount(0);
  await page.keyboard.press("Escape");

  await page.keyboard.press("Control+k");
  await expect(field).toBeFocused();
  await expectAccessible(page);
  await field.fill("number 2");
  const found = palette.getByRole("option", { name: /the answer is number 2/ });
  await expect(found).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await page.waitForURL(/outputs\/\d+/);
  await expect(palette).toHaveCount(0);
  await page.goto(`${project}/grade`);
  await expect(page.getByText("0 graded (0 good, 0 bad)")).toBeVisible();

  await page.keyboard.press("Control+k");
  await field.fill("write a criterion");
  await page.keyboard.press("Enter");
  await page.getByLabel("Name").fill("Short");
  await page.getByRole("button", { name: "Add criterion" }).click();
  await expect(page.getByRole("heading", { name: /^Short/ })).toBeVisible();

  await page.getByRole("button", { name: "Write one" }).click();
  await page
    .getByRole("textbox", { name: "Source" })
    .fill("function check(output) {\n  return output.nothing.length > 0;\n}");
  await page.getByRole("button", { name: "Try it", exact: true }).first().click();
  await expect(
    page
      .getByRole("list", { name: "Dry run" })
      .getByText(/^line 2: TypeError/)
      .first(),
  ).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();

  await page.getByRole("button", { name: "Remove Short" }).click();
  await expect(page.getByRole("heading", { name: /^Short/ })).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("heading", { name: /^Short/ })).toBeVisible();
});

test("a phone reaches every page, and a chosen theme stays", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const project = await sampleProject(page);
  await page.getByRole("button", { name: "More" }).click();
  const sheet = page.getByRole("dialog", { name: "Support replies (sample)" });
  await expectAccessible(page);
  await sheet.getByLabel("theme:").selectOption("dark");
  await sheet.getByRole("link", { name: "Members" }).click();
  await page.waitForURL(`**${project}/members`);
  await expect(sheet).toHaveCount(0);
  const shade = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(await shade()).toBe("rgb(20, 21, 23)");
  await page.reload();
  expect(await shade()).toBe("rgb(20, 21, 23)");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
});
