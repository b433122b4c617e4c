import { afterAll, describe, expect, it } from "vitest";
import { checksForCriterion } from "@/lib/domain/checks/fitting-checks";
import { readRequirements } from "@/lib/domain/checks/read-checks";
import * as check from "@/lib/domain/checks/source";
import { FEATURES, HELPERS, withNeeds } from "@/lib/domain/features";
import { induceCandidates, type Graded } from "@/lib/domain/induce";
import { mulberry32 } from "@/lib/domain/rng";
import { createSandbox } from "@/lib/sandbox/process-sandbox";
import situations from "@/lib/workflow/sample/situations.json";
import { SAMPLE_PROMPT } from "@/lib/workflow/sample/prompt";

const sandbox = createSandbox({ size: 2, cacheFolder: null });
afterAll(() => sandbox.close());

type Text = { readonly output: string; readonly input: string };

const context = (input: Readonly<Record<string, string>>) => ({ input, prompt: null, metadata: {} });

const run = (source: string, texts: readonly Text[]) =>
  sandbox.run({
    language: "javascript",
    source,
    items: texts.map(({ output, input }) => ({ output, context: context({ input }) })),
  });

const PIECES = [
  ...[
    "The",
    "parcel",
    "PARCEL",
    "arrives",
    "tomorrow",
    "on 12 May",
    "3.50 €",
    "sorry",
    "Müller",
    "niño",
    "naïve",
  ],
  ...[
    "don't",
    "e-mail",
    "https://example.org/a?b=1",
    "42",
    "1,000",
    "ABC-123",
    "# Title",
    "- item",
    "**bold**",
    "```js",
  ],
  ...[
    "👍🏽",
    "👩‍👩‍👧",
    "שלום",
    "مرحبا",
    "日本語",
    "İstanbul",
    "ﬁ",
    "e\u0301",
    "\u00a0",
    "\u2028",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
  ],
  ...[
    ".",
    "!",
    "?",
    "…",
    "?!",
    ";",
    "(",
    "[name]",
    "{{x}}",
    "$&",
    "\\",
    "'",
    "“quoted”",
    "constructor",
    "__proto__",
  ],
];

/** Texts of all kinds; the input shares words with the output. */
function someTexts(count: number): Text[] {
  const rng = mulberry32(11);
  const words = (most: number) =>
    Array.from({ length: Math.floor(rng() * most) }, () => PIECES[Math.floor(rng() * PIECES.length)] ?? "");
  const texts = Array.from({ length: count }, () => ({
    output: words(60).join(rng() < 0.9 ? " " : ""),
    input: words(80).join(" "),
  }));
  return [{ output: "", input: "" }, { output: " \n ", input: "x" }, ...texts];
}

describe("an induced rule", () => {
  const texts = someTexts(600);

  it("decides in the sandbox what it decided when it was learnt, on all of 600 outputs", async () => {
    const rng = mulberry32(3);
    const teachers: ((text: Text) => boolean)[] = [
      ({ output }) => output.length > 180,
      ({ output }) => /\d/.test(output) && output.length < 250,
      ({ output, input }) => output.split(" ").filter((word) => input.includes(word)).length < 12,
      ({ output }) => output.includes("\n"),
      () => rng() < 0.3,
    ];
    let rules = 0;
    for (const [seed, isBad] of teachers.entries()) {
      const graded = texts
        .slice(0, 80)
        .map((text): Graded => ({ ...text, label: isBad(text) ? "bad" : "good" }));
      for (const { source, fails, rule } of induceCandidates(graded, { seed })) {
        rules += 1;
        const verdicts = await run(source, texts);
        const kinds = verdicts.map(({ kind }) => kind);
        expect(kinds, rule).toEqual(texts.map((text) => (fails(text) ? "fail" : "pass")));
      }
    }
    expect(rules).toBeGreaterThanOrEqual(10);
  });

  it.each(FEATURES.map((feature) => [feature.id, feature] as const))(
    "measures %s in the sandbox as it does here",
    async (_, { source, helpers, value }) => {
      // The median splits the texts, so that a wrong number shows as a wrong verdict; ">=" at every value finds it all.
      const values = texts.map(value);
      const limits = [...new Set(values)].toSorted((a, b) => a - b);
      const limit = limits[Math.floor(limits.length / 2)] ?? 0;
      const code = [
        ...withNeeds(helpers).map((name) => HELPERS[name]),
        "function check(output, context) {",
        '  const input = Object.values(context.input).join("\\n");',
        `  const value = ${source};`,
        `  return { pass: value >= ${limit}, reason: String(value) };`,
        "}",
      ].join("\n");
      const verdicts = await run(code, texts);
      expect(verdicts.map((verdict) => ("reason" in verdict ? Number(verdict.reason) : verdict))).toEqual(
        values,
      );
    },
  );
});

describe("a check of the library", () => {
  type Case = readonly [check.CheckSource, string, "pass" | "fail", Readonly<Record<string, string>>?];
  const input = {
    name: "Ana María",
    message: "Where is order 77-A? I paid 20 € for it, and you said that it is with you.",
  };
  const cases: readonly Case[] = [
    [check.lengthCheck("words", null, 3), "one two three", "pass"],
    [check.lengthCheck("words", null, 3), "one two-three don’t four five", "fail"],
    [check.lengthCheck("characters", 2, 3), " 👍🏽a ", "pass"],
    [check.lengthCheck("characters", null, 2), "abc", "fail"],
    [check.lengthCheck("sentences", 2, null), "One. Two?", "pass"],
    [check.lengthCheck("sentences", 3, null), "One. 3.5 is it.", "fail"],
    [check.lengthCheck("paragraphs", null, 1), "a\n\nb", "fail"],
    [check.lengthCheck("lines", null, 2), "a\n\nb\n", "pass"],
    [check.requires(["Kind regards", "a\"b'c\\"]), "KIND  regards, a\"b'c\\", "pass"],
    [check.requires(["Kind regards"]), "Regards", "fail"],
    [check.forbids(["free", "a.b"]), "Freedom and a-b", "pass"],
    [check.forbids(["free", "a.b"]), "It is FREE.", "fail"],
    [check.startsWith("Dear"), " dear Ana", "pass"],
    [check.startsWith("Dear"), "Hello", "fail"],
    [check.endsWith("Your team"), "Bye.\nYour  Team\n", "pass"],
    [check.endsWith("Your team"), "Your team!", "fail"],
    [check.patternCheck("no commas", /,/), "a b", "pass"],
    [check.patternCheck("no commas", /,/), "a, b", "fail"],
    [check.patternCheck("one comma", /,/, 1), "a, b", "pass"],
    [check.needsPattern("a list", /^- /m), "x\n- y", "pass"],
    [check.needsPattern("a list", /^- /m), "x - y", "fail"],
    [check.isJson, '```json\n{"a": [1]}\n```', "pass"],
    [check.isJson, "{'a': 1}", "fail"],
    [check.onlyFromInput("numbers", /\d+/g), "Order 77 cost 20.", "pass", input],
    [check.onlyFromInput("numbers", /\d+/g), "Order 78.", "fail", input],
    [check.mentionsVariable("name", true), "Hi ana!", "pass", input],
    [check.mentionsVariable("name", false), "Hi Ana!", "fail", input],
    [check.mentionsVariable("absent", false), "Hi!", "pass", input],
    [check.greetsBy("name"), "Dear Ana,\nbye", "pass", input],
    [check.greetsBy("name"), "Dear customer,\nAna", "fail", input],
    [check.noCopy(4), "You ask: where is order 77?", "fail", input],
    [check.noCopy(6), "You ask: where is order 77?", "pass", input],
    [check.sameLanguage("message"), "The order is with you and will be there.", "pass", input],
    [check.sameLanguage("message"), "El pedido está en la oficina y no es para usted.", "fail", input],
  ];

  it.each(cases.map((each) => [`${each[0].name}: ${JSON.stringify(each[1])}`, each] as const))(
    "runs in the sandbox: %s",
    async (_, [{ source }, output, kind, variables = {}]) => {
      const [verdict] = await sandbox.run({
        language: "javascript",
        source,
        items: [{ output, context: context(variables) }],
      });
      expect(verdict?.kind).toBe(kind);
    },
  );

  const texts = situations.flatMap(({ variables, outputs }) =>
    outputs.map((output) => ({ output, variables })),
  );

  it("that is read off a prompt or a phrase never errs, neither on the sample nor on texts of all kinds", async () => {
    const setting = { promptTemplate: SAMPLE_PROMPT, variables: Object.keys(situations[0]?.variables ?? {}) };
    const phrases = [
      ...[
        "polite",
        "greets by name",
        "no invented facts",
        "right language",
        "short",
        "no links",
        "valid JSON",
      ],
      ...[
        "does not refuse",
        "no placeholders",
        "mentions the order number",
        "no hedging",
        "ends with a question",
      ],
    ];
    const sources = new Map(
      [
        ...readRequirements(SAMPLE_PROMPT).flatMap(({ checks }) => checks.map(({ source }) => source)),
        ...phrases.flatMap((name) =>
          checksForCriterion({ name, wording: name }, setting).flatMap(({ implementation }) =>
            implementation.kind === "javascript" ? [implementation.source] : [],
          ),
        ),
      ].map((source) => [source, source]),
    );
    expect(sources.size).toBeGreaterThan(15);
    const items = [
      ...texts.map(({ output, variables }) => ({ output, context: context(variables) })),
      ...someTexts(100).map(({ output, input: message }) => ({ output, context: context({ message }) })),
    ];
    for (const source of sources.keys()) {
      const verdicts = await sandbox.run({ language: "javascript", source, items });
      expect(
        verdicts.filter(({ kind }) => kind !== "pass" && kind !== "fail"),
        source,
      ).toEqual([]);
    }
  });
});
