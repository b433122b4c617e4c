import type { ExportTarget } from "@/lib/domain/export-target";
import { needsReference } from "@/lib/domain/judge-designs/judge";
import { isCode, type ExportInput } from "./export-examples";
import { evaluatorLines } from "./export-header";
import { publishedPassRate } from "./export-promptfoo";
import { markdownText } from "./export-text";

/** How a target is run, as one command. */
export function runCommand(target: ExportTarget, input: ExportInput): string {
  switch (target) {
    case "json":
      return "npm run -s touchstone -- run evaluator.json FILE --min-pass-rate 0.9";
    case "python":
      return "python3 -m pytest test_evaluators.py";
    case "typescript":
      return "npx vitest run evaluators.test.ts";
    case "promptfoo":
      return `PROMPTFOO_PASS_RATE_THRESHOLD=${publishedPassRate(input)} npx promptfoo@0.121.20 eval -c promptfooconfig.yaml --no-cache`;
  }
}

const ABOUT = {
  json: [
    "`evaluator.json` holds the assertions with all that was measured. Run it in a checkout of Touchstone; FILE has one row a line with the key `output`, and `input`, `prompt`, `metadata` where an assertion looks at them.",
    "Exit code 0: done, 1: fewer outputs pass than asked for, 2: the input cannot be used.",
  ],
  python: [
    "`evaluators.py` needs Python 3.9 or later and nothing else; `test_evaluators.py` needs pytest.",
    'In code: `from evaluators import evaluate; evaluate("the output", input={"name": "value"})` gives `{"pass": True, False or None, "verdicts": {…}}`.',
    "For a file, as a gate: `python3 evaluators.py FILE.jsonl --min-pass-rate 0.9` (one row a line with the key `output`).",
    "The test runs every assertion on `examples.jsonl`, the graded outputs, and fails when a verdict, the coverage or the false failure rate is no longer what was published.",
  ],
  typescript: [
    "`evaluators.ts` needs Node 20 or later and nothing else; `evaluators.test.ts` needs vitest.",
    'In code: `import { evaluate } from "./evaluators"; await evaluate({ output: "the output", input: { name: "value" } })` gives `{ pass: true, false or null, verdicts: {…} }`.',
    "The test runs every assertion on `examples.jsonl`, the graded outputs, and fails when a verdict, the coverage or the false failure rate is no longer what was published.",
  ],
  promptfoo: [
    "Written for promptfoo 0.121.20, the last version for Node 20 (`^20.20.0 || >=22.22.0`); later ones need Node 22.22.",
    "The tests are the graded outputs as they were recorded, so that no model is called. Bad outputs are meant to fail: the threshold in the command is the published pass rate, below which promptfoo ends with 100.",
    "In tests of your own the variables of a test are the `input` of the assertions. An assertion that could measure nothing throws, which promptfoo counts as an error of the test and not as a failure; one that is not applicable counts as passed and says so.",
    "Where recorded text contains promptfoo's template marks or an address, they are shown broken up; the assertions judge the text as it was.",
  ],
} as const satisfies Record<ExportTarget, readonly string[]>;

/** Where a row has its reference. */
const REFERENCES = {
  json: "Judges with a rubric hold an output against a verified reference, under the key `reference` of its row; without one they give an error.",
  python:
    "Judges with a rubric hold an output against a verified reference: the key `reference` of its row, or `evaluate(…, reference=…)`; without one they give an error.",
  typescript:
    "Judges with a rubric hold an output against a verified reference, the `reference` of its row; without one they give an error.",
  promptfoo:
    "Judges with a rubric hold an output against a verified reference, in tests of your own `metadata.reference`; without one they throw.",
} as const satisfies Record<ExportTarget, string>;

/** What a person needs to run the bundle without Touchstone at hand. */
export function readme(target: ExportTarget, input: ExportInput): string {
  const kinds = new Set(input.members.map(({ kind }) => kind));
  const notes = [
    ...(target === "python" && kinds.has("javascript")
      ? [
          "Assertions in JavaScript run in `node`, which must be on the PATH; without it they give errors that name it.",
        ]
      : []),
    ...(target !== "python" && target !== "json" && kinds.has("python")
      ? [
          "Assertions in Python run in `python3`, which must be on the PATH; without it they give errors that name it.",
        ]
      : []),
    ...(kinds.has("judge")
      ? [
          "Judges ask a model: set `OPENAI_API_KEY`, and `OPENAI_BASE_URL` for another OpenAI-compatible server; `OPENAI_MODEL` replaces the model that was measured, whose figures then say nothing of the new one. Without a key a judge gives an error, never a pass or a fail.",
        ]
      : []),
    ...(input.members.some((member) => member.kind === "judge" && needsReference(member))
      ? [REFERENCES[target]]
      : []),
    ...(input.members.some(isCode) && target !== "json"
      ? [
          "The code of the assertions runs here with the rights of your process: read it first. Inside Touchstone it ran in a sandbox (QuickJS, and Python in WebAssembly); other versions of the languages may differ in details, which the test would show.",
        ]
      : []),
  ];
  return `# ${markdownText(input.manifest.name)}

${evaluatorLines(input)
  .map((line) => `- ${markdownText(line.trim())}`)
  .join("\n")}

## Run it

\`\`\`sh
${runCommand(target, input)}
\`\`\`

${[...ABOUT[target], ...notes].join("\n\n")}
`;
}
