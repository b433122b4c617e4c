import { ImportOutcome, ImportPlan, ImportState } from "@/lib/domain/import-outcome";
import { ProjectId } from "@/lib/domain/ids";
import { db } from "./client";
import { Prisma } from "./generated/client";
import { storableJson } from "@/lib/domain/storable";

const CHUNK = 1 << 20;
/** Rows that could not be used are kept as chunks behind this number, for download. */
const BAD_ROWS_FROM = 1_000_000;

export type ImportRecord = {
  readonly id: string;
  readonly projectId: ProjectId | null;
  readonly fileName: string;
  readonly bytes: number;
  /** Who brought the file. */
  readonly startedBy: string;
  readonly state: ImportState;
  /** What the person confirmed; null before. */
  readonly plan: ImportPlan | null;
  readonly outcome: ImportOutcome | null;
  /** Rows read so far. */
  readonly done: number;
};

export async function createImport(fileName: string, startedBy: string): Promise<string> {
  const { id } = await db.import.create({
    data: { fileName, startedBy, bytes: 0, state: "uploading" },
    select: { id: true },
  });
  return id;
}

/** Stores a file as it comes in, in pieces, so that any process can read it and none has to hold it. Returns its size. */
export async function storeFile(importId: string, body: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0;
  let number = 0;
  let held: Uint8Array[] = [];
  let size = 0;
  const flush = async () => {
    if (size === 0) return;
    await db.importChunk.create({ data: { importId, number: number++, bytes: Buffer.concat(held) } });
    held = [];
    size = 0;
  };
  for await (const piece of body) {
    held.push(piece);
    size += piece.length;
    bytes += piece.length;
    if (size >= CHUNK) await flush();
  }
  await flush();
  await db.import.update({ where: { id: importId }, data: { bytes, state: "ready" } });
  return bytes;
}

/** The file of an import, piece by piece. */
export async function* readFile(importId: string): AsyncGenerator<Uint8Array> {
  for (let number = 0; ; number++) {
    const chunk = await db.importChunk.findUnique({ where: { importId_number: { importId, number } } });
    if (!chunk) return;
    yield chunk.bytes;
  }
}

/** Null when there is no such import (any more). */
export async function findImport(importId: string): Promise<ImportRecord | null> {
  const row = await db.import.findUnique({ where: { id: importId } });
  if (!row) return null;
  const { mapping, outcome, projectId, bytes, state, ...rest } = row;
  return {
    ...rest,
    bytes: Number(bytes),
    state: ImportState.parse(state),
    projectId: projectId === null ? null : ProjectId.parse(projectId),
    plan: mapping === null ? null : ImportPlan.parse(mapping),
    outcome: outcome === null ? null : ImportOutcome.parse(outcome),
  };
}

/** From "ready" to "importing", once: false when somebody confirmed it already. */
export async function confirmImport(importId: string, plan: ImportPlan): Promise<boolean> {
  const { count } = await db.import.updateMany({
    where: { id: importId, state: { in: ["ready", "failed"] } },
    data: {
      state: "importing",
      mapping: ImportPlan.parse(storableJson(plan)),
      done: 0,
      outcome: Prisma.DbNull,
    },
  });
  return count === 1;
}

/** The imports that brought outputs to a project, oldest first, with how many were new. */
export async function listImportSizes(
  projectId: ProjectId,
): Promise<{ readonly at: Date; readonly outputs: number }[]> {
  const rows = await db.import.findMany({
    where: { projectId, state: "done" },
    select: { createdAt: true, outcome: true },
    orderBy: { createdAt: "asc" },
  });
  return rows.flatMap(({ createdAt, outcome }) => {
    const { outputs } = ImportOutcome.parse(outcome);
    return outputs > 0 ? [{ at: createdAt, outputs }] : [];
  });
}

export async function progressImport(importId: string, done: number): Promise<void> {
  await db.import.updateMany({ where: { id: importId }, data: { done } });
}

/** Ends an import that failed. Its file is kept, so that it can be tried again. */
export async function failImport(importId: string, outcome: ImportOutcome): Promise<void> {
  await db.import.updateMany({
    where: { id: importId, state: "importing" },
    data: { state: outcome.state, outcome: ImportOutcome.parse(storableJson(outcome)) },
  });
}

/** Deletes the file of an import that is done; the rows that could not be used are kept for download. */
export async function deleteFile(importId: string): Promise<void> {
  await db.importChunk.deleteMany({ where: { importId, number: { lt: BAD_ROWS_FROM } } });
}

/** Forgets the rows that an earlier attempt could not use. */
export async function deleteBadRows(importId: string): Promise<void> {
  await db.importChunk.deleteMany({ where: { importId, number: { gte: BAD_ROWS_FROM } } });
}

/** Keeps rows that could not be used, as JSON lines. */
export async function storeBadRows(importId: string, part: number, lines: readonly string[]): Promise<void> {
  const bytes = Buffer.from(`${lines.join("\n")}\n`);
  const number = BAD_ROWS_FROM + part;
  await db.importChunk.create({ data: { importId, number, bytes } });
}

/** All rows that could not be used, as JSON lines, for download. */
export function readBadRows(importId: string): ReadableStream<Uint8Array> {
  let number = BAD_ROWS_FROM;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const chunk = await db.importChunk.findUnique({ where: { importId_number: { importId, number } } });
      number += 1;
      if (chunk) controller.enqueue(chunk.bytes);
      else controller.close();
    },
  });
}

/** Uploads that nobody confirmed within a day. */
export async function deleteOldUploads(before: Date): Promise<void> {
  await db.import.deleteMany({
    where: { state: { in: ["uploading", "ready", "failed"] }, createdAt: { lt: before } },
  });
}
