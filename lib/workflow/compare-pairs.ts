import { randomInt } from "node:crypto";
import { addComparisons, listComparisons, listInputGroups } from "@/lib/db/comparisons";
import { findCriterion, listRevisions } from "@/lib/db/criteria";
import { findOutputs, listOutputIds } from "@/lib/db/outputs";
import { withoutModel } from "@/lib/domain/without-model";
import { choosePairs } from "@/lib/domain/choose-pairs";
import {
  pairsOf,
  standingComparisons,
  type ComparisonEvent,
  type ComparisonInput,
} from "@/lib/domain/comparison";
import { comparisonResults, type ComparisonResults } from "@/lib/domain/comparison-results";
import { hasMeaning, type Criterion } from "@/lib/domain/criterion";
import type { CriterionId, OutputId, ProjectId, RevisionId } from "@/lib/domain/ids";
import type { Output } from "@/lib/domain/output";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { mulberry32 } from "@/lib/domain/rng";
import { publish } from "@/lib/jobs/notify";
import type { Recorded } from "./record-grade";

type Target = { readonly projectId: ProjectId; readonly criterionId: CriterionId };

/** Two outputs on show, without what would give their model away. */
export type PairCard = { readonly left: Output; readonly right: Output };

/** What stands of the comparisons made under the meaning of today. */
async function standing(target: Target, criterion: Criterion): Promise<ComparisonEvent[]> {
  const events = await listComparisons(target);
  return standingComparisons(events.filter(({ revisionId }) => hasMeaning(criterion, revisionId)));
}

/** The next pairs for a grader; fewer than asked for, or none, where there are no more. `exclude`: pairs on show. */
export async function nextPairs({
  count,
  exclude,
  grader,
  ...target
}: Target & {
  readonly count: number;
  readonly exclude: readonly string[];
  readonly grader: string;
}): Promise<Result<readonly PairCard[]>> {
  const { projectId, criterionId } = target;
  const criterion = await findCriterion(projectId, criterionId);
  if (!criterion) return fail({ code: "not-found", what: "criterion" });
  const [groups, all, said] = await Promise.all([
    listInputGroups(projectId),
    listOutputIds(projectId),
    standing(target, criterion),
  ]);
  const counts = new Map<OutputId, number>();
  for (const id of said.flatMap(({ leftId, rightId }) => [leftId, rightId]))
    counts.set(id, (counts.get(id) ?? 0) + 1);
  const taken = new Set([...pairsOf(said.filter((one) => one.grader === grader)), ...exclude]);
  const pairs = choosePairs({ groups, all, taken, counts }, count, mulberry32(randomInt(2 ** 32)));
  const outputs = await findOutputs(
    projectId,
    pairs.flatMap(({ leftId, rightId }) => [leftId, rightId]),
  );
  const byId = new Map(outputs.map((output) => [output.id, withoutModel(output)]));
  return ok(
    pairs.flatMap(({ leftId, rightId }) => {
      const [left, right] = [byId.get(leftId), byId.get(rightId)];
      return left && right ? [{ left, right }] : [];
    }),
  );
}

/**
 * Stores comparisons; sending one twice stores it once. They change no figure of the report. What names something that is
 * not in the project (any more) cannot be kept, and a sentence says so.
 */
export async function recordComparisons({
  projectId,
  grader,
  comparisons,
}: {
  readonly projectId: ProjectId;
  readonly grader: string;
  readonly comparisons: readonly ComparisonInput[];
}): Promise<Result<Recorded>> {
  const wanted = [...new Set(comparisons.flatMap(({ leftId, rightId }) => [leftId, rightId]))];
  const outputs = new Set((await findOutputs(projectId, wanted)).map(({ id }) => id));
  const revisions = new Set<RevisionId>();
  for (const id of new Set(comparisons.map(({ criterionId }) => criterionId)))
    if (await findCriterion(projectId, id))
      for (const revision of await listRevisions(projectId, id)) revisions.add(revision.id);
  const storable = comparisons.filter(
    ({ revisionId, leftId, rightId }) =>
      revisions.has(revisionId) && outputs.has(leftId) && outputs.has(rightId),
  );
  await addComparisons({ projectId, grader }, storable);
  await publish(projectId, "grades");
  const lost = comparisons.length - storable.length;
  return ok({
    settled: comparisons.map(({ key }) => key),
    notices: lost === 0 ? [] : [`${lost} of what you compared was deleted meanwhile and could not be kept.`],
  });
}

/** What comparisons on a criterion came to, by the values of a metadata key. */
export type PairResults = ComparisonResults & {
  /** How many this person made, under the meaning of today. */
  readonly mine: number;
  /** Keys by which results can be told apart; null `by`: there is none. */
  readonly keys: readonly string[];
  readonly by: string | null;
};

/** More values are no versions but facts of single outputs. */
const MOST_VALUES = 20;

/** `by`: the key that was asked for; null or unknown: a model or version, else the first there is. Null: no such criterion. */
export async function readPairResults(
  target: Target,
  { by, person }: { readonly by: string | null; readonly person: string },
): Promise<{ readonly criterion: Criterion; readonly results: PairResults } | null> {
  const criterion = await findCriterion(target.projectId, target.criterionId);
  if (!criterion) return null;
  const said = await standing(target, criterion);
  const ids = [...new Set(said.flatMap(({ leftId, rightId }) => [leftId, rightId]))];
  const outputs = new Map((await findOutputs(target.projectId, ids)).map((output) => [output.id, output]));
  const keys = keysOf([...outputs.values()]);
  const chosen =
    keys.find((key) => key === by) ?? keys.find((key) => /model|version/i.test(key)) ?? keys[0] ?? null;
  const valueOf = (id: OutputId) => textOf(outputs.get(id), chosen);
  const mine = said.filter(({ grader }) => grader === person).length;
  return { criterion, results: { ...comparisonResults(said, valueOf), mine, keys, by: chosen } };
}

function textOf(output: Output | undefined, key: string | null): string | null {
  const value = key === null ? undefined : output?.metadata[key];
  return typeof value === "string" || typeof value === "number" ? String(value) : null;
}

function keysOf(outputs: readonly Output[]): string[] {
  const names = [...new Set(outputs.flatMap(({ metadata }) => Object.keys(metadata)))];
  return names.filter((name) => {
    const values = new Set(outputs.flatMap((output) => textOf(output, name) ?? []));
    return values.size > 1 && values.size <= MOST_VALUES;
  });
}
