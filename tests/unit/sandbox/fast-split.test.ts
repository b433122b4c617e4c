import { afterAll, describe, expect, it } from "vitest";
import { createSandbox } from "@/lib/sandbox/process-sandbox";

const sandbox = createSandbox({ size: 1, cacheFolder: null });
afterAll(() => sandbox.close());

const expressions = [
  ...[
    "/\\s+/",
    "/\\s/",
    "/[.!?]+/",
    "/[.!?]/",
    "/\\n+/",
    "/\\r?\\n/",
    "/,/",
    "/, /",
    "/a/i",
    "/A+/i",
    "/[^a-z]+/i",
    "/./",
  ],
  ...[
    "/\\s*/",
    "/(?:)/",
    "/(\\s)/",
    "/(?<=[.!?])\\s+/",
    "/\\b/",
    "/^/m",
    "/a|b/",
    "/a{2}/",
    "/x*/",
    "/$/",
    "/\\d+/g",
    "/ /y",
  ],
  ...[
    "/./u",
    "/😀/",
    "/😀+/",
    "/[😀]/u",
    "/\\W+/",
    "/\\//",
    "/[\\s,]+/",
    "/a+b/",
    "/aa/",
    "/./s",
    "/\\./",
    "/\\-/",
    "/--/",
  ],
];
const texts = [
  ...[
    "",
    " ",
    "a",
    "one two  three\n\nfour",
    " leading and trailing ",
    "A sentence. Another! A third?",
    "a,b,,c,",
    ", , ",
  ],
  ...[
    "aAbBaa",
    "aaaa",
    "x\r\ny\nz",
    "1 22 333",
    "😀a😀😀b",
    "mark \uE000 inside",
    "a/b-c.d--e",
    "\uD83D\uDE00\uD83D",
  ],
];

/** The host's own engine says what is right. */
function splitHere(expression: string, text: string, limit?: number): string {
  const [, source = "", flags = ""] = /^\/(.*)\/([a-z]*)$/su.exec(expression) ?? [];
  return JSON.stringify(text.split(new RegExp(source, flags), limit));
}

async function splitThere(code: string, inputs: readonly string[]): Promise<(string | undefined)[]> {
  const verdicts = await sandbox.run({
    language: "javascript",
    source: `function check(output) { return { pass: true, reason: JSON.stringify(${code}) }; }`,
    items: inputs.map((output) => ({ output, context: { input: {}, prompt: null, metadata: {} } })),
  });
  return verdicts.map((verdict) => (verdict.kind === "pass" ? verdict.reason : verdict.kind));
}

describe("splitting by a regular expression in the sandbox", () => {
  it.each(expressions)("by %s is what it is elsewhere", async (expression) => {
    expect(await splitThere(`output.split(${expression})`, texts)).toEqual(
      texts.map((text) => splitHere(expression, text)),
    );
  });

  it.each([0, 1, 2, -1])("keeps the limit %d", async (limit) => {
    expect(await splitThere(`output.split(/\\s+/, ${limit})`, texts)).toEqual(
      texts.map((text) => splitHere("/\\s+/", text, limit)),
    );
  });

  it("is left to a guest that brings its own exec", async () => {
    const code = "(() => { RegExp.prototype.exec = () => null; return 'a b'.split(/ +/); })()";
    expect(await splitThere(code, ["x"])).toEqual(['["a b"]']);
  });
});
