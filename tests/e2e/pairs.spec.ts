import { expect, test } from "playwright/test";
import { expectAccessible, sampleProject } from "./journey";

test("pairs are compared with the keyboard, taken back, kept offline, and summed up", async ({
  page,
  context,
}) => {
  const project = await sampleProject(page);
  await page.goto(`${project}/criteria`);
  await page.getByRole("button", { name: "Write a criterion" }).click();
  await page.getByLabel("Name", { exact: true }).fill("warmer");
  await page.getByLabel("Wording").fill("The reply is the warmer one.");
  await page.getByRole("button", { name: "Add criterion" }).click();
  const card = page.getByRole("article", { name: /^warmer/ });
  // Where it is relative, grading offers pairs, too.
  const relative = card.getByRole("checkbox", { name: /^relative/ });
  await relative.check();
  await expect(relative).toBeEnabled();
  await page.goto(`${project}/grade`);
  await expect(page.getByRole("link", { name: "Compare pairs", exact: true })).toBeVisible();
  await page.getByRole("group", { name: "warmer" }).getByRole("button", { name: "good" }).click();
  await page.getByRole("link", { name: "Compare pairs on warmer" }).click();
  await page.waitForURL(/grade\/pairs/);
  const left = page.getByRole("region", { name: "Left output" });
  await expect(left).toBeVisible();
  await expectAccessible(page);
  // Nobody is told how others compare before they have.
  await expect(page.getByRole("heading", { name: "Results so far" })).toHaveCount(0);
  const count = (n: number) => expect(page.getByText(`${n} compared now`)).toBeVisible();
  for (const [i, key] of ["1", "2", "3", "4"].entries()) {
    await page.keyboard.press(key);
    await count(i + 1);
  }
  const text = await left.innerText();
  await page.keyboard.press("1");
  await count(5);
  await page.keyboard.press("u");
  await count(4);
  expect(await left.innerText()).toBe(text);
  await context.setOffline(true);
  await page.keyboard.press("3");
  await count(5);
  await expect(page.getByTestId("saving")).toContainText("not saved yet");
  await context.setOffline(false);
  await expect(page.getByTestId("saving")).toHaveText("saved ✓");
  await expect(
    page.getByText("2 decided, 2 equal, 1 can’t tell, by everybody.", { exact: false }),
  ).toBeVisible();
  await expectAccessible(page);
});
