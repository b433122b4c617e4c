import { z } from "zod";
import { OutputId, type ProjectId } from "@/lib/domain/ids";
import { Remark, type RemarkEvent } from "@/lib/domain/remark";
import { storableJson } from "@/lib/domain/storable";
import { db } from "./client";
import type { Prisma } from "./generated/client";

const columns = { outputId: true, grader: true, body: true } satisfies Prisma.RemarkSelect;

type Row = Prisma.RemarkGetPayload<{ select: typeof columns }>;

const toEvent = ({ outputId, grader, body }: Row): RemarkEvent => ({
  outputId: OutputId.parse(outputId),
  grader,
  remark: Remark.parse(body),
});

/** The remarks on these outputs in the order in which they were made; without `outputIds`, on all of the project. */
export async function listRemarks(
  projectId: ProjectId,
  outputIds?: readonly OutputId[],
): Promise<RemarkEvent[]> {
  const rows = await db.remark.findMany({
    where: { projectId, ...(outputIds && { outputId: { in: [...outputIds] } }) },
    select: columns,
    orderBy: { id: "asc" },
  });
  return rows.map(toEvent);
}

/** Only the tags among the remarks of a project, or of these outputs, in the order in which they were given. */
export async function listTags(
  projectId: ProjectId,
  outputIds?: readonly OutputId[],
): Promise<RemarkEvent[]> {
  const rows = await db.remark.findMany({
    where: {
      projectId,
      body: { path: ["kind"], equals: "tags" },
      ...(outputIds && { outputId: { in: [...outputIds] } }),
    },
    select: columns,
    orderBy: { id: "asc" },
  });
  return rows.map(toEvent);
}

export type NewRemark = { readonly key: string; readonly outputId: OutputId; readonly remark: Remark };

/** Appends remarks of one grader; one that was stored already under its key (a retry) is left as it is. */
export async function addRemarks(
  by: { readonly projectId: ProjectId; readonly grader: string },
  remarks: readonly NewRemark[],
): Promise<void> {
  const data = remarks.map(({ key, outputId, remark }) => ({ ...by, key, outputId, body: asJson(remark) }));
  await db.remark.createMany({ data, skipDuplicates: true });
}

const Stored = z.record(z.string(), z.json());

function asJson(remark: Remark): Prisma.InputJsonObject {
  const entries = Object.entries(Stored.parse(storableJson(Stored.parse(remark))));
  return Object.fromEntries(entries);
}
