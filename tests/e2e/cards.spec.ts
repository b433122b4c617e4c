import { expect, test, type Page } from "playwright/test";
import { cardOnShow, expectAccessible, expectSaved, openGrading } from "./journey";

async function addCriterion(page: Page, name: string, wording: string): Promise<void> {
  await page.getByRole("button", { name: "+ new criterion" }).click();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Wording").fill(wording);
  await page.getByRole("button", { name: "Add criterion" }).click();
  await expect(row(page, name)).toBeVisible();
}

const row = (page: Page, name: string) => page.getByRole("group", { name, exact: true });

async function choose(page: Page, criterion: string, item: string): Promise<void> {
  await page.getByRole("button", { name: `Change ${criterion}` }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

test("criteria are split, merged, retired and brought back from the card, and nothing written is lost unasked", async ({
  page,
}) => {
  await openGrading(page, ["where is it?,It ships tomorrow.", "and now?,It ships at noon."]);
  const { id } = await cardOnShow(page);
  await addCriterion(page, "kind and clear", "It is kind and clear.");
  await expect(row(page, "kind and clear")).toContainText("r1");
  await expectAccessible(page);

  await choose(page, "kind and clear", "Split…");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("First part: name").fill("kind");
  await dialog.getByLabel("Second part: name").fill("clear");
  await page.keyboard.press("Escape");
  await expect(dialog.getByText("Throw away what you have written?")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Go on writing" }).click();
  await expect(dialog.getByLabel("Second part: name")).toHaveValue("clear");
  await dialog.getByRole("button", { name: "Split", exact: true }).click();
  await expect(row(page, "clear")).toBeVisible();
  await expect(row(page, "kind and clear")).toHaveCount(0);
  // The card stays, and letters in a menu are no keys of the page.
  await page.getByRole("button", { name: "Change clear" }).click();
  await page.keyboard.press("s");
  await page.keyboard.press("Escape");
  expect((await cardOnShow(page)).id).toBe(id);

  await choose(page, "clear", "Retire");
  await expect(row(page, "clear")).toHaveCount(0);
  await page.getByRole("button", { name: "Bring clear back" }).click();
  await expect(row(page, "clear")).toBeVisible();

  await choose(page, "kind", "Merge with…");
  await dialog.getByRole("checkbox", { name: "clear" }).check();
  await dialog.getByLabel("What they become: name").fill("good manners");
  await dialog.getByRole("button", { name: "Merge", exact: true }).click();
  await expect(row(page, "good manners")).toBeVisible();
  await expect(row(page, "kind")).toHaveCount(0);
  expect((await cardOnShow(page)).id).toBe(id);
});

test("what is measured is not asked, and a grade against it is questioned once", async ({ page }) => {
  await openGrading(page, ["where is it?,It ships tomorrow at noon.", "and now?,Soon."]);
  await addCriterion(page, "kind", "It is kind.");
  await addCriterion(page, "short", "At most 3 words.");
  const { id } = await cardOnShow(page);
  const short = row(page, "short");
  const isLong = (await cardOnShow(page)).text.includes("tomorrow");
  await expect(short).toContainText(isLong ? "✕ 5 words; limit 3" : "✓ 1 word; limit 3");
  await page.keyboard.press("ArrowDown");
  await expect(row(page, "kind")).toHaveAttribute("data-current", "true");
  await page.keyboard.press("ArrowDown");
  await expect(row(page, "kind")).toHaveAttribute("data-current", "true");

  const wrong = isLong ? "good" : "bad";
  await short.getByRole("button", { name: wrong, exact: true }).click();
  await expect(short.getByText(`You said ${wrong}, the measurement says`)).toBeVisible();
  await expectAccessible(page);
  await expect(short.getByRole("button", { name: `Keep ${wrong} on short` })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(short.getByText("the measurement says")).toHaveCount(0);
  await expectSaved(page);
  await page.reload();
  await cardOnShow(page);
  await page.keyboard.press("g");
  await page.getByLabel("Id of the output").fill(id);
  await page.keyboard.press("Enter");
  await expect(page.locator(`[data-output-id="${id}"]`)).toBeVisible();
  await expect(short.getByRole("button", { name: wrong, exact: true })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await expect(short.getByText("the measurement says")).toHaveCount(0);
});

test("a reason is given on a criterion and linked on the whole output, and an output is found by its id", async ({
  page,
}) => {
  const project = await openGrading(page, ["where is it?,It ships tomorrow.", "and now?,It ships at noon."]);
  await addCriterion(page, "grounded", "It says nothing that is not in the order.");
  const { id } = await cardOnShow(page);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("2");
  const reason = page.getByLabel("Why it is bad on grounded");
  await reason.fill("invents a day");
  await page.keyboard.press("Enter");
  await page.keyboard.press("2");
  await expect(page.getByLabel("Why is it bad?")).toBeFocused();
  await page.keyboard.insertText("made up");
  const cause = page.getByLabel("What it comes down to: made up");
  await cause.selectOption({ label: "grounded" });
  await expectAccessible(page);
  await page.getByLabel("Why is it bad?").press("Enter");
  await expect(page.locator(`[data-output-id="${id}"]`)).toHaveCount(0);
  await expect(page.getByLabel("The output before")).toContainText(`(${id})`);
  await expectSaved(page);

  await page.keyboard.press("g");
  await expectAccessible(page);
  await page.getByLabel("Id of the output").fill("nothing");
  await page.keyboard.press("Enter");
  await expect(page.getByText("No output of this project has the id “nothing”.")).toBeVisible();
  await page.getByLabel("Id of the output").fill(id);
  await page.keyboard.press("Enter");
  await expect(page.locator(`[data-output-id="${id}"]`)).toBeVisible();
  await expect(reason).toHaveValue("invents a day");
  await expect(cause.getByRole("option", { name: "grounded", exact: true })).toHaveJSProperty(
    "selected",
    true,
  );
  await page.goto(`${project}/criteria`);
  await expect(page.getByRole("region", { name: "Why outputs are bad" })).toContainText("1 of 1");
});

test("on a tablet the answers are in reach, and fingers find them", async ({ page }) => {
  await page.setViewportSize({ width: 800, height: 1000 });
  const long = Array.from({ length: 400 }, (_, i) => `sentence number ${i}`).join(" ");
  await openGrading(page, [`where is it?,${long}`]);
  await addCriterion(page, "kind", "It is kind.");
  for (const [place, least] of [
    ["whole output", 56],
    ["kind", 44],
  ] as const)
    for (const answer of ["good", "bad", "can't tell"]) {
      const box = await row(page, place).getByRole("button", { name: answer, exact: true }).boundingBox();
      expect(box?.height).toBeGreaterThanOrEqual(least);
    }
  await page.evaluate(() => scrollTo(0, 0));
  await expect(row(page, "whole output").getByRole("button", { name: "good", exact: true })).toBeInViewport();
  await expectAccessible(page);
});
