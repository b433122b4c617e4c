import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exportFiles } from "@/lib/formats/export-files";
import { twoMembers } from "@/tests/support/an-evaluator";
import { parsedJson } from "@/tests/support/parsed-results";
import { touchstone } from "@/tests/support/run-touchstone";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "touchstone-run-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
};

const lines = (rows: readonly unknown[]): string => rows.map((row) => JSON.stringify(row)).join("\n");

/** By hand: the least that an evaluator file needs. */
const byHand = {
  touchstone: 1,
  name: "by hand",
  assertions: [
    {
      name: "short",
      criterion: "brief",
      kind: "javascript",
      source: "const check = (output) => output.length < 10;",
    },
    {
      name: "names the customer",
      criterion: "personal",
      kind: "python",
      source:
        "def check(output, context):\n    name = context['input']['name']\n    return {'pass': name in output, 'reason': str(context['metadata'].get('model')) + ' ' + str(context['prompt'])}\n",
    },
  ],
};

const rows = lines([
  { id: "a", input: { name: "Ada" }, prompt: "P", output: "Hi Ada", meta: { model: "m1" } },
  { id: "b", input: { name: "Ben" }, output: "Hello, dear sir", metadata: { model: "m2" } },
  { input: {}, output: "Hi" },
]);

describe("touchstone run", () => {
  it("says what each assertion says of each row, an error apart from a failure", async () => {
    const { code, out, err } = await touchstone(
      "run",
      file("hand.json", byHand),
      file("rows.jsonl", rows),
      "--json",
    );
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(parsedJson(out)).toEqual({
      rows: 3,
      passRate: 1 / 3,
      assertions: [
        { name: "short", passed: 2, failed: 1, notApplicable: 0, errors: 0 },
        { name: "names the customer", passed: 1, failed: 1, notApplicable: 0, errors: 1 },
      ],
      results: [
        {
          id: "a",
          pass: true,
          verdicts: { short: { kind: "pass" }, "names the customer": { kind: "pass", reason: "m1 P" } },
        },
        {
          id: "b",
          pass: false,
          verdicts: { short: { kind: "fail" }, "names the customer": { kind: "fail", reason: "m2 None" } },
        },
        {
          id: "line 3",
          pass: null,
          verdicts: {
            short: { kind: "pass" },
            "names the customer": { kind: "error", reason: "line 2: KeyError: 'name'" },
          },
        },
      ],
    });
  }, 180_000);

  it("is a gate: undecided rows never count as passed", async () => {
    const [evaluator, data] = [file("hand.json", byHand), file("rows.jsonl", rows)];
    expect((await touchstone("run", evaluator, data, "--min-pass-rate", "0.33")).code).toBe(0);
    const missed = await touchstone("run", evaluator, data, "--min-pass-rate", "0.5");
    expect(missed.code).toBe(1);
    expect(missed.out).toContain("3 rows: 1 pass, 1 fail, 1 undecided · pass rate 33.3 %");
    expect(missed.out).toContain("The pass rate is under 0.5.");
  }, 180_000);

  it("runs what the app exports on the examples that come with it; a judge without a model errs", async () => {
    const { manifest, outputs } = twoMembers();
    const judge = {
      name: "polite",
      criterion: null,
      kind: "judge" as const,
      question: "Polite?",
      design: "direct" as const,
    };
    const recorded = { name: "gpt", criterion: null, kind: "recorded" as const, evaluator: "gpt" };
    const both = {
      ...manifest,
      assertions: [...manifest.assertions, judge, recorded],
      examples: (manifest.examples ?? []).map((each) => ({
        ...each,
        verdicts: [...each.verdicts, null, "pass" as const],
      })),
    };
    const [evaluator, examples] = exportFiles(both, outputs, "json").files;
    const ran = await touchstone(
      "run",
      file("e.json", evaluator?.text),
      file("e.jsonl", examples?.text),
      "--json",
    );
    expect(ran.code).toBe(0);
    expect(parsedJson(ran.out)).toMatchObject({
      rows: 4,
      passRate: 0,
      assertions: [
        { name: "short", passed: 2, failed: 2, errors: 0 },
        { name: "no apology", passed: 2, failed: 2, errors: 0 },
        { name: "polite", passed: 0, failed: 0, errors: 4 },
        { name: "gpt", passed: 4, failed: 0, errors: 0 },
      ],
      results: [
        {
          id: "1",
          pass: null,
          verdicts: { polite: { kind: "error", reason: "no model is connected: set OPENAI_API_KEY" } },
        },
        { id: "2", pass: false },
        { id: "3", pass: false },
        { id: "4", pass: false },
      ],
    });
  }, 180_000);

  it.each([
    [
      "no evaluator file",
      () => ["nowhere.json", file("rows.jsonl", rows)],
      "nowhere.json cannot be read (ENOENT).",
    ],
    ["no rows file", () => [file("hand.json", byHand)], "Give an EVALUATOR.json and one FILE of rows."],
    [
      "another kind of file",
      () => [file("x.json", "[1]"), file("rows.jsonl", rows)],
      "x.json is not an evaluator",
    ],
    [
      "another version",
      () => [file("v2.json", { ...byHand, touchstone: 2 }), file("rows.jsonl", rows)],
      "This is not an evaluator file of a version that is known here.",
    ],
    [
      "an unknown kind",
      () => [
        file("kind.json", { ...byHand, assertions: [{ ...byHand.assertions[0], kind: "ruby" }] }),
        file("rows.jsonl", rows),
      ],
      "assertions[0].kind",
    ],
    [
      "two assertions of one name",
      () => [
        file("twice.json", { ...byHand, assertions: [byHand.assertions[0], byHand.assertions[0]] }),
        file("rows.jsonl", rows),
      ],
      "Two assertions have the same name",
    ],
    [
      "no rows",
      () => [file("hand.json", byHand), file("empty.jsonl", "")],
      "There are no rows in this file.",
    ],
    [
      "a gate out of range",
      () => [file("hand.json", byHand), file("rows.jsonl", rows), "--min-pass-rate", "90"],
      "--min-pass-rate",
    ],
  ])("refuses %s with a sentence", async (_, args, sentence) => {
    const { code, out, err } = await touchstone("run", ...args());
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(sentence);
  });
});
