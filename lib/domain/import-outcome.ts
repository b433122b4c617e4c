import { z } from "zod";
import { ImportMapping } from "./import-mapping";
import { ProjectId } from "./ids";

export const ImportState = z.enum(["uploading", "ready", "importing", "done", "failed"]);
export type ImportState = z.infer<typeof ImportState>;

/** A row that could not be used: its line in the file, why, and how it begins. */
export const BadRow = z.object({ line: z.number().int(), problem: z.string(), raw: z.string() });
export type BadRow = z.infer<typeof BadRow>;

/** What a person confirmed. */
export const ImportPlan = z.object({
  projectId: ProjectId.nullable(),
  name: z.string(),
  promptTemplate: z.string(),
  mapping: ImportMapping,
});
export type ImportPlan = z.infer<typeof ImportPlan>;

/** How an import ended. Every row read is an output (new or known), or is among the bad rows. */
export const ImportOutcome = z.object({
  state: ImportState,
  projectId: ProjectId.nullable(),
  rows: z.number().int(),
  outputs: z.number().int(),
  duplicates: z.number().int(),
  grades: z.number().int(),
  verdicts: z.number().int(),
  /** Right answers that were new. */
  references: z.number().int().default(0),
  /** Graders that the file named like somebody here: their grades stand under another name. */
  renamed: z.array(z.string()).default([]),
  badRows: z.number().int(),
  /** The first of them; all can be downloaded. */
  firstBadRows: z.array(BadRow),
  /** Why it failed; null when it did not. */
  failure: z.string().nullable(),
});
export type ImportOutcome = z.infer<typeof ImportOutcome>;

/** How many bad rows are shown on the page. */
export const SHOWN_BAD_ROWS = 100;
