import { listMetadata, findOutputs } from "@/lib/db/outputs";
import { namesIn } from "@/lib/db/members";
import { LOCAL_PERSON } from "@/lib/domain/access";
import { listPersons } from "@/lib/db/persons";
import { findQueue, listQueues, listReservations, type StoredQueue } from "@/lib/db/queues";
import { graderBoards } from "@/lib/domain/grader-board";
import {
  dealtIn,
  filledOf,
  heldBy,
  needOf,
  progressOf,
  statusOf,
  type QueueState,
  type Reservation,
} from "@/lib/domain/hand-out";
import type { OutputId, ProjectId, QueueId } from "@/lib/domain/ids";
import { divisionsOf } from "@/lib/domain/pass-rate-by-slice";
import type {
  MyStatus,
  QueueOptions,
  QueuePage,
  QueueQuery,
  QueueRow,
  QueuesPage,
  QueueView,
} from "@/lib/domain/queue-page";
import { candidatesIn, drawable } from "./queue-candidates";
import { readBoard, type Board } from "./read-board";

const PAGE = 50;
/** So much of a text stands in the table. */
const BEGINNING = 2_001;

type Asked = { readonly projectId: ProjectId; readonly me: string; readonly now: Date };

/** The grading queues of a project, how far everybody is in each, and how well they agree. */
export async function readQueues({ projectId, me, now }: Asked): Promise<QueuesPage> {
  const [board, queues, names] = await Promise.all([
    readBoard(projectId),
    listQueues(projectId),
    namesOf(projectId),
  ]);
  const options = await readOptions(projectId, board);
  const reservations = await listReservations(queues.map(({ queue }) => queue.id));
  return {
    me,
    options,
    queues: queues.map((stored) => {
      const own = reservations.filter(({ queueId }) => queueId === stored.queue.id);
      return toView(withDealt(stored, board), { board, reservations: own, now, names });
    }),
  };
}

/** A queue with the rows of its outputs under a filter, without their texts; null: there is none. */
export async function readQueueRows(
  { projectId, me, now }: Asked,
  queueId: QueueId,
  show: QueueQuery["show"],
): Promise<{
  readonly board: Board;
  readonly view: QueueView;
  readonly rows: readonly [OutputId, Row][];
} | null> {
  const [board, stored, names] = await Promise.all([
    readBoard(projectId),
    findQueue(projectId, queueId),
    namesOf(projectId),
  ]);
  if (!stored) return null;
  const reservations = await listReservations([queueId]);
  const state = withDealt(stored, board);
  const view = toView(state, { board, reservations, now, names });
  const disputed = new Set(view.boards.flatMap(({ disputes }) => disputes.map(({ outputId }) => outputId)));
  const nameOf = (person: string) => names.get(person) ?? person;
  const rows = toRows(state, { held: heldBy(reservations, now), disputed, me, nameOf });
  return { board, view, rows: rows.filter(([, row]) => isShown(row, show)) };
}

/** One queue with a page of its outputs; null: there is none. */
export async function readQueue(
  asked: Asked,
  queueId: QueueId,
  query: QueueQuery,
): Promise<QueuePage | null> {
  const { projectId, me } = asked;
  const found = await readQueueRows(asked, queueId, query.show);
  if (!found) return null;
  const { board, view, rows } = found;
  const options = await readOptions(projectId, board);
  const pages = Math.max(1, Math.ceil(rows.length / PAGE));
  const page = Math.min(query.page, pages);
  const byId = new Map(rows.slice((page - 1) * PAGE, page * PAGE));
  const outputs = await findOutputs(projectId, [...byId.keys()]);
  return {
    ...{ me, view, options, pages, total: rows.length },
    rows: outputs.flatMap(({ id, externalId, text }) => {
      const row = byId.get(id);
      return row ? [{ ...row, output: { id, externalId, text: text.slice(0, BEGINNING) } }] : [];
    }),
  };
}

const withDealt = ({ queue, outputs }: StoredQueue, { events, heldOut }: Board): QueueState => ({
  ...{ queue, outputs },
  dealt: dealtIn(queue, outputs, [...events, ...heldOut]),
});

/** Names of people by their ids; who came with an import is not among them. */
type Names = ReadonlyMap<string, string>;

function toView(
  state: QueueState,
  facts: {
    readonly board: Board;
    readonly reservations: readonly Reservation[];
    readonly now: Date;
    readonly names: Names;
  },
): QueueView {
  const { queue, outputs } = state;
  const { board, reservations, now, names } = facts;
  const inQueue = new Set(outputs.map(({ outputId }) => outputId));
  const events = board.events.filter(({ outputId }) => inQueue.has(outputId));
  const filled = filledOf(state);
  return {
    queue,
    status: statusOf(queue, filled),
    outputs: outputs.length,
    overlap: outputs.filter(({ isOverlap }) => isOverlap).length,
    filled,
    people: progressOf(state, heldBy(reservations, now)).map((one) => ({
      ...one,
      name: names.get(one.person) ?? one.person,
    })),
    boards: graderBoards(events, board.criteria),
  };
}

type Row = Omit<QueueRow, "output">;

function toRows(
  { queue, outputs, dealt }: QueueState,
  facts: {
    readonly held: ReadonlyMap<OutputId, ReadonlySet<string>>;
    readonly disputed: ReadonlySet<OutputId>;
    readonly me: string;
    readonly nameOf: (id: string) => string;
  },
): [OutputId, Row][] {
  const { held, disputed, me, nameOf } = facts;
  const isGrading = queue.closedAt === null && queue.assignees.includes(me);
  return outputs.map((output) => {
    const { outputId, isOverlap } = output;
    const done = [...(dealt.get(outputId)?.done ?? [])];
    const skipped = dealt.get(outputId)?.skipped.has(me) ?? false;
    const inHand = [...(held.get(outputId) ?? [])].filter((person) => !done.includes(person));
    const row = {
      ...{ isOverlap, needs: needOf(queue, output) },
      doneBy: done.map(nameOf),
      heldBy: inHand.map(nameOf),
      mine: myStatus({ done: done.includes(me), skipped, held: inHand.includes(me) }),
      // Who still has to grade it must not know that others differ.
      isDisputed: disputed.has(outputId) && (!isGrading || done.includes(me)),
    };
    return [outputId, row];
  });
}

function myStatus(of: {
  readonly done: boolean;
  readonly skipped: boolean;
  readonly held: boolean;
}): MyStatus {
  if (of.done) return "submitted";
  if (of.held) return "in hand";
  return of.skipped ? "skipped" : "pending";
}

function isShown({ mine, doneBy, heldBy: inHand, isDisputed }: Row, show: QueueQuery["show"]): boolean {
  switch (show) {
    case "all":
      return true;
    case "mine":
      return mine !== "pending";
    case "unassigned":
      return doneBy.length === 0 && inHand.length === 0;
    case "disagreements":
      return isDisputed;
  }
}

async function readOptions(projectId: ProjectId, board: Board): Promise<QueueOptions> {
  const [persons, metadata, disputed] = await Promise.all([
    listPersons(projectId),
    listMetadata(projectId),
    candidatesIn(projectId, board, { of: "disputed" }),
  ]);
  const free = drawable(board);
  const isFree = new Set(free);
  return {
    persons,
    slices: divisionsOf(metadata.filter(({ id }) => isFree.has(id))).map(({ key, groups }) => ({
      key,
      values: [...groups].map(([value, own]) => ({ value, outputs: own.length })),
    })),
    drawable: free.length,
    disputed: disputed.length,
  };
}

/** With the local owner's, who has no account. */
async function namesOf(projectId: ProjectId): Promise<Names> {
  return new Map([[LOCAL_PERSON.id, LOCAL_PERSON.name], ...(await namesIn(projectId))]);
}
