import type { ImportMapping } from "@/lib/domain/import-mapping";
import type { BadRow } from "@/lib/domain/import-outcome";

/** The first rows of a file that is about to be imported, and how its columns are understood so far. */
export type Preview = {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly mapping: ImportMapping;
  readonly badRows: readonly BadRow[];
};
