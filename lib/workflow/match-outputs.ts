import {
  findOutputs,
  listMetadata,
  listSuspicious,
  listWithMetadata,
  orderOutputIds,
  searchOutputs,
} from "@/lib/db/outputs";
import { listTags } from "@/lib/db/remarks";
import { tellsModel, withoutModel } from "@/lib/domain/without-model";
import type { GradeEvent } from "@/lib/domain/grade";
import { hideRows } from "@/lib/domain/hide-outputs";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import {
  byLastGrade,
  disputedOutputs,
  gradedOn,
  lastGraded,
  ownOutputs,
  taggedOutputs,
  unsureOutputs,
} from "@/lib/domain/outputs-filter";
import { metadataOf, type OutputsQuery, type OutputState } from "@/lib/domain/outputs-query";
import { reportCard } from "@/lib/domain/report-card";
import type { VerdictKind } from "@/lib/domain/verdict";
import { blindOutputs } from "./read-blind";
import { readBoard, type Board } from "./read-board";

/** What a person may know of the outputs of a project. */
export type Sight = {
  readonly projectId: ProjectId;
  readonly person: string;
  readonly board: Board;
  /** What they have still to grade in a queue: as if nobody had said anything of it, and nothing had been judged. */
  readonly blind: ReadonlySet<OutputId>;
  /** The grades of all other outputs. */
  readonly events: readonly GradeEvent[];
};

export type MatchedOutputs = { readonly sight: Sight; readonly ids: readonly OutputId[] };

/** The outputs under the filters, in the order asked for: ids only, whatever their number. */
export async function matchOutputs(
  projectId: ProjectId,
  query: OutputsQuery,
  person: string,
): Promise<MatchedOutputs> {
  const sight = await lookAt(projectId, person);
  const wanted = await filtersOf(sight, query);
  const ids = (await inOrder(sight, query)).filter((id) => wanted.every((fits) => fits(id)));
  return { sight, ids };
}

async function lookAt(projectId: ProjectId, person: string): Promise<Sight> {
  const board = await readBoard(projectId);
  const blind = await blindOutputs(projectId, board, person);
  return { projectId, person, board, blind, events: hideRows(board.events, blind) };
}

async function inOrder(sight: Sight, { sort, dir }: OutputsQuery): Promise<readonly OutputId[]> {
  const { projectId, board } = sight;
  if (sort === "graded") return byLastGrade(board.matrix.outputIds, lastGraded(sight.events), dir);
  const ids = sort === "import" ? board.matrix.outputIds : await orderOutputIds(projectId, sort);
  return dir === "up" ? ids : ids.toReversed();
}

type Fits = (id: OutputId) => boolean;

async function filtersOf(sight: Sight, query: OutputsQuery): Promise<Fits[]> {
  const sets = [
    ...(query.q === "" ? [] : [searched(sight, query.q)]),
    ...query.meta.map((filter) => withMetadata(sight, metadataOf(filter))),
    ...query.tag.map((tag) => withTag(sight, tag)),
    ...(query.show.includes("suspicious") ? [listSuspicious(sight.projectId)] : []),
  ];
  const graded = query.on.map((criterionId) => {
    const criterion = sight.board.criteria.find(({ id }) => id === criterionId);
    return criterion ? gradedOn(sight.events, criterion) : new Set<OutputId>();
  });
  const found = [...(await Promise.all(sets)), ...graded].map(
    (ids): Fits =>
      (id) =>
        ids.has(id),
  );
  return [...found, ...query.show.flatMap((state) => stateFilter(sight, state) ?? [])];
}

/** Null: it is looked up in the database instead. */
function stateFilter(sight: Sight, state: OutputState): Fits | null {
  const { board, blind, events, person } = sight;
  const labelOf = (id: OutputId) => (blind.has(id) ? null : (board.labels.whole.get(id) ?? null));
  const among =
    (ids: ReadonlySet<OutputId>): Fits =>
    (id) =>
      ids.has(id);
  switch (state) {
    case "good":
    case "bad":
      return (id) => labelOf(id) === state;
    case "ungraded": {
      const unsure = unsureOutputs(events);
      return (id) => labelOf(id) === null && !unsure.has(id);
    }
    case "unsure":
      return among(unsureOutputs(events));
    // What somebody did themselves is no secret to them, in an audit set and in a queue neither.
    case "mine":
      return among(ownOutputs([...board.events, ...board.heldOut], person).graded);
    case "skipped":
      return among(ownOutputs([...board.events, ...board.heldOut], person).skipped);
    case "disputed":
      return among(disputedOutputs(events, board.criteria));
    case "failed":
      return judged(sight, (kinds) => kinds.includes("fail"));
    case "disagreement":
      return judged(sight, (kinds) => kinds.includes("fail") && kinds.includes("pass"));
    case "error":
      return judged(sight, (kinds) => kinds.includes("error"));
    case "suspicious":
      return null;
  }
}

/** By what the selected assertions say. */
function judged({ board, blind }: Sight, fits: (kinds: readonly (VerdictKind | null)[]) => boolean): Fits {
  const selected = reportCard(board).set?.assertionIds ?? [];
  return (id) => !blind.has(id) && fits(selected.map((assertionId) => board.matrix.kind(assertionId, id)));
}

/** A tag on what the person has still to grade counts where it is their own. */
async function withTag({ projectId, blind, person }: Sight, tag: string): Promise<Set<OutputId>> {
  const remarks = await listTags(projectId);
  return taggedOutputs(
    remarks.filter(({ outputId, grader }) => grader === person || !blind.has(outputId)),
    tag,
  );
}

/** Which model made what a person has still to grade is not found out by asking for it. */
async function withMetadata(
  { projectId, blind }: Sight,
  filter: { readonly key: string; readonly value: string },
): Promise<Set<OutputId>> {
  const ids = await listWithMetadata(projectId, filter);
  const hidden = ids.filter((id) => blind.has(id));
  if (hidden.length === 0) return new Set(ids);
  const found = new Set(ids);
  for (const part of partsOf(hidden))
    for (const { id, metadata } of await listMetadata(projectId, part))
      if (tellsModel(metadata, filter.key)) found.delete(id);
  return found;
}

/** Nor by searching for its name, where it stands in a variable. */
async function searched({ projectId, blind }: Sight, words: string): Promise<Set<OutputId>> {
  const hits = await searchOutputs(projectId, words);
  const found = new Set(hits.map(({ id }) => id));
  const doubtful = hits.flatMap(({ id, isOnlyInVariables }) =>
    isOnlyInVariables && blind.has(id) ? [id] : [],
  );
  const wanted = JSON.stringify(words).slice(1, -1).toLowerCase();
  for (const part of partsOf(doubtful))
    for (const output of await findOutputs(projectId, part)) {
      const variables = JSON.stringify(withoutModel(output).variables).toLowerCase();
      if (!variables.includes(wanted)) found.delete(output.id);
    }
  return found;
}

/** So many outputs are in memory at a time. */
const PART = 500;

const partsOf = (ids: readonly OutputId[]): (readonly OutputId[])[] =>
  Array.from({ length: Math.ceil(ids.length / PART) }, (_, i) => ids.slice(i * PART, (i + 1) * PART));
