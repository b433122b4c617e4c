import { readFile } from "node:fs/promises";
import path from "node:path";
import { EvaluatorManifest } from "@/lib/domain/evaluator";
import { parseJson } from "@/lib/domain/json";
import type { LabelledRow } from "@/lib/formats/labelled-rows";
import {
  runEvaluator,
  type EvaluatorRow,
  type EvaluatorRun,
  type EvaluatorSetting,
} from "@/lib/workflow/run-evaluator";
import { UsageError, type Command } from "./command";
import { numberFlag } from "./flags";
import { readRows } from "./read-rows";

/** `touchstone run`: judges the rows of a file with an evaluator, as a gate in CI or to look at. */
export const run: Command = {
  summary: "Judge the outputs of a file with a published or hand-written evaluator.",
  usage: `run EVALUATOR.json FILE [--min-pass-rate R]

  EVALUATOR.json is what the app exports, or by hand:
    {"touchstone": 1, "name": "…", "assertions": [{"name", "criterion", "kind": "javascript" | "python", "source"}]}
  where the source defines check(output, context), which returns true for pass; context has input, prompt, metadata.
  FILE has one JSON row a line with the key "output", and "id", "input", "prompt", "meta" where they are
  known; "reference" for judges that hold outputs against a verified reference.

  A row passes when every assertion that applies to it passes it. One on which an assertion errs is undecided and
  counts as not passed; one to which none applies does not count.
  --min-pass-rate R  exit with 1 when the share of rows that pass is under R, 0 to 1

  Judges ask a model: OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL. Code runs in the sandbox.`,
  options: { "min-pass-rate": { type: "string" } },
  run: async (positionals, flags) => {
    const [evaluatorFile, rowsFile, ...rest] = positionals;
    if (evaluatorFile === undefined || rowsFile === undefined || rest.length > 0) {
      throw new UsageError("Give an EVALUATOR.json and one FILE of rows.");
    }
    const minPassRate = numberFlag(flags, "min-pass-rate", { min: 0, max: 1 });
    const manifest = await readManifest(evaluatorFile);
    const rows = await readRows(rowsFile);
    const outcome = await runEvaluator(manifest, rows.map(toEvaluatorRow), settingOf(process.env));
    const isMissed = minPassRate !== undefined && (outcome.passRate ?? 0) < minPassRate;
    return {
      json: outcome,
      text: `${asText(outcome)}${isMissed ? `\nThe pass rate is under ${minPassRate}.` : ""}`,
      exitCode: isMissed ? 1 : 0,
    };
  },
};

async function readManifest(file: string): Promise<EvaluatorManifest> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error) {
      throw new UsageError(`${file} cannot be read (${String(error.code)}).`, { cause: error });
    }
    throw error;
  }
  const manifest = parseJson(text.replace(/^\ufeff/, ""), EvaluatorManifest);
  if (!manifest.ok) throw new UsageError(`${file} is not an evaluator: ${manifest.message}`);
  return manifest.value;
}

const toEvaluatorRow = ({
  id,
  output,
  input,
  prompt,
  metadata,
  reference,
  verdicts,
}: LabelledRow): EvaluatorRow => ({
  id,
  output,
  context: {
    // Variables are text, in the app too.
    input: Object.fromEntries(
      Object.entries(input).map(([name, value]) => [
        name,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
    ),
    prompt,
    metadata,
  },
  reference,
  recorded: verdicts,
});

function settingOf(environment: Readonly<Record<string, string | undefined>>): EvaluatorSetting {
  // Empty means absent, as everywhere.
  const [apiKey, baseUrl, model, data] = [
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
    "OPENAI_MODEL",
    "TOUCHSTONE_DATA",
  ].map((name) => environment[name] || null);
  const isConnected = apiKey != null || baseUrl != null;
  return {
    connection: isConnected
      ? { baseUrl: baseUrl ?? "https://api.openai.com/v1", apiKey: apiKey ?? null }
      : null,
    model: model ?? null,
    cacheFolder: path.join(data ?? ".data", "cache"),
  };
}

function asText({ rows, passRate, assertions, results }: EvaluatorRun): string {
  const passed = results.filter(({ pass }) => pass === true).length;
  const failed = results.filter(({ pass }) => pass === false).length;
  const rate = passRate === null ? "not measured" : `${(100 * passRate).toFixed(1)} %`;
  return [
    `${rows} rows: ${passed} pass, ${failed} fail, ${rows - passed - failed} undecided · pass rate ${rate}`,
    ...assertions.map(
      (each) =>
        `  ${each.name}: ${each.passed} passed, ${each.failed} failed, ${each.notApplicable} not applicable, ${each.errors} errors`,
    ),
  ].join("\n");
}
