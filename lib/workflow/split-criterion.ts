import { replaceCriteria, type NewCriterion } from "@/lib/db/criteria";
import type { NewGrade } from "@/lib/db/grades";
import { carryThroughMerge, carryThroughSplit, type CarriedGrade } from "@/lib/domain/carry-grades";
import { hasMeaning, type Criterion } from "@/lib/domain/criterion";
import type { GradeEvent } from "@/lib/domain/grade";
import type { CriterionId, ProjectId } from "@/lib/domain/ids";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { publish } from "@/lib/jobs/notify";
import { enqueue } from "@/lib/jobs/queue";
import { readBoard } from "./read-board";
import { readInForce, recordNewCriterion } from "./record-drift";

export type Worded = { readonly name: string; readonly wording: string };

const CARRIED = { policy: "carried", inclusionProbability: null, rank: null, seed: null } as const;

/**
 * Puts several criteria in the place of one. Good grades go with each part, provisionally; bad ones are asked anew,
 * since nobody knows which part they meant. The old criterion is retired with all that was said of it.
 */
export async function splitCriterion(input: {
  readonly projectId: ProjectId;
  readonly criterionId: CriterionId;
  readonly parts: readonly Worded[];
  readonly author: string;
  readonly at: Date;
}): Promise<Result<readonly Criterion[]>> {
  const { criteria, events } = await readBoard(input.projectId);
  const old = criteria.find(({ id }) => id === input.criterionId);
  if (!old) return fail({ code: "not-found", what: "criterion" });
  if (input.parts.length < 2)
    return fail({ code: "bad-input", sentence: "A split needs at least two parts." });
  const why = `split from “${old.revision.name}”`;
  return replace({
    ...input,
    old: [old],
    add: input.parts.map((part) => ({ ...part, ...settingsOf(old), author: input.author, why })),
    carried: carryThroughSplit(countingEvents(events, old)),
  });
}

/** Puts one criterion in the place of several: bad where any is bad, good where all are, else asked anew. */
export async function mergeCriteria(input: {
  readonly projectId: ProjectId;
  readonly criterionIds: readonly CriterionId[];
  readonly into: Worded;
  readonly author: string;
  readonly at: Date;
}): Promise<Result<readonly Criterion[]>> {
  const { criteria, events } = await readBoard(input.projectId);
  const old = criteria.filter(({ id }) => input.criterionIds.includes(id));
  const [first] = old;
  if (!first || old.length < new Set(input.criterionIds).size)
    return fail({ code: "not-found", what: "criterion" });
  if (old.length < 2) return fail({ code: "bad-input", sentence: "Choose at least two criteria to merge." });
  const why = `merged from ${old.map(({ revision }) => `“${revision.name}”`).join(" and ")}`;
  return replace({
    ...input,
    old,
    add: [{ ...input.into, ...settingsOf(first), author: input.author, why }],
    carried: carryThroughMerge(old.map((criterion) => countingEvents(events, criterion))),
  });
}

const settingsOf = ({ kind, ffrLimit }: Criterion): Pick<NewCriterion, "kind" | "ffrLimit" | "origin"> => ({
  kind,
  ffrLimit,
  origin: "hand",
});

const countingEvents = (events: readonly GradeEvent[], criterion: Criterion): GradeEvent[] =>
  events.filter(
    ({ criterionId, revisionId }) => criterionId === criterion.id && hasMeaning(criterion, revisionId),
  );

async function replace(change: {
  readonly projectId: ProjectId;
  readonly old: readonly Criterion[];
  readonly add: readonly NewCriterion[];
  readonly carried: readonly CarriedGrade[];
  readonly at: Date;
}): Promise<Result<readonly Criterion[]>> {
  const { projectId, old, add, carried, at } = change;
  const gradesFor = ({ id, revision }: Criterion): NewGrade[] =>
    carried.map((grade) => ({
      ...grade,
      projectId,
      criterionId: id,
      revisionId: revision.id,
      key: `carried:${id}:${grade.outputId}:${grade.grader}`,
      shown: CARRIED,
    }));
  const before = await readInForce(projectId);
  const added = await replaceCriteria(projectId, { retire: old.map(({ id }) => id), at, add, gradesFor });
  for (const criterion of added) {
    const { name, why, author: by } = criterion.revision;
    const sentence = `“${name}” was ${why}`;
    await recordNewCriterion({ projectId, by, sentence, outputIds: [], before, criterion });
  }
  for (const { id } of added) await enqueue({ kind: "write", projectId, criterionId: id });
  await publish(projectId, "criteria");
  return ok(added);
}
