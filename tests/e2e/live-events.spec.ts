import { expect, test } from "playwright/test";

test("a page that watches a project gets a stream at once, and ends it by leaving", async ({
  page,
  baseURL,
}) => {
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
    `${String(baseURL)}/api/projects/none/events`,
  );
  expect(state).toBe("open");
});
