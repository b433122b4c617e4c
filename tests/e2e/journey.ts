import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { unzipSync } from "fflate";
import { expect, type Page } from "playwright/test";

export type Mark = "good" | "bad";

export type CardGrades = {
  readonly whole: Mark;
  /** A mark for each criterion of the card, in its order; empty: only the whole output is graded. */
  readonly criteria: readonly Mark[];
  readonly note: string;
};

const KEY = { good: "1", bad: "2" } as const;

/** The output of the card on show: what `data-output-id` says, which is the id of the imported row. */
export async function cardOnShow(page: Page): Promise<{ readonly id: string; readonly text: string }> {
  const card = page.locator("[data-output-id]");
  await expect(card).toBeVisible();
  return { id: (await card.getAttribute("data-output-id")) ?? "", text: await card.innerText() };
}

/** Grades the card on show with the keyboard alone, and waits for the next one. */
export async function gradeByKeyboard(page: Page, grades: CardGrades): Promise<void> {
  const { id } = await cardOnShow(page);
  for (const [index, mark] of grades.criteria.entries()) {
    if (index === 0) await page.keyboard.press("ArrowDown");
    await page.keyboard.press(KEY[mark]);
  }
  await page.keyboard.press(KEY[grades.whole]);
  if (grades.whole === "bad") {
    await expect(page.getByLabel("Why is it bad?")).toBeFocused();
    await page.keyboard.insertText(grades.note);
    await page.keyboard.press("Enter");
  }
  await expect(page.locator(`[data-output-id="${id}"]`)).toHaveCount(0);
}

/** Everything that was graded has reached the server. */
export async function expectSaved(page: Page): Promise<void> {
  await expect(page.getByTestId("saving")).toHaveText("saved ✓");
}

/** Axe finds nothing serious on the page as it is now, in light and in dark. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    expect(
      serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`),
      `${colorScheme} ${page.url()}`,
    ).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null });
}

/** The page's address without the last part: the project's own. */
export const projectOf = (page: Page): string => /^.*\/projects\/[^/]+/.exec(page.url())?.[0] ?? "";

/** Downloads an export as its zip, unpacked in a folder of its own inside the checkout, where runners find packages. */
export async function downloadExport(page: Page, tab: string): Promise<string> {
  await page.getByRole("link", { name: tab, exact: true }).click();
  await expect(page.getByRole("link", { name: tab, exact: true })).toHaveAttribute("aria-current", /.+/);
  const arriving = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download all as zip" }).click();
  const download = await arriving;
  mkdirSync(".cache/exports", { recursive: true });
  const folder = mkdtempSync(path.resolve(".cache/exports/e2e-"));
  const bytes = readFileSync(await download.path());
  const name = download.suggestedFilename();
  const files = name.endsWith(".zip") ? unzipSync(bytes) : { [name]: bytes };
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), content);
  }
  return folder;
}

export type Ran = { readonly status: number | null; readonly said: string };

/** Runs a command in the folder with an environment of nothing but the way to its programs. */
export function runIn(folder: string, command: string, args: readonly string[]): Ran {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: process.env["PATH"], HOME: folder, NODE_ENV: "test", NO_COLOR: "1" },
  });
  return { status, said: `${stdout}${stderr}` };
}

export const hasProgram = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args).status === 0;

/** A project of a few pasted rows, with its grade page open. */
export async function openGrading(page: Page, rows: readonly string[]): Promise<string> {
  await page.goto("/projects/new");
  await page.getByLabel("or paste rows").fill(["question,output", ...rows].join("\n"));
  await page.getByRole("button", { name: "Look at pasted rows" }).click();
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page.getByText(`Imported ${rows.length} output`)).toBeVisible();
  await page.getByRole("link", { name: "On to the criteria" }).click();
  await page.waitForURL(/criteria/);
  const project = projectOf(page);
  await page.goto(`${project}/grade`);
  await cardOnShow(page);
  return project;
}

/** Opens the sample project; its address. */
export async function sampleProject(page: Page): Promise<string> {
  await page.goto("/");
  await page.getByRole("link", { name: "Open the sample project" }).click();
  await page.waitForURL(/outputs/);
  return projectOf(page);
}
