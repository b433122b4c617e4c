import { createReadStream } from "node:fs";
import { problemMessage, type Result } from "@/lib/domain/problem";
import { readLabelledRows, type LabelledRow } from "@/lib/formats/labelled-rows";
import { UsageError } from "./command";

/** The rows of a JSON Lines file; throws a `UsageError` with a sentence when it cannot be read as one. */
export async function readRows(path: string): Promise<readonly LabelledRow[]> {
  const rows = await readOrSay(path);
  if (!rows.ok) throw new UsageError(`${path}: ${problemMessage(rows.problem)}`);
  return rows.value;
}

async function readOrSay(path: string): Promise<Result<readonly LabelledRow[]>> {
  try {
    return await readLabelledRows(createReadStream(path));
  } catch (error) {
    if (error instanceof Error && "code" in error && "syscall" in error) {
      throw new UsageError(`${path} cannot be read (${String(error.code)}).`, { cause: error });
    }
    throw error;
  }
}

/** The rows of one criterion, by its exact text or a part that fits exactly one; all rows when none is asked for. */
export function rowsOfCriterion(
  rows: readonly LabelledRow[],
  name: string | undefined,
): readonly LabelledRow[] {
  if (name === undefined) return rows;
  const all = [...new Set(rows.flatMap(({ criterion }) => (criterion === null ? [] : [criterion])))];
  const part = name.toLowerCase();
  const fitting = all.includes(name) ? [name] : all.filter((text) => text.toLowerCase().includes(part));
  const [only, ...others] = fitting;
  if (only !== undefined && others.length === 0) return rows.filter(({ criterion }) => criterion === only);
  const listed = all.map((text) => `  ${text}`).join("\n");
  throw new UsageError(
    fitting.length === 0
      ? `No criterion contains "${name}". There are:\n${listed || "  none"}`
      : `"${name}" fits ${fitting.length} criteria. Give more of one of:\n${listed}`,
  );
}
