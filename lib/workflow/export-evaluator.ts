import { getEvaluator } from "@/lib/db/evaluators";
import { findOutputs } from "@/lib/db/outputs";
import type { Evaluator } from "@/lib/domain/evaluator";
import type { ExportBundle, ExportTarget } from "@/lib/domain/export-target";
import type { Output } from "@/lib/domain/output";
import { exportFiles } from "@/lib/formats/export-files";
import { fileNames } from "@/lib/formats/export-text";
import { zipFiles } from "@/lib/formats/zip-files";

const examplesOf = async ({ projectId, manifest }: Evaluator): Promise<Output[]> =>
  findOutputs(
    projectId,
    (manifest.examples ?? []).map(({ outputId }) => outputId),
  );

/** An evaluator as the files of several targets; the outputs on which it was measured are read once. */
export async function exportEvaluator<T extends ExportTarget>(
  evaluator: Evaluator,
  targets: readonly T[],
): Promise<{ readonly target: T; readonly bundle: ExportBundle }[]> {
  const outputs = await examplesOf(evaluator);
  return targets.map((target) => ({ target, bundle: exportFiles(evaluator.manifest, outputs, target) }));
}

export type Download = { readonly fileName: string; readonly content: Uint8Array };

/** One file of an export, or all of them as a zip archive. Null: there is no such evaluator or no such file. */
export async function downloadEvaluator(
  evaluatorId: string,
  target: ExportTarget,
  file: string | null,
): Promise<Download | null> {
  const evaluator = await getEvaluator(evaluatorId);
  if (!evaluator) return null;
  const [exported] = await exportEvaluator(evaluator, [target]);
  if (!exported) return null;
  if (file !== null) {
    const found = exported.bundle.files.find(({ path }) => path === file);
    return found
      ? {
          fileName: found.path.split("/").at(-1) ?? found.path,
          content: new TextEncoder().encode(found.text),
        }
      : null;
  }
  const [stem = "evaluator"] = fileNames([evaluator.manifest.name], "-");
  return { fileName: `${stem}-v${evaluator.number}-${target}.zip`, content: zipFiles(exported.bundle.files) };
}
