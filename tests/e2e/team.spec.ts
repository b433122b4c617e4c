import { AxeBuilder } from "@axe-core/playwright";
import { expect, test, type Page } from "playwright/test";
import { cardOnShow, expectSaved } from "./journey";
import { startWithAccounts, type OwnServer } from "./own-server";
import { linkFor, makeAccount, someone } from "./people";

let server: OwnServer;
test.beforeAll(async () => {
  test.setTimeout(120_000);
  server = await startWithAccounts();
});
test.afterAll(() => server.stop());

async function makeAccountAndOpen(page: Page, name: string): Promise<void> {
  await makeAccount(page, name);
  await page.getByRole("link", { name: "Open the sample project" }).click();
  await page.waitForURL(/\/projects\/[^/]+\/outputs/);
}

const isClean = async (page: Page) =>
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

test("a first account invites a grader, whose grade bears a name, and a viewer, who may not grade", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const ada = await someone(browser, server);
  await ada.goto("/");
  // Whoever only knows the address cannot make it.
  await expect(ada.getByText("the server prints the address for it")).toBeVisible();
  await expect(ada.getByLabel("Password")).toHaveCount(0);
  await isClean(ada);
  await ada.goto(server.first);
  await expect(ada.getByRole("heading", { name: "Make the first account" })).toBeVisible();
  await isClean(ada);
  await makeAccountAndOpen(ada, "Ada");
  const project = ada.url().replace(/\/outputs.*/, "");
  await ada.goto(`${project}/members`);
  await isClean(ada);

  const gil = await someone(browser, server);
  await gil.goto(project);
  await gil.goto(await linkFor(ada, "grader"));
  await isClean(gil);
  await makeAccountAndOpen(gil, "Gil");
  await gil.goto(`${project}/grade`);
  await cardOnShow(gil);

  // Each sees the other come, and the other's count move, without a reload.
  const beside = (page: Page) => page.getByRole("list", { name: "Also here" });
  await expect(beside(ada)).toContainText("Gil0 graded");
  await expect(ada.getByText("here now · 0 graded")).toHaveCount(2);
  await expect(beside(gil)).toContainText("Ada0 graded");
  await gil.keyboard.press("1");
  await expectSaved(gil);
  await expect(beside(ada)).toContainText("Gil1 graded");
  await expect(ada.getByText("here now · 1 graded")).toBeVisible();

  await ada.reload();
  const vic = await someone(browser, server);
  await vic.goto(await linkFor(ada, "viewer"));
  await makeAccountAndOpen(vic, "Vic");
  await vic.goto(`${project}/grade`);
  await expect(vic.getByText("You see this project, but do not grade it")).toBeVisible();
  await vic.goto(`${project}/criteria`);
  await expect(vic.getByRole("button", { name: "Write a criterion" })).toBeDisabled();
  await isClean(vic);

  // What Gil graded bears Gil's name for everybody.
  await vic.goto(`${project}/outputs?show=good`);
  await vic.locator("tbody a").first().click();
  await expect(vic.getByText(/Gil · /)).toBeVisible();

  // Taken out, Gil does not find the project any more.
  await ada.reload();
  await ada.getByRole("button", { name: "Remove Gil" }).click();
  await expect(ada.getByText("gil@example.org")).toHaveCount(0);
  await gil.goto(`${project}/outputs`);
  await expect(gil.getByRole("heading", { name: "This page is not here" })).toBeVisible();
  await expect(beside(ada)).not.toContainText("Gil");
  await gil.goto("/settings/account");
  await isClean(gil);
  await gil.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(gil.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await isClean(gil);
});
