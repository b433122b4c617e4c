import { expect, test } from "playwright/test";
import { sampleProject } from "./journey";

test("a page that watches a project gets a stream at once, and ends it by leaving", async ({ page }) => {
  const project = await sampleProject(page);
  await page.goto("/api/health");
  const state = await page.evaluate(
    (url) =>
      new Promise<string>((resolve) => {
        const source = new EventSource(url);
        source.onopen = () => {
          source.close();
          resolve("open");
        };
        source.onerror = () => resolve("failed");
      }),
    `${project.replace("/projects/", "/api/projects/")}/events`,
  );
  expect(state).toBe("open");
});
