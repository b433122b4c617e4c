import type { RawRecord } from "@/lib/domain/import-mapping";

/** A row with its line in the file, or why it cannot be used, with the beginning of what stands there. */
export type ReadRow =
  | { readonly line: number; readonly record: RawRecord }
  | { readonly line: number; readonly problem: string; readonly raw: string };
