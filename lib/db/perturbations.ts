import type { CriterionId, OutputId, ProjectId, RevisionId } from "@/lib/domain/ids";
import { storable } from "@/lib/domain/storable";
import { Perturbation } from "@/lib/domain/trust/perturbation";
import { db } from "./client";

/** The made-up variants of a criterion's outputs, oldest first. */
export async function listPerturbations(criterionId: CriterionId): Promise<Perturbation[]> {
  const rows = await db.perturbation.findMany({ where: { criterionId }, orderBy: { id: "asc" } });
  return rows.map((row) => Perturbation.parse(row));
}

/** Keeps a variant for a person to look at. */
export async function addPerturbation(
  target: {
    readonly criterionId: CriterionId;
    readonly revisionId: RevisionId;
    readonly outputId: OutputId;
  },
  { category, how, text, control }: Pick<Perturbation, "category" | "how" | "text" | "control">,
): Promise<void> {
  const texts = { how: storable(how), text: storable(text), control: storable(control) };
  await db.perturbation.create({ data: { ...target, category, ...texts } });
}

/** False: the project has no such variant. */
export async function settlePerturbation(
  projectId: ProjectId,
  id: number,
  { state, settledBy }: { readonly state: "confirmed" | "rejected"; readonly settledBy: string },
): Promise<boolean> {
  const { count } = await db.perturbation.updateMany({
    where: { id, criterion: { projectId } },
    data: { state, settledBy },
  });
  return count > 0;
}
