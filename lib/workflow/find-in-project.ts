import { isWithAccounts } from "@/lib/db/auth";
import { listCriteria } from "@/lib/db/criteria";
import { findOutputsByWords } from "@/lib/db/outputs";
import { listProjectNames } from "@/lib/db/projects";
import { isNamed, type FindQuery, type Found } from "@/lib/domain/found";
import type { ProjectId } from "@/lib/domain/ids";
import { outputName } from "@/lib/domain/output";
import { ok, type Result } from "@/lib/domain/problem";
import { storable } from "@/lib/domain/storable";

/** So many of a kind are shown at once. */
export const FOUND_AT_ONCE = 8;

/**
 * Looks for outputs (by id or text) and criteria of a project, and for the other projects of a person. Further pages hold
 * outputs alone. Names only, so that it is the same for those who grade blind.
 */
export async function findInProject({
  projectId,
  person,
  words,
  page,
}: FindQuery & { readonly projectId: ProjectId; readonly person: string }): Promise<Result<Found>> {
  const isFirst = page === 1;
  const skip = (page - 1) * FOUND_AT_ONCE;
  const [projects, criteria, outputs] = await Promise.all([
    isFirst ? listProjectNames(isWithAccounts ? person : null) : [],
    isFirst ? listCriteria(projectId) : [],
    // One more than is shown tells whether there are more.
    words === "" ? [] : findOutputsByWords(projectId, storable(words), { skip, take: FOUND_AT_ONCE + 1 }),
  ]);
  return ok({
    projects: projects
      .filter(({ id, name }) => id !== projectId && isNamed(name, words))
      .slice(0, FOUND_AT_ONCE),
    criteria: criteria
      .map(({ id, revision }) => ({ id, name: revision.name }))
      .filter(({ name }) => isNamed(name, words))
      .slice(0, FOUND_AT_ONCE),
    outputs: outputs
      .slice(0, FOUND_AT_ONCE)
      .map(({ excerpt, ...output }) => ({ id: output.id, name: outputName(output), excerpt })),
    hasMore: outputs.length > FOUND_AT_ONCE,
  });
}
