import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { EvaluatorManifest } from "@/lib/domain/evaluator";
import type { ExportTarget } from "@/lib/domain/export-target";
import type { Output } from "@/lib/domain/output";
import { exportFiles } from "@/lib/formats/export-files";
import { parsedJson } from "./parsed-results";

export type Language = Exclude<ExportTarget, "json">;

/** Writes an export into a new folder inside the checkout, where a module finds what it needs, and gives the folder. */
export function unpackExport(
  evaluator: { readonly manifest: EvaluatorManifest; readonly outputs: readonly Output[] },
  language: Language,
): string {
  const base = path.resolve(".cache/exports");
  mkdirSync(base, { recursive: true });
  const folder = mkdtempSync(path.join(base, `${language}-`));
  for (const file of exportFiles(evaluator.manifest, evaluator.outputs, language).files) {
    mkdirSync(path.join(folder, path.dirname(file.path)), { recursive: true });
    writeFileSync(path.join(folder, file.path), file.text);
  }
  return folder;
}

/** What a program in the export's language prints as JSON. Not synchronous: a stand-in in this process has to answer. */
export async function runExported(
  language: Language,
  { folder, program, given, env = {} }: Program,
): Promise<unknown> {
  const [command, args] =
    language === "python"
      ? ["python3", ["-W", "error", "-c", program]]
      : language === "typescript"
        ? [process.execPath, ["--import", "tsx", "--input-type=module", "-e", program]]
        : [process.execPath, ["-e", program]];
  const child = spawn(command, args, {
    cwd: folder,
    env: {
      PATH: process.env["PATH"],
      NODE_ENV: "test",
      PYTHONDONTWRITEBYTECODE: "1",
      PYTHONIOENCODING: "utf-8",
      ...env,
    },
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (part) => (stdout += String(part)));
  child.stderr.on("data", (part) => (stderr += String(part)));
  child.stdin.end(JSON.stringify(given));
  await new Promise((resolve) => child.on("close", resolve));
  if (stdout === "" || stderr !== "") throw new Error(stderr);
  return parsedJson(stdout);
}

type Program = {
  readonly folder: string;
  /** Reads JSON from its standard input, and prints JSON. */
  readonly program: string;
  readonly given: unknown;
  readonly env?: Readonly<Record<string, string>>;
};
