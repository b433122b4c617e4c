import { createStore, type StoreApi } from "zustand";
import { nextAuditCardsAction } from "@/lib/actions/audit-sets";
import {
  nextCardsAction,
  nextRelooksAction,
  openCardAction,
  recordGradesAction,
  recordRemarksAction,
  revealAction,
} from "@/lib/actions/grading";
import { GradeInput, type Card } from "@/lib/domain/card";
import {
  currentCard,
  emptySession,
  step,
  withKnown,
  type Effect,
  type Field,
  type Session,
  type SessionEvent,
} from "@/lib/domain/grading-session";
import { nextQueueCardsAction, queueProgressAction } from "@/lib/actions/queues";
import type { CriterionId, OutputId, ProjectId, QueueId } from "@/lib/domain/ids";
import type { GradingOrder } from "@/lib/domain/sampling";
import { problemMessage, type Result } from "@/lib/domain/problem";
import { RemarkInput } from "@/lib/domain/remark";
import { summarise, type SessionSummary } from "@/lib/domain/session-summary";
import type { Shown } from "@/lib/domain/grade";
import type { Verdict } from "@/lib/domain/verdict";
import { createOutbox } from "./outbox";
import { timeOnShow } from "./time-on-show";
import { createSender, together, type Saving } from "./sender";

/** Cards kept ready ahead of the one on show. */
const AHEAD = 3;
const RETRY_MS = 3_000;

export type Revealed = {
  readonly outputId: OutputId;
  readonly shown: Shown;
  readonly said: readonly {
    readonly criterion: string;
    readonly assertion: string;
    readonly verdict: Verdict | null;
  }[];
  /** How many others call the whole output what this grader does not; null: not told. */
  readonly otherwise: number | null;
};

export type Grading = {
  readonly session: Session;
  readonly saving: Saving;
  readonly announcement: string;
  readonly notices: readonly string[];
  /** Grades of an earlier page were sent by this one: what the server had counted before is out of date. */
  readonly hasResumed: boolean;
  readonly left: number | null;
  /** In a grading queue: how far the grader is; null elsewhere. */
  readonly progress: Progress | null;
  readonly problem: string | null;
  readonly revealed: Revealed | null;
  readonly noteFocus: number;
  /** What was done since the page was opened. */
  readonly sumUp: () => SessionSummary;
  readonly dispatch: (event: SessionEvent) => void;
  readonly start: (open: OutputId | null) => void;
  /** Whether something has come to be graded meanwhile: what others did not grade in time. */
  readonly lookAgain: () => void;
};

export type Progress = { readonly done: number; readonly skipped: number; readonly of: number };

/** A draw from all outputs, as the person wants it. */
export type DrawChoice = {
  readonly kind: "draw";
  readonly order: GradingOrder;
  readonly aim: CriterionId | null;
};

/**
 * Which output comes next. "relook": only what is to be graded again, because a criterion changed its meaning. "audit":
 * the audit set. "team": a grading queue.
 */
export type QueueChoice =
  DrawChoice | { readonly kind: "relook" | "audit" } | { readonly kind: "team"; readonly queueId: QueueId };

/** The one store: it remembers the session and makes its effects happen; what a step means is in the domain. */
export function createGradingStore(
  projectId: ProjectId,
  fields: readonly Field[],
  queue: QueueChoice,
): StoreApi<Grading> {
  let isFetching = false;
  /** The card that the page was opened for comes before all others. */
  let isStarted = false;
  const onShow = timeOnShow();

  const store = createStore<Grading>(() => ({
    session: emptySession(fields),
    saving: { state: "saved", unsent: 0 },
    announcement: "",
    notices: [],
    hasResumed: false,
    left: null,
    progress: null,
    problem: null,
    revealed: null,
    noteFocus: 0,
    sumUp,
    dispatch,
    start: (open) => inBackground(start(open)),
    lookAgain: () => inBackground(fetchCards()),
  }));

  function sumUp(): SessionSummary {
    return summarise(store.getState().session, onShow.upToNow());
  }

  /** What fails here is no grade: those are kept until they are stored. */
  function inBackground(work: Promise<void>): void {
    work.catch((error: unknown) =>
      store.setState({ problem: error instanceof Error ? error.message : String(error) }),
    );
  }

  const saving = new Map<"grades" | "remarks", Saving>();
  const wired = (of: "grades" | "remarks") => ({
    onState: (state: Saving) => {
      saving.set(of, state);
      store.setState({ saving: together([...saving.values()]) });
    },
    onProblem: (problem: string) => store.setState({ problem }),
    inBackground,
  });
  const keepNotices = (notices: readonly string[]) => {
    if (notices.length > 0) store.setState({ notices });
  };
  const grades = createSender<GradeInput>({
    ...wired("grades"),
    outbox: createOutbox("outbox", projectId, GradeInput),
    record: (batch) => recordGradesAction({ projectId, grades: [...batch] }),
    onStored: (batch, notices) => {
      keepNotices(notices);
      inBackground(revealLast(batch));
      inBackground(readProgress());
    },
  });
  const remarks = createSender<RemarkInput>({
    ...wired("remarks"),
    outbox: createOutbox("remarks", projectId, RemarkInput),
    record: (batch) => recordRemarksAction({ projectId, remarks: [...batch] }),
    onStored: (_, notices) => keepNotices(notices),
  });

  function dispatch(event: SessionEvent): void {
    const before = store.getState().session;
    const [session, effects] = step(before, event);
    store.setState({ session });
    onShow.see(currentCard(session)?.output.id ?? null);
    for (const effect of withKnown(before, effects)) perform(effect);
    if (session.cards.length - session.index <= AHEAD && !session.isExhausted) inBackground(fetchCards());
  }

  function perform(effect: Effect): void {
    switch (effect.type) {
      case "send":
        grades.push(effect.grade);
        return;
      case "sendRemark":
        remarks.push(effect.remark);
        return;
      case "announce":
        store.setState({ announcement: effect.text });
        return;
      case "focusNote":
        store.setState({ noteFocus: store.getState().noteFocus + 1 });
    }
  }

  async function revealLast(batch: readonly GradeInput[]): Promise<void> {
    const last = batch.findLast(
      ({ criterionId, mark }) => criterionId === null && (mark === "good" || mark === "bad"),
    );
    // Who sees the verdicts of an audit set can tell how it is going before it is complete.
    if (!last || queue.kind === "audit") return;
    const revealed = await revealAction({ projectId, outputId: last.outputId });
    if (revealed.ok)
      store.setState({ revealed: { outputId: last.outputId, shown: last.shown, ...revealed.value } });
  }

  async function readProgress(): Promise<void> {
    if (queue.kind !== "team") return;
    const progress = await queueProgressAction({ projectId, queueId: queue.queueId });
    if (progress.ok) store.setState({ progress: progress.value });
  }

  async function fetchCards(): Promise<void> {
    if (isFetching || !isStarted) return;
    isFetching = true;
    try {
      const { session } = store.getState();
      const held = session.cards.slice(session.index).map(({ output }) => output.id);
      // What is graded here but not on the server yet must not come again.
      const unsent = grades.unsent().map(({ outputId }) => outputId);
      const wanted = { projectId, count: AHEAD, exclude: [...new Set([...held, ...unsent])].slice(-50) };
      const result = await askFor(wanted, queue);
      if (!result.ok) {
        store.setState({ problem: problemMessage(result.problem) });
        return;
      }
      const { left, progress = null } = result.value;
      // Later on it is read whenever a grade is stored, also when there are no further cards.
      store.setState({ left, progress: store.getState().progress ?? progress, problem: null });
      dispatchQuietly({
        type: "cardsCame",
        cards: result.value.cards,
        isExhausted: result.value.cards.length === 0,
      });
    } catch {
      store.setState({
        problem: "The server cannot be reached. Grades that you give are kept here and sent when it is back.",
      });
      setTimeout(() => inBackground(fetchCards()), RETRY_MS);
    } finally {
      isFetching = false;
    }
  }

  function dispatchQuietly(event: SessionEvent): void {
    const [session] = step(store.getState().session, event);
    store.setState({ session });
    onShow.see(currentCard(session)?.output.id ?? null);
  }

  async function start(open: OutputId | null): Promise<void> {
    const [sent] = await Promise.all([grades.resume(), remarks.resume()]);
    if (sent > 0) store.setState({ hasResumed: true });
    try {
      if (open !== null) await openCard(open);
    } finally {
      isStarted = true;
      if (store.getState().session.cards.length < AHEAD) await fetchCards();
    }
  }

  async function openCard(outputId: OutputId): Promise<void> {
    const card = await openCardAction({ projectId, outputId });
    if (card.ok) dispatchQuietly({ type: "opened", card: card.value });
    else store.setState({ problem: problemMessage(card.problem) });
  }

  return store;
}

type Wanted = {
  readonly projectId: ProjectId;
  readonly count: number;
  readonly exclude: OutputId[];
};
type Came = { readonly cards: readonly Card[]; readonly left: number; readonly progress?: Progress };

function askFor(wanted: Wanted, queue: QueueChoice): Promise<Result<Came>> {
  switch (queue.kind) {
    case "draw":
      return nextCardsAction({ ...wanted, order: queue.order, aim: queue.aim });
    case "relook":
      return nextRelooksAction(wanted);
    case "audit":
      return nextAuditCardsAction(wanted);
    case "team":
      return nextQueueCardsAction({ ...wanted, queueId: queue.queueId });
  }
}
