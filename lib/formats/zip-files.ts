import { strToU8, zipSync } from "fflate";
import type { ExportFile } from "@/lib/domain/export-target";

/** A zip archive of the files; the same files give the same bytes. */
export const zipFiles = (files: readonly ExportFile[]): Uint8Array =>
  zipSync(Object.fromEntries(files.map(({ path, text }) => [path, strToU8(text)])), {
    // The earliest date that the format knows.
    mtime: new Date(1980, 0, 1),
  });
