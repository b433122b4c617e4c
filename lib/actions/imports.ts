"use server";
import { z } from "zod";
import type { Person } from "@/lib/domain/access";
import { ImportMapping } from "@/lib/domain/import-mapping";
import { ProjectId } from "@/lib/domain/ids";
import { allow, allowImport } from "@/lib/workflow/allow";
import { previewImport, startImport } from "@/lib/workflow/import-outputs";
import { readImport } from "@/lib/workflow/read-import";
import { defineAction } from "./define-action";

const ImportId = z.string().min(1).max(64);

const isMine = (person: Person | null, { importId }: { readonly importId: string }) =>
  allowImport(person, importId);

/** One's own file, into a new project or one that is one's to edit. */
const mayImport = async (
  person: Person | null,
  input: { readonly importId: string; readonly projectId: ProjectId | null },
) => {
  const mine = await isMine(person, input);
  return mine.ok && input.projectId !== null ? allow(person, "editor", input.projectId) : mine;
};

export const previewImportAction = defineAction(
  isMine,
  z.object({ importId: ImportId }),
  async ({ importId }) => previewImport(importId),
);

export const startImportAction = defineAction(
  mayImport,
  z.object({
    importId: ImportId,
    projectId: ProjectId.nullable(),
    name: z.string().trim().max(120, "Keep the name under 120 characters."),
    promptTemplate: z.string().max(100_000, "A prompt template can be at most 100,000 characters."),
    mapping: ImportMapping,
  }),
  async ({ importId, ...plan }) =>
    startImport(importId, { ...plan, name: plan.name === "" ? "Untitled project" : plan.name }),
);

/** How far an import is, and how it ended. */
export const readImportAction = defineAction(isMine, z.object({ importId: ImportId }), async ({ importId }) =>
  readImport(importId),
);
