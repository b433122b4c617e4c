import { expect, test } from "playwright/test";

const bytes = (...values: readonly number[]) => Buffer.from(values);

const refused = [
  { what: "an empty file", buffer: bytes(), sentence: "The file is empty." },
  { what: "a binary file", buffer: bytes(0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1), sentence: /binary/ },
  { what: "a header without rows", buffer: Buffer.from("question,output\n"), sentence: /no rows/ },
];

for (const { what, buffer, sentence } of refused)
  test(`${what} is turned away with a sentence`, async ({ page }) => {
    await page.goto("/projects/new");
    await page.locator("input[type=file]").setInputFiles({ name: "rows.csv", mimeType: "text/csv", buffer });
    await expect(page.getByRole("alert").filter({ hasText: sentence })).toBeVisible();
    await expect(page.locator("input[type=file]")).toBeVisible();
  });

test("a file without an output column asks which one it is", async ({ page }) => {
  await page.goto("/projects/new");
  await page.getByLabel("or paste rows").fill("a,b\n1,2\n3,4\n");
  await page.getByRole("button", { name: "Look at pasted rows" }).click();
  for (const name of ["a", "b"])
    await page.getByLabel(`Meaning of ${name}`, { exact: true }).selectOption("variable");
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: /output/ })).toBeVisible();
  await page.getByLabel("Meaning of b", { exact: true }).selectOption("output");
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page.getByText("2 outputs")).toBeVisible();
});

test("bad rows are listed by line and can be downloaded; the rest is imported", async ({ page }) => {
  await page.goto("/projects/new");
  await page
    .getByLabel("or paste rows")
    .fill('{"output":"first"}\n{"output":\n{"output":"second","grade":"good"}\n{"output":"first"}\n');
  await page.getByRole("button", { name: "Look at pasted rows" }).click();
  await expect(page.getByText(/line 2/)).toBeVisible();
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page.getByText(/2 outputs/)).toBeVisible();
  await expect(page.getByText(/1 row had an output that was there already/)).toBeVisible();
  const arriving = page.waitForEvent("download");
  await page.getByRole("link", { name: /^Download all/ }).click();
  expect((await arriving).suggestedFilename()).toBe("rows-left-out.jsonl");
});
