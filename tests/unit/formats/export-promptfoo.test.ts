import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { parseJson } from "@/lib/domain/json";
import { exportFiles } from "@/lib/formats/export-files";
import { anEvaluator, anOutput, javascript, judge, twoMembers } from "../../support/an-evaluator";

// Real runners are started, on machines that have other things to do.
vi.setConfig({ testTimeout: 120_000 });

const promptfoo = path.resolve(".cache/promptfoo/node_modules/promptfoo/dist/src/entrypoint.js");
const isInstalled = existsSync(promptfoo);
if (!isInstalled)
  console.warn("skipped: promptfoo is not here; `npm run check:promptfoo` installs it and runs this");

const Results = z.object({
  results: z.object({
    results: z.array(
      z.object({
        success: z.boolean(),
        metadata: z.object({ touchstoneExample: z.number(), humanGrade: z.string() }),
        /** Null: an assertion threw. */
        gradingResult: z
          .object({ componentResults: z.array(z.object({ pass: z.boolean(), reason: z.string() })) })
          .nullable(),
        error: z.string().nullish(),
      }),
    ),
  }),
});

const home = mkdtempSync(path.join(tmpdir(), "touchstone-promptfoo-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Runs the command of the README, and gives the exit code and what was said of each example in order. */
function evaluate({ manifest, outputs }: ReturnType<typeof twoMembers>, threshold?: string) {
  const folder = mkdtempSync(path.join(home, "bundle-"));
  const { command, files } = exportFiles(manifest, outputs, "promptfoo");
  for (const { path: file, text } of files) {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  const published = /THRESHOLD=(\d+)/.exec(command)?.[1] ?? "";
  const { status, stderr } = spawnSync(
    process.execPath,
    [promptfoo, "eval", "-c", "promptfooconfig.yaml", "--no-cache", "--no-write", "-o", "results.json"],
    {
      cwd: folder,
      encoding: "utf8",
      env: {
        PATH: process.env["PATH"],
        NODE_ENV: "test",
        HOME: home,
        PROMPTFOO_CONFIG_DIR: path.join(home, "config"),
        PROMPTFOO_DISABLE_TELEMETRY: "1",
        PROMPTFOO_DISABLE_UPDATE: "1",
        PROMPTFOO_PASS_RATE_THRESHOLD: threshold ?? published,
      },
    },
  );
  const results = parseJson(readFileSync(path.join(folder, "results.json"), "utf8"), Results);
  if (!results.ok) throw new Error(`${results.message}\n${stderr}`);
  const rows = results.value.results.results.toSorted(
    (a, b) => a.metadata.touchstoneExample - b.metadata.touchstoneExample,
  );
  return {
    status,
    published,
    rows: rows.map(({ success, error, gradingResult }) => ({
      success,
      error,
      said: gradingResult?.componentResults ?? [],
    })),
  };
}

describe.skipIf(!isInstalled)("the promptfoo export, run by promptfoo", () => {
  it("says of every example what was published, and ends well at the published pass rate", () => {
    const { status, published, rows } = evaluate(twoMembers());
    expect(published).toBe("25");
    expect(rows.map(({ said }) => said.map(({ pass }) => pass))).toEqual([
      [true, true],
      [true, false],
      [false, true],
      [false, false],
    ]);
    expect(rows[3]?.said[0]?.reason).toBe("44 characters, asked: Why?");
    expect(status).toBe(0);
    expect(evaluate(twoMembers(), "26").status).toBe(100);
  });

  it("judges text as it was, whatever promptfoo would make of it", () => {
    const texts = [
      "{{ env.HOME }}",
      "file:///etc/hostname",
      "{% raw %}",
      "{# gone #}",
      "a\u2028b\r\n\tc",
      "null",
      "1",
    ];
    const echo = javascript(
      "same text",
      "const check = (output, context) => output === context.input['text'];",
    );
    const evaluator = anEvaluator(
      [echo],
      texts.map((text, i) => ({
        output: anOutput(i + 1, text, { text }),
        label: "good" as const,
        verdicts: ["pass" as const],
      })),
    );
    const { status, rows } = evaluate(evaluator);
    expect(rows.map(({ success, error }) => success || error)).toEqual(texts.map(() => true));
    expect(status).toBe(0);
  });

  it("names what was not measured where a judge has no model", () => {
    const { rows } = evaluate(
      anEvaluator(
        [judge("polite", "Is it polite?")],
        [{ output: anOutput(1, "Hi"), label: "good", verdicts: ["pass"] }],
      ),
    );
    expect(rows[0]?.error).toContain("nothing was measured: no model is connected: set OPENAI_API_KEY");
  });
});
