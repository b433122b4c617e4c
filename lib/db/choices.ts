import { Choice } from "@/lib/domain/choice";
import { CriterionId, type ProjectId } from "@/lib/domain/ids";
import { db } from "./client";

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
