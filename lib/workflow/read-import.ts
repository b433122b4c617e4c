import { findImport } from "@/lib/db/imports";
import type { ImportOutcome, ImportState } from "@/lib/domain/import-outcome";
import { fail, ok, type Result } from "@/lib/domain/problem";

export type ImportProgress = {
  readonly state: ImportState;
  readonly done: number;
  readonly outcome: ImportOutcome | null;
};

export async function readImport(importId: string): Promise<Result<ImportProgress>> {
  const found = await findImport(importId);
  return found
    ? ok({ state: found.state, done: found.done, outcome: found.outcome })
    : fail({ code: "not-found", what: "import" });
}
