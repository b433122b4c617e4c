import { findOutputs } from "@/lib/db/outputs";
import type { Evaluator } from "@/lib/domain/evaluator";
import type { ExportBundle, ExportTarget } from "@/lib/domain/export-target";
import { hideInManifest, tellsOf, type Hidden } from "@/lib/domain/hide-outputs";
import type { Output } from "@/lib/domain/output";
import { exportFiles } from "@/lib/formats/export-files";
import { fileNames } from "@/lib/formats/export-text";
import { zipFiles } from "@/lib/formats/zip-files";

const examplesOf = async ({ projectId, manifest }: Evaluator): Promise<Output[]> =>
  findOutputs(
    projectId,
    (manifest.examples ?? []).map(({ outputId }) => outputId),
  );

/**
 * An evaluator as the files of a target, without the outputs on which it was measured that somebody has still to grade in a
 * queue.
 */
export async function exportEvaluator(
  evaluator: Evaluator,
  target: ExportTarget,
  hidden: Hidden,
): Promise<ExportBundle> {
  const manifest = hideInManifest(evaluator.manifest, hidden);
  return exportFiles(manifest, await examplesOf({ ...evaluator, manifest }), target);
}

/** Whether a version cannot be shown to somebody whole: its judges are shown outputs that are hidden from them. */
export const tellsOfHidden = ({ manifest }: Evaluator, hidden: Hidden): boolean =>
  manifest.assertions.some((member) => member.kind === "judge" && tellsOf(member, hidden));

export type Download = { readonly fileName: string; readonly content: Uint8Array };

/** One file of an export, or all of them as a zip archive. Null: there is no such file. */
export async function downloadEvaluator(
  evaluator: Evaluator,
  {
    target,
    file,
    hidden,
  }: { readonly target: ExportTarget; readonly file: string | null; readonly hidden: Hidden },
): Promise<Download | null> {
  const { files } = await exportEvaluator(evaluator, target, hidden);
  if (file !== null) {
    const found = files.find(({ path }) => path === file);
    return found
      ? {
          fileName: found.path.split("/").at(-1) ?? found.path,
          content: new TextEncoder().encode(found.text),
        }
      : null;
  }
  const [stem = "evaluator"] = fileNames([evaluator.manifest.name], "-");
  return { fileName: `${stem}-v${evaluator.number}-${target}.zip`, content: zipFiles(files) };
}
