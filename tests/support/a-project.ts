import { addCriteria } from "@/lib/db/criteria";
import { listOutputIds } from "@/lib/db/outputs";
import type { Criterion, CriterionKind } from "@/lib/domain/criterion";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import { importFile } from "./import-file";
import { projectOf } from "./imported";

/** A project with these outputs, each with one variable. */
export async function aProject(
  texts: readonly string[],
  promptTemplate = "",
): Promise<{ readonly projectId: ProjectId; readonly outputIds: readonly OutputId[] }> {
  const rows = texts.map((output, i) => ({ output, question: `Question ${i}` }));
  const projectId = projectOf(await importFile(JSON.stringify(rows), () => ({ promptTemplate })));
  return { projectId, outputIds: await listOutputIds(projectId) };
}

/** A criterion of the project, without anything asked of the background. */
export async function storeCriterion(
  projectId: ProjectId,
  change: { readonly name?: string; readonly wording?: string; readonly kind?: CriterionKind } = {},
): Promise<Criterion> {
  const { name = "short", wording = name, kind = "either" } = change;
  const rest = { ffrLimit: 0.2, origin: "hand", author: "ann", why: "" } as const;
  const [criterion] = await addCriteria(projectId, [{ name, wording, kind, ...rest }]);
  if (!criterion) throw new Error("The criterion was not stored.");
  return criterion;
}
