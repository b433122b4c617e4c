import { listRevisions, replaceCriteria, type NewCriterion } from "@/lib/db/criteria";
import type { NewGrade } from "@/lib/db/grades";
import { carryThroughMerge, carryThroughSplit, type CarriedGrade } from "@/lib/domain/carry-grades";
import { hasMeaning, type Criterion } from "@/lib/domain/criterion";
import type { GradeEvent } from "@/lib/domain/grade";
import type { CriterionId, ProjectId } from "@/lib/domain/ids";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { publish } from "@/lib/jobs/notify";
import { enqueue } from "@/lib/jobs/queue";
import { holderOf } from "./own-criterion";
import { readBoard } from "./read-board";
import { readInForce, recordNewCriterion } from "./record-drift";

export type Worded = { readonly name: string; readonly wording: string };

const CARRIED = { policy: "carried", inclusionProbability: null, rank: null, seed: null } as const;

/**
 * Puts several criteria in the place of one. What is labelled good is good in each part, provisionally; the rest is
 * asked anew, since nobody knows which part a bad grade meant. The old criterion is retired with all that was said of it.
 */
export async function splitCriterion(input: {
  readonly projectId: ProjectId;
  readonly criterionId: CriterionId;
  readonly parts: readonly Worded[];
  readonly author: string;
  readonly at: Date;
}): Promise<Result<readonly Criterion[]>> {
  const { criteria, events, labelling } = await readBoard(input.projectId);
  const old = criteria.find(({ id }) => id === input.criterionId);
  if (!old) return fail({ code: "not-found", what: "criterion" });
  if (input.parts.length < 2)
    return fail({ code: "bad-input", sentence: "A split needs at least two parts." });
  const ownedBy = await ownerOf(input.projectId, old);
  const why = `split from “${old.revision.name}”`;
  return replace({
    ...input,
    old: [old],
    add: input.parts.map((part) => ({ ...part, ...settingsOf(old), ownedBy, author: input.author, why })),
    carried: carryThroughSplit(countingEvents(events, old), labelling),
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
  const { criteria, events, labels, labelling } = await readBoard(input.projectId);
  const old = criteria.filter(({ id }) => input.criterionIds.includes(id));
  const [first] = old;
  if (!first || old.length < new Set(input.criterionIds).size)
    return fail({ code: "not-found", what: "criterion" });
  if (old.length < 2) return fail({ code: "bad-input", sentence: "Choose at least two criteria to merge." });
  const owners = await Promise.all(old.map((criterion) => ownerOf(input.projectId, criterion)));
  // Nobody takes what is somebody else's by merging it with their own.
  const ownedBy = owners.find((owner) => owner !== input.author) ?? input.author;
  const why = `merged from ${old.map(({ revision }) => `“${revision.name}”`).join(" and ")}`;
  return replace({
    ...input,
    old,
    add: [{ ...input.into, ...settingsOfAll(first, old), ownedBy, author: input.author, why }],
    carried: carryThroughMerge(
      old.map((criterion) => ({
        events: countingEvents(events, criterion),
        labels: labels.byCriterion.get(criterion.id)?.labels ?? new Map(),
      })),
      labelling,
    ),
  });
}

/** What was settled of one criterion goes on with what comes in its place, be it whose it is. */
const settingsOf = ({ kind, ffrLimit, mustPass, isRelative, notes, since }: Criterion) => ({
  ...{ kind, ffrLimit, mustPass, isRelative, notes, afterGrade: since },
  origin: "hand" as const,
});

/** Of several: no limit is loosened and no note lost; whole-output grades speak of it since they speak of all. */
const settingsOfAll = (first: Criterion, all: readonly Criterion[]) => ({
  ...settingsOf(first),
  ffrLimit: Math.min(...all.map(({ ffrLimit }) => ffrLimit)),
  mustPass: all.some(({ mustPass }) => mustPass),
  isRelative: all.some(({ isRelative }) => isRelative),
  notes: [...new Set(all.map(({ notes }) => notes))].filter((notes) => notes !== "").join("\n\n"),
  afterGrade: Math.max(...all.map(({ since }) => since)),
});

const ownerOf = async (projectId: ProjectId, criterion: Criterion): Promise<string | null> =>
  holderOf(criterion, await listRevisions(projectId, criterion.id));

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
