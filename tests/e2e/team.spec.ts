import { AxeBuilder } from "@axe-core/playwright";
import { expect, test, type Browser, type Page } from "playwright/test";
import { cardOnShow, expectSaved } from "./journey";
import { startWithAccounts, type OwnServer } from "./own-server";

let server: OwnServer;
test.beforeAll(async () => {
  test.setTimeout(120_000);
  server = await startWithAccounts();
});
test.afterAll(() => server.stop());

const someone = async (browser: Browser): Promise<Page> =>
  (await browser.newContext({ baseURL: server.url })).newPage();

async function makeAccount(page: Page, name: string): Promise<void> {
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("E-mail").fill(`${name.toLowerCase()}@example.org`);
  await page.getByLabel("Password").fill("a long password");
  await page.getByRole("button", { name: "Make an account" }).click();
  await page.getByRole("link", { name: "Open the sample project" }).click();
  await page.waitForURL(/\/projects\/[^/]+\/outputs/);
}

async function linkFor(page: Page, role: string): Promise<string> {
  await page.getByLabel("Invite as").selectOption(role);
  await page.getByRole("button", { name: "Make a link" }).click();
  const link = page.getByRole("status").locator("code");
  await expect(link).toContainText("/invite/");
  return link.innerText();
}

const isClean = async (page: Page) =>
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

test("a first account invites a grader, whose grade bears a name, and a viewer, who may not grade", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const ada = await someone(browser);
  await ada.goto("/");
  await expect(ada.getByRole("heading", { name: "Make the first account" })).toBeVisible();
  await isClean(ada);
  await makeAccount(ada, "Ada");
  const project = ada.url().replace(/\/outputs.*/, "");
  await ada.goto(`${project}/members`);
  await isClean(ada);

  const gil = await someone(browser);
  await gil.goto(project);
  await gil.goto(await linkFor(ada, "grader"));
  await isClean(gil);
  await makeAccount(gil, "Gil");
  await gil.goto(`${project}/grade`);
  await cardOnShow(gil);
  await gil.keyboard.press("1");
  await expectSaved(gil);

  await ada.reload();
  const vic = await someone(browser);
  await vic.goto(await linkFor(ada, "viewer"));
  await makeAccount(vic, "Vic");
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
  await gil.goto("/settings/account");
  await isClean(gil);
  await gil.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(gil.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await isClean(gil);
});
