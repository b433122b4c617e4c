import { z } from "zod";

/** Where an evaluator can be taken to. */
export const ExportTarget = z.enum(["json", "python", "typescript", "promptfoo"]);
export type ExportTarget = z.infer<typeof ExportTarget>;

/** A file of a bundle; the path is relative, with forward slashes, and made of harmless characters only. */
export type ExportFile = { readonly path: string; readonly text: string };

export type ExportBundle = {
  /** The command that runs it, in the folder of the files. */
  readonly command: string;
  /** The file to look at first comes first. */
  readonly files: readonly ExportFile[];
};
