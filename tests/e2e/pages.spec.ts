import { expect, test } from "playwright/test";
import { expectAccessible, sampleProject } from "./journey";

const PAGES = [
  "outputs",
  "outputs/import",
  "outputs/compare",
  "criteria",
  "grade",
  "grade/pairs",
  "queues",
  "proposals",
  "report",
  "report/table",
  "drift",
  "drift/adjudicate",
  "export",
  "export/compare",
  "activity",
  "audit",
];

test("every page fits a phone and a desk, and axe finds nothing serious in light or dark", async ({
  page,
}) => {
  test.setTimeout(300_000);
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  const project = await sampleProject(page);
  for (const url of [
    "/",
    "/projects/new",
    "/settings",
    "/settings/audit",
    "/help/statistics",
    ...PAGES.map((name) => `${project}/${name}`),
  ]) {
    for (const width of [390, 1440]) {
      await page.setViewportSize({ width, height: 844 });
      await page.goto(url);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, `${url} at ${width} px`).toBeLessThanOrEqual(0);
    }
    await expectAccessible(page);
  }
  await page.goto(`${project}/outputs`);
  await page.locator("tbody a").first().click();
  await page.waitForURL(/outputs\/\d+/);
  await expectAccessible(page);
  expect(errors).toEqual([]);
});

test("a page that is not there says so and leads back", async ({ page }) => {
  const response = await page.goto("/projects/00000000-0000-4000-8000-000000000000/report");
  expect(response?.status()).toBe(404);
  await page.getByRole("link", { name: "Go to your projects" }).first().click();
  await expect(page.getByRole("heading", { name: "Which of your evaluators can you trust?" })).toBeVisible();
});

test("no page asks another host for anything", async ({ page }) => {
  const foreign: string[] = [];
  page.on("request", (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith("http") && hostname !== "127.0.0.1") foreign.push(request.url());
  });
  const project = await sampleProject(page);
  for (const name of PAGES) await page.goto(`${project}/${name}`);
  expect(foreign).toEqual([]);
});
