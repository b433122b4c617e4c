import { z } from "zod";
import { AssertionId, CriterionId, type ProjectId } from "@/lib/domain/ids";
import { db } from "./client";

const Choice = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("auto") }),
  z.object({ kind: z.literal("none") }),
  z.object({ kind: z.literal("pin"), assertionId: AssertionId }),
]);

/** What a person decided for a criterion: leave it to the selection, use none, or use this one. */
export type Choice = z.infer<typeof Choice>;

/** The latest choice of each criterion; a criterion without one is "auto". */
export async function listChoices(projectId: ProjectId): Promise<Map<CriterionId, Choice>> {
  const rows = await db.choice.findMany({ where: { projectId }, orderBy: { id: "asc" } });
  return new Map(rows.map((row) => [CriterionId.parse(row.criterionId), Choice.parse(row)]));
}

/** Records a choice; earlier ones stay as history. */
export async function addChoice(
  target: { readonly projectId: ProjectId; readonly criterionId: CriterionId; readonly by: string },
  choice: Choice,
): Promise<void> {
  const assertionId = choice.kind === "pin" ? choice.assertionId : null;
  await db.choice.create({ data: { ...target, kind: choice.kind, assertionId } });
}
