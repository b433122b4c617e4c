import type { EvaluatorManifest } from "@/lib/domain/evaluator";
import type { ExportBundle, ExportFile, ExportTarget } from "@/lib/domain/export-target";
import type { Output } from "@/lib/domain/output";
import { examplesJsonl, exportInput, type ExportInput } from "./export-examples";
import { promptfooFiles } from "./export-promptfoo";
import { pythonModule, pythonTest } from "./export-python";
import { readme, runCommand } from "./export-readme";
import { typescriptModule, typescriptTest } from "./export-typescript";

/**
 * An evaluator as files. `outputs` are the texts of the manifest's examples; an example whose output is gone is left
 * out. Members with recorded verdicts cannot run elsewhere: only `evaluator.json` has them, and each file says so.
 */
export function exportFiles(
  manifest: EvaluatorManifest,
  outputs: readonly Output[],
  target: ExportTarget,
): ExportBundle {
  const input = exportInput(manifest, outputs);
  return {
    command: runCommand(target, input),
    files: [...write(input, target), { path: "README.md", text: readme(target, input) }],
  };
}

function write(input: ExportInput, target: ExportTarget): ExportFile[] {
  const examples = { path: "examples.jsonl", text: examplesJsonl(input) };
  switch (target) {
    case "json":
      return [{ path: "evaluator.json", text: `${JSON.stringify(input.manifest, null, 2)}\n` }, examples];
    case "python":
      return [
        { path: "evaluators.py", text: pythonModule(input) },
        { path: "test_evaluators.py", text: pythonTest(input) },
        examples,
      ];
    case "typescript":
      return [
        { path: "evaluators.ts", text: typescriptModule(input) },
        { path: "evaluators.test.ts", text: typescriptTest(input) },
        examples,
      ];
    case "promptfoo":
      return [...promptfooFiles(input), examples];
  }
}
