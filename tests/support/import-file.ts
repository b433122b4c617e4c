import { findImport } from "@/lib/db/imports";
import type { ImportMapping } from "@/lib/domain/import-mapping";
import type { ImportOutcome, ImportPlan } from "@/lib/domain/import-outcome";
import { problemMessage, type Result } from "@/lib/domain/problem";
import {
  previewImport,
  receiveFile,
  runImport,
  startImport,
  type ImportPreview,
} from "@/lib/workflow/import-outputs";

/** The value of a step that has to succeed; throws with its sentence when it does not. */
export function expectOk<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(problemMessage(result.problem));
  return result.value;
}

/** The sentence of a step that has to be turned down. */
export function sentenceOf(result: Result<unknown>): string {
  if (result.ok) throw new Error("It was not turned down.");
  return problemMessage(result.problem);
}

export async function* inPieces(source: string | Uint8Array, size = 1 << 16): AsyncGenerator<Uint8Array> {
  const bytes = typeof source === "string" ? new TextEncoder().encode(source) : source;
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
}

export async function upload(source: string | Uint8Array): Promise<string> {
  return expectOk(await receiveFile("rows", inPieces(source), "local")).importId;
}

export const planOf = (
  { mapping }: Pick<ImportPreview, "mapping">,
  change: Partial<ImportPlan> = {},
): ImportPlan => ({ projectId: null, name: "Imported", promptTemplate: "", mapping, ...change });

/** The mapping with other roles for some columns. */
export const withRoles = (
  { columns, values }: ImportMapping,
  roles: Readonly<Record<string, ImportMapping["columns"][number]["as"]>>,
): ImportMapping => ({
  values,
  columns: columns.map(({ name, as }) => ({ name, as: roles[name] ?? as })),
});

/** Uploads, confirms as guessed (or as `change` says) and imports; without a worker. */
export async function importFile(
  source: string | Uint8Array,
  change: (preview: ImportPreview) => Partial<ImportPlan> = () => ({}),
): Promise<ImportOutcome> {
  const importId = await upload(source);
  const preview = expectOk(await previewImport(importId));
  expectOk(await startImport(importId, planOf(preview, change(preview))));
  await runImport(importId);
  return outcomeOf(importId);
}

export async function outcomeOf(importId: string): Promise<ImportOutcome> {
  const outcome = (await findImport(importId))?.outcome;
  if (!outcome) throw new Error("The import has not ended.");
  return outcome;
}
