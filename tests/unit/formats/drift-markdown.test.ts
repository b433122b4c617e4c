import { describe, expect, it } from "vitest";
import type { DriftEvent } from "@/lib/domain/drift-event";
import type { JournalEntry } from "@/lib/domain/drift-page";
import { graderBoards } from "@/lib/domain/grader-board";
import { OutputId } from "@/lib/domain/ids";
import { ratio } from "@/lib/domain/ratio";
import { driftMarkdown } from "@/lib/formats/drift-markdown";
import { aCriterion, aGrade } from "@/tests/support/domain-builders";

const at = new Date("2026-03-04T05:06:00Z");
const id = OutputId.parse(7);
const { revision } = aCriterion("kind");

const event: DriftEvent = {
  ...{ id: 1, kind: "reinterpretation", key: "k", criterionId: null, revisionId: revision.id, by: "ann" },
  sentence: "“kind” was given another meaning",
  evidence: {
    outputIds: [id],
    figures: [{ name: "p", value: null }],
    lines: ["<img src=x onerror=alert(1)>"],
    before: null,
  },
  ...{ at, resolvedAt: null, resolvedBy: null, resolution: "" },
  recheck: null,
  comments: [{ id: 1, author: "bob", text: "# not a heading\n- nor a list", at }],
};

const entry: JournalEntry = {
  event,
  wording: { before: { ...revision, wording: "Be *kind*." }, after: { ...revision, wording: "Be kinder." } },
  criterion: "kind",
  replaced: null,
  change: {
    of: "criterion",
    before: { coverage: ratio(4, 5), falseFailureRate: ratio(1, 5), alignment: 0.8 },
    kept: { coverage: ratio(4, 5), falseFailureRate: ratio(1, 5), alignment: 0.8 },
    relabelled: { coverage: ratio(5, 5), falseFailureRate: ratio(0, 5), alignment: 1 },
    after: { coverage: ratio(0, 0), falseFailureRate: ratio(0, 5), alignment: null },
    dropout: { coverage: 0, falseFailureRate: 0, alignment: 0 },
    ...{ open: 0, labelled: 10 },
    relabelling: { coverage: 0.2, falseFailureRate: -0.2, alignment: 0.2 },
    evaluators: { coverage: null, falseFailureRate: 0, alignment: null },
    flipped: [{ outputId: id, from: "good", to: "bad" }],
  },
};

const report = (one: JournalEntry, people = new Map<string, string>()) =>
  driftMarkdown(
    {
      journal: [one],
      outputNames: new Map([[id, "reply-7"]]),
      boards: graderBoards([aGrade(1, "good"), aGrade(1, "bad", { grader: "bob" })], []),
      timelines: [],
      newCriterionRate: null,
      facts: new Map([
        [
          one.event.id,
          {
            ...{ toGrade: 0, edit: null },
            versions: [
              {
                ...{ assertion: "short | kind", criterion: "tone", p: null },
                versions: [{ version: "v1", agreement: ratio(3, 4), interval: null }],
              },
            ],
          },
        ],
      ]),
      inputNote: null,
    },
    { project: "Support | replies", at, people },
  );

describe("the drift report in Markdown", () => {
  it("says how the selected assertions agree with the grades of each version", () => {
    expect(report(entry)).toContain(
      "Measured now:\n\n- tone, short \\| kind (latest against those before: p not measured):\n  - v1: agrees with 3 of 4 grades",
    );
  });

  it("says what happened, the change with its samples, and that nothing is settled", () => {
    const text = report(entry);
    expect(text).toContain(
      "# Drift of Support \\| replies\n\n1 entries, 1 open, as of 2026-03-04 05:06 UTC.",
    );
    expect(text).toContain("Triggered by (1): reply-7.");
    expect(text).toContain("Labels that flipped (1): reply-7 good → bad.");
    expect(text).toContain("| coverage | 0.800 (4 of 5) | +0.200 → 1.000 (5 of 5) | not measured |");
    expect(text).toContain("| FFR | 0.200 (1 of 5) | −0.200 → 0.000 (0 of 5) | +0.000 → 0.000 (0 of 5) |");
    expect(text).toContain("What changed:\n\n> Be [-\\*kind\\*-]{+kinder+}.");
    expect(text).toContain("- p: not measured");
    expect(text).toContain("| the whole output | 0.0000 | -1.0000 | 2 | 1 of 1 |");
    expect(text.trimEnd().endsWith("Open.")).toBe(true);
  });

  it("names people as they are called, whatever they are called", () => {
    expect(report(entry, new Map([["ann", "A$'B"]]))).toContain("by A$'B");
  });

  it("says of what was done without accounts that the local owner did it, and leaves the word alone elsewhere", () => {
    const own = { ...event, by: "local", sentence: "“local” was given another meaning" };
    const text = report({ ...entry, event: own });
    expect(text).toContain("## “local” was given another meaning");
    expect(text).toContain("by the local owner");
  });

  it("says how much of the change comes from outputs that were not looked at again", () => {
    if (!entry.change) throw new Error("no change");
    const change = {
      ...{ ...entry.change, open: 8, labelled: 10 },
      kept: { coverage: ratio(2, 2), falseFailureRate: ratio(0, 0), alignment: null },
      dropout: { coverage: 0.2, falseFailureRate: null, alignment: null },
    };
    const text = report({ ...entry, change });
    expect(text).toContain("| coverage | 0.800 (4 of 5) | +0.200 → 1.000 (2 of 2) | +0.200 →");
    expect(text).toContain("8 of the 10 outputs that were labelled have no label now");
  });

  it("tells other examples, and nothing where they stayed", () => {
    const told = (before: string, after: string) =>
      report({
        ...entry,
        wording: { before: { ...revision, examples: before }, after: { ...revision, examples: after } },
      });
    expect(told("Bad: Hey.", "Bad: Yo.")).toMatch(/Examples before:\n\n> Bad: Hey[^]*Examples:\n\n> Bad: Yo/);
    expect(told("Bad: Hey.", "")).toContain("No examples any more.");
    expect(told("Bad: Hey.", "Bad: Hey.")).not.toMatch(/examples/i);
  });

  it("shows what a split put in the place of what", () => {
    const part = { ...revision, name: "short", wording: "At most 20 words." };
    const text = report({ ...entry, wording: null, replaced: { from: [revision], to: [revision, part] } });
    expect(text).toContain("Before, “kind”:\n\n> kind\n\nAfter, “kind”:");
    expect(text).toContain("After, “short”:\n\n> At most 20 words.");
  });

  it("leaves open nothing that is only kept", () => {
    const text = report({ ...entry, event: { ...event, kind: "clarification" }, change: null });
    expect(text).toContain("1 entries, 0 open");
    expect(text).not.toContain("Open.");
  });

  it("shows texts of others as text", () => {
    const text = report(entry);
    expect(text).toContain("> Be \\*kind\\*.");
    expect(text).toContain("- \\<img src=x onerror=alert(1)\\>");
    expect(text).toContain("> \\# not a heading\n> \\- nor a list");
  });

  it("says who settled it and how", () => {
    const settled = { ...event, resolvedAt: at, resolvedBy: "cy", resolution: "We keep the new meaning." };
    expect(report({ ...entry, event: settled })).toContain(
      "Settled by cy, 2026-03-04 05:06 UTC:\n\n> We keep the new meaning.",
    );
  });
});
