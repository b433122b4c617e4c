import { readFileSync } from "node:fs";
import { expect, test } from "playwright/test";
import { expectAccessible, projectOf } from "./journey";

/** Six replies that Ann and Bob graded on one criterion; they differ on the last two. */
const LETTERS = ["gg", "gg", "bb", "bb", "gb", "bg"];
const label = (letter: string | undefined) => (letter === "g" ? "good" : "bad");
const rows = LETTERS.map((letters, i) => ({
  id: `reply-${i + 1}`,
  output: `Reply ${i + 1}: it ships on day ${i + 1}.`,
  criterion: "polite",
  grades: [
    { grader: "ann", label: label(letters[0]), note: letters[0] === "b" ? "Ann: it scolds" : null },
    { grader: "bob", label: label(letters[1]), note: letters[1] === "b" ? "Bob: too curt" : null },
  ],
}));

test("people differ, one decides; a criterion is reworded, and the journal says what that did", async ({
  page,
}) => {
  test.setTimeout(120_000);
  await page.goto("/projects/new");
  await page.getByLabel("or paste rows").fill(rows.map((row) => JSON.stringify(row)).join("\n"));
  await page.getByRole("button", { name: "Look at pasted rows" }).click();
  await page.getByRole("button", { name: "Import", exact: true }).click();
  // A server that has just started prepares its queue first.
  await expect(page.getByText("Imported 6 outputs")).toBeVisible({ timeout: 30_000 });
  await page.getByRole("link", { name: "On to the criteria" }).click();
  await page.waitForURL(/criteria/);
  const project = projectOf(page);

  // Observed disagreement: 2 of 6 pairs; expected: 2 · 6 · 6 / (12 · 11); α = 1 − (4 / 12) / (72 / 132).
  await page.getByRole("link", { name: "Drift" }).click();
  await expect(page.getByRole("region", { name: "Agreement of graders" })).toContainText("0.3889");
  await page.getByText("Who disagrees with whom on “polite”").click();
  await page.getByRole("link", { name: "2 outputs" }).click();
  await expect(page.getByText("Only outputs on which ann and bob differ.")).toBeVisible();
  await expect(page.getByRole("article")).toHaveCount(2);
  await page.getByRole("link", { name: "Show all disputed outputs" }).click();
  const disputed = page.getByRole("article", { name: "Output reply-5" });
  await expect(disputed.getByRole("region", { name: "graded good" })).toContainText("ann");
  await expect(disputed.getByRole("region", { name: "graded bad" })).toContainText("Bob: too curt");
  await disputed.getByLabel("Why (optional)").fill("Curt is not polite.");
  await disputed.getByRole("button", { name: "Decide bad" }).click();
  await expect(page.getByRole("link", { name: "1 of 2 open" })).toBeVisible();
  await expect(disputed).toContainText("by you · Curt is not polite.");
  await expectAccessible(page);

  await page.goto(`${project}/criteria`);
  await page.getByRole("button", { name: "Reword polite" }).click();
  await page.getByLabel("Wording").fill("polite, and never curt");
  await page.getByRole("radio", { name: /Another meaning/ }).check();
  await page.getByLabel("Why (optional)").fill("reply-5 is curt");
  await page.getByRole("button", { name: "Save as new revision" }).click();
  await expect(page.getByRole("button", { name: "Reword polite" })).toBeVisible();

  await page.getByRole("link", { name: "Drift" }).click();
  const entry = page.getByRole("article", { name: "“polite” was given another meaning" });
  await expect(entry).toContainText("reinterpretation");
  await expect(entry.getByRole("insertion")).toContainText(", and never curt");
  await entry.getByRole("button", { name: "Comment" }).click();
  await entry.getByLabel("Comment").fill("<b>Is</b> this what we want?");
  await entry.getByRole("button", { name: "Add the comment" }).click();
  await expect(entry.getByRole("list", { name: "Comments" })).toContainText("<b>Is</b> this what we want?");
  await entry.getByRole("button", { name: "Settle" }).click();
  await entry.getByLabel("What was decided").fill("Yes: curt is not polite.");
  await entry.getByRole("button", { name: "Settle" }).click();
  await expect(entry).toContainText("settled by you");
  await expect(entry.getByRole("button", { name: "Open again" })).toBeVisible();
  await expectAccessible(page);

  const arriving = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download as Markdown" }).click();
  const report = readFileSync(await (await arriving).path(), "utf8");
  expect(report).toContain("## “polite” was given another meaning");
  expect(report).toContain("> Yes: curt is not polite.");

  // The marks of the timeline lead to what they stand for, as do the links beneath it.
  const chart = page.getByRole("group", { name: /of “polite” over/ });
  await expect(chart.getByRole("link", { name: "r2: its entry in the journal" })).toHaveAttribute(
    "href",
    /drift#entry-\d+$/,
  );
  await page.getByText("The marks as links").first().click();
  await page.getByRole("link", { name: "revision 2, another meaning" }).last().click();
  await expect(page.getByLabel("Second wording")).toHaveValue("2");
  await page.goBack();
  await page.getByRole("link", { name: "compare its 2 wordings" }).click();
  await expect(page.getByText("No output was graded under both wordings yet")).toBeVisible();
  await expect(page.getByLabel("First wording")).toHaveValue("1");
  await expectAccessible(page);
});
