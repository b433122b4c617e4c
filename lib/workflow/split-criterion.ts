import { listRevisions, replaceCriteria, type NewCriterion } from "@/lib/db/criteria";
import type { NewGrade } from "@/lib/db/grades";
import { carryThroughMerge, carryThroughSplit, type CarriedGrade } from "@/lib/domain/carry-grades";
import { hasMeaning, type Criterion } from "@/lib/domain/criterion";
import type { DriftDraft, InForce } from "@/lib/domain/drift-event";
import type { GradeEvent } from "@/lib/domain/grade";
import type { CriterionId, ProjectId } from "@/lib/domain/ids";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { publish } from "@/lib/jobs/notify";
import { enqueue } from "@/lib/jobs/queue";
import { holderOf } from "./own-criterion";
import { readBoard } from "./read-board";
import { entryOf, readInForce } from "./record-drift";

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
    by: input.author,
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
    by: input.author,
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

type Replacement = {
  readonly projectId: ProjectId;
  readonly old: readonly Criterion[];
  readonly add: readonly NewCriterion[];
  readonly carried: readonly CarriedGrade[];
  readonly by: string;
  readonly at: Date;
};

async function replace(change: Replacement): Promise<Result<readonly Criterion[]>> {
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
  const added = await replaceCriteria(projectId, {
    ...{ retire: old.map(({ id }) => id), at, add, gradesFor },
    entriesFor: (stored) => entryFor(change, stored, before),
  });
  for (const { id } of added) await enqueue({ kind: "write", projectId, criterionId: id });
  await publish(projectId, "criteria");
  await publish(projectId, "drift");
  return ok(added);
}

/** An entry names so many outputs at most. */
const NAMED = 200;

/** A split is entered as one of the criterion that was split, a merge as one of that which came out of it. */
function entryFor(
  { old, carried, by }: Replacement,
  added: readonly Criterion[],
  before: InForce,
): DriftDraft[] {
  const [first, fresh] = [old[0], added[0]];
  if (!first || !fresh) return [];
  const isSplit = old.length === 1;
  const kind = isSplit ? "split" : "merge";
  const into = added.map(({ revision }) => `“${revision.name}”`).join(" and ");
  const sentence = isSplit
    ? `“${first.revision.name}” was split into ${into}`
    : `${into} was ${fresh.revision.why}`;
  const labelled = new Set(carried.flatMap(({ mark, outputId }) => (mark === "skipped" ? [] : [outputId])));
  const all = new Set(carried.map(({ outputId }) => outputId));
  const figures = [
    { name: "outputs whose grades were carried over", value: labelled.size },
    { name: "outputs asked anew", value: all.size - labelled.size },
  ];
  const revisions = (of: readonly Criterion[]) => of.map(({ revision }) => revision.id);
  return entryOf(
    { by, sentence, outputIds: [...labelled].slice(0, NAMED), before },
    {
      ...{ kind, key: `${kind}:${fresh.revision.id}`, figures },
      ...{ criterionId: isSplit ? first.id : fresh.id, revisionId: null },
      replaced: { from: revisions(old), to: revisions(added) },
    },
  );
}
