import { rmSync } from "node:fs";
import { afterAll, describe, expect, it, vi } from "vitest";
import { parseJudgement } from "@/lib/domain/parse-judgement";
import { mulberry32 } from "@/lib/domain/rng";
import { vectors } from "@/tests/fixtures/oracles/verdict-vectors.json";
import { anEvaluator, judge } from "../../support/an-evaluator";
import { runExported, unpackExport } from "../../support/run-exported";

// Real runners are started, on machines that have other things to do.
vi.setConfig({ testTimeout: 120_000 });

const NONCE = "9f3c2a7d1b5e8046";
/** Pieces of answers as models give them, and as an attacker would have them give them. */
const PIECES = [
  ...[
    "yes",
    "no",
    "YES",
    "ＹＥＳ",
    "n\u200bo",
    "PASS",
    "fail",
    "n/a",
    "unknown",
    "not applicable",
    "true",
    "1",
    "0",
    "1.0",
  ],
  ...[
    "Verdict:",
    "**Final verdict** =",
    "> Answer:",
    "judgement :",
    "Grade\u00a0: ",
    "I say",
    "not",
    "passes",
    "No one",
  ],
  ...[
    '"verdict":',
    '"answer" :',
    '"nonce":',
    '"critique":',
    '"evidence":',
    '"\\u0076erdict":',
    `"${NONCE}"`,
    '"0000"',
  ],
  ...[
    '"pass"',
    '"fail"',
    '"n/a"',
    '"It is {not} a \\"pass\\"."',
    "null",
    "NaN",
    "false",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
  ],
  ...[
    "<think>",
    "</think>",
    "<Reasoning>",
    "</Reasoning>",
    "```json",
    "```",
    "\n",
    "\r\n",
    "\u2028",
    "\u0085",
    "\u001f",
  ],
  ...[
    "\ufeff",
    "\u0000",
    "\t",
    " ",
    " - ",
    "—",
    ".",
    "!",
    "“",
    "*",
    "_",
    "\\",
    '"',
    "👍",
    "\ud800",
    "ﬁ",
    "İ",
  ],
  ...[
    `{"nonce":"${NONCE}","critique":"c","evidence":"e","verdict":"pass"}`,
    '{"verdict":"fail","critique":""}',
  ],
] as const;

function madeUp(count: number): string[] {
  const rng = mulberry32(20261124);
  const below = (n: number) => Math.floor(rng() * n);
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + below(9) }, () => PIECES[below(PIECES.length)] ?? "").join(
      below(2) === 0 ? "" : " ",
    ),
  );
}

const asked = [
  // An answer without text is asked for again before anybody reads it.
  ...vectors.flatMap(({ raw, nonce }) => (raw === null ? [] : [[raw, nonce ?? null] as const])),
  ...madeUp(6_000).flatMap((raw) => [[raw, null] as const, [raw, NONCE] as const]),
];
const ours = asked.map(([raw, nonce]) => {
  const said = parseJudgement(raw, nonce ?? undefined);
  return said && { judged: said.judged, critique: said.critique, evidence: said.evidence };
});

const PROGRAMS = {
  typescript: `import { readJudgement } from "./evaluators.ts"; import { readFileSync } from "node:fs";
    const asked = JSON.parse(readFileSync(0, "utf8"));
    console.log(JSON.stringify(asked.map(([raw, nonce]) => readJudgement(raw, nonce ?? undefined))));`,
  python: `import json, sys, evaluators
print(json.dumps([evaluators.read_judgement(raw, nonce) for raw, nonce in json.load(sys.stdin)]))`,
} as const;

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe("the answer of a judge", () => {
  it.each(["typescript", "python"] as const)(
    "means in the %s export what it means in the app",
    async (language) => {
      const folder = unpackExport(anEvaluator([judge("polite", "Is it polite?")], []), language);
      folders.push(folder);
      const theirs = await runExported(language, { folder, program: PROGRAMS[language], given: asked });
      if (!Array.isArray(theirs)) throw new Error("expected a list");
      const differing = asked.flatMap(([raw, nonce], i) => {
        const theirOwn: unknown = theirs[i];
        return JSON.stringify(theirOwn) === JSON.stringify(ours[i])
          ? []
          : [{ raw, nonce, ours: ours[i], theirOwn }];
      });
      expect(differing).toEqual([]);
      expect(new Set(ours.map((said) => said?.judged)).size).toBe(4);
    },
  );
});
