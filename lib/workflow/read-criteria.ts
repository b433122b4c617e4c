import { listActivities } from "@/lib/db/activities";
import { findAssertions, listDropped } from "@/lib/db/assertions";
import { countUntrusted } from "@/lib/db/canary-runs";
import { readTaskChoice, viewConnections } from "@/lib/db/connections";
import { listCriteria, listRevisions } from "@/lib/db/criteria";
import { listLimitChanges } from "@/lib/db/limits";
import { listEditors } from "@/lib/db/persons";
import { listVariableNames } from "@/lib/db/outputs";
import { readErrors } from "@/lib/db/verdicts";
import type { Assertion } from "@/lib/domain/assertion";
import { candidateViews, type CandidateView } from "@/lib/domain/candidate-view";
import type { ConnectionView, ModelsInUse, TaskChoice } from "@/lib/domain/connection";
import { hasMeaning, type Criterion, type LimitChange, type Revision } from "@/lib/domain/criterion";
import type { AssertionId, CriterionId, ProjectId } from "@/lib/domain/ids";
import type { JudgingPlan, Rest } from "@/lib/domain/judging-plan";
import type { NamedPerson } from "@/lib/domain/queue-page";
import { relookQueue } from "@/lib/domain/relook";
import { judgingPlans } from "./plan-judging";
import { readJudging, type JudgingView } from "./read-judging";
import { modelsInUse } from "./connections";
import { holderOf } from "./own-criterion";
import { readBoard, type Board } from "./read-board";
import { readJuryVotes } from "./read-jury-votes";
import { notesOnBad } from "./suggest-criteria";

type ConnectionName = Pick<ConnectionView, "id" | "name" | "writingModel" | "judgingModel">;

/** A candidate of which another one was made, in play or not. */
export type EarlierCandidate = Pick<Assertion, "id" | "name" | "implementation"> & {
  readonly isInPlay: boolean;
};

export type CriteriaPage = {
  readonly views: readonly {
    readonly criterion: Criterion;
    readonly revisions: readonly Revision[];
    /** Oldest first. */
    readonly limitChanges: readonly LimitChange[];
    /** Whose it is (`holderOf`); null: nobody's. */
    readonly owner: string | null;
    readonly candidates: readonly (CandidateView & {
      readonly rest: Rest | null;
      /** How many of its verdicts stand in untrusted batches. */
      readonly untrusted: number;
      /** The candidate that it was made from; null: it was made anew. */
      readonly earlier: EarlierCandidate | null;
    })[];
    /** Candidates that the program took out of play, newest first. */
    readonly dropped: readonly { readonly id: AssertionId; readonly name: string; readonly why: string }[];
    /** Outputs whose grades of this criterion are stale, provisional or were not carried over. */
    readonly relook: number;
    /** Labels that rest only on grades carried over from what it was split or merged from. */
    readonly provisional: number;
  }[];
  readonly retired: readonly Criterion[];
  /** To whom a criterion can be handed over; empty without accounts. */
  readonly editors: readonly NamedPerson[];
  readonly isConnected: boolean;
  /** Null: no model is connected. */
  readonly models: {
    readonly inUse: ModelsInUse;
    readonly connections: readonly ConnectionName[];
    readonly choice: TaskChoice;
  } | null;
  /** Null: no model is connected, or there are no judges. */
  readonly judging: JudgingView | null;
  /** The names of the variables that outputs come with: code can use them. */
  readonly variables: readonly string[];
  readonly noteCount: number;
  readonly isSuggesting: boolean;
};

/** What a criterion said, newest first, and the limits that were set under it, oldest first. */
const chainOf = (projectId: ProjectId, id: CriterionId) =>
  Promise.all([listRevisions(projectId, id), listLimitChanges(projectId, id)]);

/** The criteria with their candidates, one a behaviour, and what can be done next. */
export async function readCriteria(projectId: ProjectId): Promise<CriteriaPage> {
  const [board, all, connection, notes, activities, dropped, untrusted, variables] = await Promise.all([
    readBoard(projectId),
    listCriteria(projectId, { retiredToo: true }),
    modelsInUse(projectId),
    notesOnBad(projectId),
    listActivities(projectId, 10),
    listDropped(projectId),
    countUntrusted(projectId),
    listVariableNames(projectId),
  ]);
  const behaviour = (id: AssertionId) => board.matrix.counts(id);
  const erring = board.assertions.filter(({ id }) => behaviour(id).error > 0);
  const errors = new Map(
    await Promise.all(erring.map(async ({ id }) => [id, await readErrors(projectId, id)] as const)),
  );
  const plans = judgingPlans(board);
  const earlier = await readEarlier(projectId, board);
  const queue = relookQueue(board, board.events);
  const views = await Promise.all(
    board.criteria.map(async (criterion) => {
      const mine = board.assertions.filter(({ revisionId }) => hasMeaning(criterion, revisionId));
      const clusters = board.matrix.clusters(mine.map(({ id }) => id));
      const [revisions, limitChanges] = await chainOf(projectId, criterion.id);
      return {
        ...{ criterion, revisions, limitChanges, owner: holderOf(criterion, revisions) },
        relook: queue.filter(({ criterionIds }) => criterionIds.includes(criterion.id)).length,
        provisional: board.labels.byCriterion.get(criterion.id)?.provisional ?? 0,
        candidates: candidateViews(mine, {
          ...{ behaviour, clusters, errors },
          votes: readJuryVotes(board, criterion),
        }).map((view) => ({
          ...view,
          rest: restOf(plans.get(view.assertion.id)),
          untrusted: untrusted.get(view.assertion.id) ?? 0,
          earlier: earlier.get(view.assertion.id) ?? null,
        })),
        dropped: dropped
          .filter(({ revisionId }) => hasMeaning(criterion, revisionId))
          .map(({ id, name, why }) => ({ id, name, why })),
      };
    }),
  );
  return {
    views,
    editors: await listEditors(projectId),
    retired: all.filter(({ retiredAt }) => retiredAt !== null),
    isConnected: connection !== null,
    models: connection && {
      inUse: connection,
      connections: (await viewConnections()).map(({ id, name, writingModel, judgingModel }) => ({
        ...{ id, name, writingModel, judgingModel },
      })),
      choice: await readTaskChoice(projectId),
    },
    judging: connection && (await readJudging(projectId, connection.judging.model)),
    variables,
    noteCount: notes.length,
    isSuggesting: activities.some(({ kind, state }) => kind === "suggest" && state === "running"),
  };
}

/** What candidates in play were made from, by the id of the later one. */
async function readEarlier(
  projectId: ProjectId,
  { assertions }: Board,
): Promise<Map<AssertionId, EarlierCandidate>> {
  const made = assertions.flatMap(({ id, parentId }) => (parentId === null ? [] : [{ id, parentId }]));
  const parents = await findAssertions(projectId, [...new Set(made.map(({ parentId }) => parentId))]);
  const inPlay = new Set(assertions.map(({ id }) => id));
  const byId = new Map(
    parents.map(({ id, name, implementation }) => [
      id,
      { id, name, implementation, isInPlay: inPlay.has(id) },
    ]),
  );
  return new Map(
    made.flatMap(({ id, parentId }) => {
      const parent = byId.get(parentId);
      return parent ? [[id, parent] as const] : [];
    }),
  );
}

/** Why a judge is asked nothing now; null: it is at work, through, or no judge. */
const restOf = (plan: JudgingPlan | undefined): Rest | null =>
  plan?.outputIds.length === 0 ? plan.rest : null;
