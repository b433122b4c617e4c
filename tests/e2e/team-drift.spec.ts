import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test, type Page } from "playwright/test";
import {
  cardOnShow,
  downloadExport,
  expectAccessible,
  expectSaved,
  gradeByKeyboard,
  projectOf,
  type Mark,
} from "./journey";
import { startWithAccounts, type OwnServer } from "./own-server";
import { linkFor, makeAccount, someone } from "./people";

let server: OwnServer;
test.beforeAll(async () => {
  test.setTimeout(120_000);
  server = await startWithAccounts();
});
test.afterAll(() => server.stop());

const REPLIES = [
  "Thank you, it ships today.",
  "Thanks, done.",
  "It ships. Whatever.",
  "No. Whatever.",
  "Sorry, it is late.",
  "Sorry, no.",
  "Here it is.",
  "Done.",
];
const rows = REPLIES.map((output, i) => JSON.stringify({ id: `reply-${i + 1}`, output }));

/** What Ada finds of a reply: under the first wording only "whatever" is rude, under the second "sorry" is, too. */
const underFirst = (text: string): Mark => (/whatever/i.test(text) ? "bad" : "good");
const underSecond = (text: string): Mark => (/whatever|sorry/i.test(text) ? "bad" : "good");

async function gradeAll(page: Page, count: number, markOf: (text: string) => Mark): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    const { text } = await cardOnShow(page);
    const mark = markOf(text);
    await gradeByKeyboard(page, { whole: mark, criteria: [mark], note: "not polite" });
  }
  await expectSaved(page);
}

/** What is asked again is under the hand at once, its old grade hidden. */
async function lookAgain(page: Page, count: number, markOf: (text: string) => Mark): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    const { id, text } = await cardOnShow(page);
    await page.keyboard.press(markOf(text) === "good" ? "1" : "2");
    await page.keyboard.press("Enter");
    await expect(page.locator(`[data-output-id="${id}"]`)).toHaveCount(0);
  }
  await expectSaved(page);
}

async function writeCode(page: Page, name: string, pattern: string): Promise<void> {
  await page.getByRole("button", { name: "Write one" }).click();
  await page.getByLabel("Name of the candidate").fill(name);
  await page
    .getByRole("textbox", { name: "Source" })
    .fill(`function check(output) { return !/${pattern}/i.test(output); }`);
}

async function publishVersion(page: Page, project: string, version: number): Promise<void> {
  await page.goto(`${project}/export`);
  await page.getByRole("button", { name: `Publish version ${version}` }).click();
  await expect(page.getByRole("heading", { name: `Take version ${version} away` })).toBeVisible();
}

test("a team of three goes through drift: reinterpretation, dispute, proposal, publication and the way back", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const ada = await someone(browser, server);
  await ada.goto(server.first);
  await makeAccount(ada, "Ada");
  await ada.goto("/projects/new");
  await ada.getByLabel("or paste rows").fill(rows.join("\n"));
  await ada.getByRole("button", { name: "Look at pasted rows" }).click();
  await ada.getByRole("button", { name: "Import", exact: true }).click();
  await expect(ada.getByText("Imported 8 outputs")).toBeVisible({ timeout: 30_000 });
  await ada.getByRole("link", { name: "On to the criteria" }).click();
  await ada.waitForURL(/criteria/);
  const project = projectOf(ada);

  const [ben, cyn] = [await someone(browser, server), await someone(browser, server)];
  for (const [page, name] of [
    [ben, "Ben"],
    [cyn, "Cyn"],
  ] as const) {
    await ada.goto(`${project}/members`);
    await page.goto(await linkFor(ada, "editor"));
    await makeAccount(page, name);
  }

  // Under the first wording.
  await ada.goto(`${project}/criteria`);
  await ada.getByRole("button", { name: "Write a criterion" }).click();
  await ada.getByLabel("Name", { exact: true }).fill("polite");
  await ada.getByLabel("Wording").fill("It never says whatever.");
  await ada.getByLabel("Checked by").selectOption("code");
  await ada.getByRole("button", { name: "Add criterion" }).click();
  await writeCode(ada, "no whatever", "whatever");
  await ada.getByRole("button", { name: "Add candidate" }).click();
  await expect(ada.getByText("passes 6 of 8")).toBeVisible({ timeout: 30_000 });
  await ada.goto(`${project}/grade`);
  await gradeAll(ada, REPLIES.length, underFirst);
  await ada.goto(`${project}/report`);
  await ada
    .getByRole("row", { name: /no whatever/ })
    .getByRole("button", { name: "Use this" })
    .click();
  await expect(ada.getByText(/catches 2 of 2 bad outputs/)).toBeVisible();
  await publishVersion(ada, project, 1);

  // The criterion gets another meaning: all its grades are stale, and asked again.
  await ada.goto(`${project}/criteria`);
  await ada.getByRole("button", { name: "Reword polite" }).click();
  await ada.getByLabel("Wording").fill("It never says whatever, and never sorry.");
  await ada.getByRole("radio", { name: /Another meaning/ }).check();
  await ada.getByRole("button", { name: "Save as new revision" }).click();
  await expect(ada.getByText("8 grades were given under another meaning")).toBeVisible();
  await ada.getByRole("link", { name: "Look again" }).click();
  await lookAgain(ada, REPLIES.length, underSecond);

  // Of the four that are bad now the old assertion catches two; harmonic mean of 2/4 and 1 − 0/4: 2/3.
  await ada.goto(`${project}/drift`);
  const entry = ada.getByRole("article", { name: "“polite” was given another meaning" });
  const moved = entry.getByRole("region", { name: /What changed/ });
  await expect(entry).toContainText("Labels that flipped (2)");
  await expect(moved.getByRole("row", { name: /coverage/ })).toContainText("2 of 2 · 100 %");
  await expect(moved.getByRole("row", { name: /coverage/ })).toContainText("−50 points, to 2 of 4 · 50 %");
  await expect(moved.getByRole("row", { name: /FFR/ })).toContainText("±0 points, to 0 of 4 · 0 %");
  await expect(moved.getByRole("row", { name: /alignment/ })).toContainText("−0.33");
  // Nothing stands for the new meaning yet.
  await expect(moved.getByRole("row", { name: /coverage/ })).toContainText("not measured");
  await expectAccessible(ada);

  // Ben asks Ada, who is told; what is about her criterion is hers to settle.
  await ben.goto(`${project}/drift`);
  const hisEntry = ben.getByRole("article", { name: "“polite” was given another meaning" });
  await hisEntry.getByRole("button", { name: "Comment" }).click();
  await hisEntry.getByRole("button", { name: "@Ada" }).click();
  await hisEntry.getByLabel("Comment").pressSequentially("is sorry never right?");
  await hisEntry.getByRole("button", { name: "Add the comment" }).click();
  await expect(hisEntry.getByRole("list", { name: "Comments" })).toContainText("@Ada is sorry never right?");
  await expect(hisEntry.getByText("Ada, whose criterion it is, or an owner settles it.")).toBeVisible();
  await expect(hisEntry.getByRole("button", { name: "Settle" })).toHaveCount(0);
  await expect(ada.getByRole("link", { name: /Drift/ })).toContainText("@1");
  const mention = ada.getByRole("region", { name: "A comment names you" });
  await expect(mention).toContainText("is sorry never right?");
  await expectAccessible(ada);
  await mention.getByRole("button", { name: "Seen" }).click();
  await expect(mention).toHaveCount(0);
  await entry.getByRole("button", { name: "Settle" }).click();
  await entry.getByLabel("What was decided").fill("Never in the first line.");
  await entry.getByRole("button", { name: "Settle" }).click();
  await expect(entry.getByText("settled by Ada")).toBeVisible();
  await expect(hisEntry.getByText("Ada, whose criterion it is, or an owner opens it again.")).toBeVisible();
  await expect(hisEntry.getByRole("button", { name: "Open again" })).toHaveCount(0);

  // Ben finds the last reply too curt; Cyn decides, on the whole and on the criterion.
  await ben.goto(`${project}/outputs`);
  await ben
    .getByRole("row", { name: /reply-8/ })
    .getByRole("link")
    .first()
    .click();
  await ben.getByRole("link", { name: "Grade again" }).click();
  await expect(ben.locator("[data-output-id]")).toContainText("Done.");
  await gradeByKeyboard(ben, { whole: "bad", criteria: ["bad"], note: "too curt" });
  await expectSaved(ben);
  await cyn.goto(`${project}/drift/adjudicate`);
  await expectAccessible(cyn);
  for (const of of [/polite/, /whole output/]) {
    const link = cyn.getByRole("main").getByRole("link", { name: of }).first();
    await link.click();
    await expect(link).toHaveAttribute("aria-current", "true");
    const disputed = cyn.getByRole("article", { name: "Output reply-8" });
    await expect(disputed.getByRole("region", { name: "graded good" })).toContainText("Ada");
    await expect(disputed.getByRole("region", { name: "graded bad" })).toContainText("Ben");
    await disputed.getByLabel("Why (optional)").fill("Short is not rude.");
    await disputed.getByRole("button", { name: "Decide good" }).click();
    await expect(disputed).toContainText("by Cyn · Short is not rude.");
  }

  // Ben proposes an assertion for the new meaning; nothing stands for it before somebody else has agreed.
  await ben.goto(`${project}/criteria`);
  await writeCode(ben, "no whatever, no sorry", "whatever|sorry");
  await ben.getByLabel("Why (for a proposal)").fill("The old one knows nothing of sorry.");
  await ben.getByRole("button", { name: "Propose to use it" }).click();
  await ben.waitForURL(/\/proposals\/1$/);
  await expect(ben.getByRole("button", { name: "Merge" })).toBeDisabled();
  await expect(ben.getByText("Somebody else than its author has to approve it first.")).toBeVisible();

  await ada.goto(`${project}/proposals`);
  await expectAccessible(ada);
  await ada.getByRole("link", { name: /no whatever, no sorry/ }).click();
  // As a whole the replies that say sorry are still graded good: under the criterion they are caught, as a whole they are
  // false alarms.
  const figures = ada.getByRole("region", { name: "Figures of both" });
  await expect(figures.getByRole("row", { name: /coverage/ })).toContainText("2 of 2", { timeout: 30_000 });
  await expect(figures.getByRole("row", { name: /coverage/ })).toContainText("not measured");
  await expect(figures.getByRole("row", { name: /false failure/ })).toContainText("2 of 6");
  await expect(ada.getByRole("link", { name: "4 caught" })).toBeVisible();
  await expect(ada.getByRole("link", { name: "0 wrongly failed" })).toBeVisible();
  await expect(ada.getByText(/had been graded before it was written/)).toBeVisible();
  await expectAccessible(ada);
  await ada.getByLabel("Your review").fill("Good: it catches both.");
  await ada.getByRole("button", { name: "Approve" }).click();
  await expect(ada.getByRole("list", { name: "Reviews" })).toContainText("Good: it catches both.");
  // Ben's page hears of it by itself.
  await expect(ben.getByRole("list", { name: "Reviews" })).toContainText("Ada");
  await ben.getByRole("button", { name: "Merge" }).click();
  await expect(ben.getByText(/merged by Ben/)).toBeVisible();

  // The other half of the change came with the new assertion.
  await ada.goto(`${project}/drift`);
  await expect(moved.getByRole("row", { name: /coverage/ })).toContainText("−50 points, to 2 of 4 · 50 %");
  await expect(moved.getByRole("row", { name: /coverage/ })).toContainText("+50 points, to 4 of 4 · 100 %");
  await expect(moved.getByRole("row", { name: /alignment/ })).toContainText("+0.33");

  await publishVersion(ada, project, 2);
  const evaluator = readFileSync(
    path.join(await downloadExport(ada, "evaluator.json"), "evaluator.json"),
    "utf8",
  );
  expect(JSON.parse(evaluator)).toMatchObject({
    version: 2,
    assertions: [{ name: "no whatever, no sorry", wording: "It never says whatever, and never sorry." }],
    proposals: [{ number: 1, author: "Ben", approvedBy: ["Ada"] }],
  });
  await ada.goto(`${project}/export?version=1`);
  await expect(ada.getByText(/approved by Ada/)).toBeVisible();
  await ada.getByRole("button", { name: "Roll back to v1" }).click();
  await expect(ada.getByRole("link", { name: "v3", exact: true })).toBeVisible();
  await ada.goto(`${project}/export`);
  await expect(ada.getByRole("heading", { name: "Take version 3 away" })).toBeVisible();
  await ada.goto(`${project}/export/compare?a=1&b=3`);
  await expect(ada.getByRole("heading", { name: /^no whatever ?the same/ })).toBeVisible();
  await expectAccessible(ada);
});
