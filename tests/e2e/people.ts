import { expect, type Browser, type Page } from "playwright/test";
import type { OwnServer } from "./own-server";

/** Somebody with a browser of their own. */
export async function someone(browser: Browser, { url }: OwnServer): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: url })).newPage();
  page.setDefaultTimeout(15_000);
  return page;
}

/** Fills in the form for an account that is on show, and waits for the projects. */
export async function makeAccount(page: Page, name: string): Promise<void> {
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("E-mail").fill(`${name.toLowerCase()}@example.org`);
  await page.getByLabel("Password").fill("a long password");
  await page.getByRole("button", { name: "Make an account" }).click();
  await expect(page.getByLabel("Password")).toHaveCount(0);
  await expect(page.getByRole("main")).toBeVisible();
}

/** A link of invitation, from the page of members. */
export async function linkFor(page: Page, role: string): Promise<string> {
  await page.getByLabel("Invite as").selectOption(role);
  await page.getByRole("button", { name: "Make a link" }).click();
  const link = page.getByRole("status").locator("code");
  await expect(link).toContainText("/invite/");
  return link.innerText();
}
