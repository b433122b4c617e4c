import { createStore, type StoreApi } from "zustand";
import { nextAuditCardsAction } from "@/lib/actions/audit-sets";
import {
  nextCardsAction,
  nextDecidingAction,
  nextRelooksAction,
  openCardAction,
  openNamedCardAction,
  recordGradesAction,
  recordRemarksAction,
  revealAction,
} from "@/lib/actions/grading";
import { GradeInput } from "@/lib/domain/card";
import {
  currentCard,
  emptySession,
  withKnown,
  type Effect,
  type Field,
  type Session,
  type SessionEvent,
} from "@/lib/domain/grading-session";
import { nextQueueCardsAction, queueProgressAction } from "@/lib/actions/queues";
import type { CriterionId, OutputId, ProjectId, QueueId } from "@/lib/domain/ids";
import type { GradingOrder } from "@/lib/domain/sampling";
import { step } from "@/lib/domain/session-step";
import { outputName } from "@/lib/domain/output";
import { problemMessage, type Result } from "@/lib/domain/problem";
import { RemarkInput } from "@/lib/domain/remark";
import { summarise, type SessionSummary } from "@/lib/domain/session-summary";
import type { Shown } from "@/lib/domain/grade";
import type { Revealed } from "@/lib/domain/revealed";
import { keepsAnything } from "@/components/ui/browser-storage";
import { AHEAD, createCardFeed, type Came, type Progress } from "./card-feed";
import { withMessage, withoutThoseAbout, type Message } from "./messages";
import { createNoteDrafts } from "./note-drafts";
import { createOutbox, type Desk } from "./outbox";
import { timeOnShow } from "./time-on-show";
import { createSender, together, type Saving } from "./sender";

/** A note is made part of its grade when nothing was typed for so long. */
const NOTE_MS = 1_500;

/** What the output before was, and what is told of it now that it is graded. */
export type RevealedCard = Revealed & { readonly name: string; readonly shown: Shown };

export type Grading = {
  readonly session: Session;
  readonly saving: Saving;
  readonly announcement: string;
  readonly messages: readonly Message[];
  /** Grades of an earlier page were sent by this one: what the server had counted before is out of date. */
  readonly hasResumed: boolean;
  readonly left: number | null;
  /** In a grading queue: how far the grader is; null elsewhere. */
  readonly progress: Progress | null;
  readonly revealed: RevealedCard | null;
  readonly noteFocus: number;
  /** What was done since the page was opened. */
  readonly sumUp: () => SessionSummary;
  readonly dispatch: (event: SessionEvent) => void;
  readonly start: (open: OutputId | null) => void;
  /** Shows the card of this output. */
  readonly open: (outputId: OutputId) => void;
  readonly dismiss: (message: number) => void;
  /** Makes what was typed part of its grade where there is one. */
  readonly keepNote: () => void;
  /** The same, and sends what is unsent at once. */
  readonly saveNow: () => void;
  /** Sends what the server would not take before: somebody may have seen to it. */
  readonly tryAgain: () => void;
  /** Something changed in the project: there may be further cards. */
  readonly lookAgain: () => void;
  /** Opens the card of an output by its id; the sentence of what kept it from that, null: nothing. */
  readonly goTo: (name: string) => Promise<string | null>;
};

/** A draw from all outputs, as the person wants it. */
export type DrawChoice = {
  readonly kind: "draw";
  readonly order: GradingOrder;
  readonly aim: CriterionId | null;
};

/**
 * Which output comes next. "relook": only what is to be graded again, because a criterion changed its meaning. "audit":
 * the audit set. "decide": what would decide about an entry of the drift journal. "team": a grading queue.
 */
export type QueueChoice =
  | DrawChoice
  | { readonly kind: "relook" | "audit" }
  | { readonly kind: "decide"; readonly eventId: number }
  | { readonly kind: "team"; readonly queueId: QueueId };

/** The one store: it remembers the session and makes its effects happen; what a step means is in the domain. */
export function createGradingStore(
  desk: Desk,
  fields: readonly Field[],
  queue: QueueChoice,
): StoreApi<Grading> {
  const { projectId, person } = desk;
  /** The card that the page was opened for comes before all others. */
  let isStarted = false;
  /** What is revealed of an output that is graded again is late. */
  let reveals = 0;
  let noteTimer: ReturnType<typeof setTimeout> | undefined;
  const onShow = timeOnShow();
  const drafts = createNoteDrafts(desk);

  const store = createStore<Grading>(() => ({
    session: emptySession(fields),
    saving: { state: "saved", unsent: 0 },
    announcement: "",
    messages: [],
    hasResumed: false,
    left: null,
    progress: null,
    revealed: null,
    noteFocus: 0,
    sumUp,
    dispatch,
    start: (open) => inBackground(start(open)),
    open: (outputId) => inBackground(openCard(outputId)),
    dismiss: (message) =>
      store.setState(({ messages }) => ({ messages: messages.filter(({ id }) => id !== message) })),
    keepNote,
    saveNow,
    tryAgain,
    lookAgain: () => inBackground(lookAgain()),
    goTo,
  }));

  function sumUp(): SessionSummary {
    return summarise(store.getState().session, onShow.upToNow());
  }

  const tell = (text: string, about: string | null = null, isProblem = false) =>
    store.setState(({ messages }) => ({ messages: withMessage(messages, { text, about, isProblem }) }));
  const over = (about: string) =>
    store.setState(({ messages }) => ({ messages: withoutThoseAbout(messages, about) }));
  const tellWhile = (about: string) => (sentence: string | null) =>
    sentence === null ? over(about) : tell(sentence, about, true);

  /** What fails here is no grade: those are kept until they are stored. */
  function inBackground(work: Promise<void>): void {
    work.catch((error: unknown) =>
      tell(error instanceof Error ? error.message : String(error), "a mistake of the program", true),
    );
  }

  const saving = new Map<"grades" | "remarks", Saving>();
  const wired = (of: "grades" | "remarks") => ({
    onState: (state: Saving) => {
      saving.set(of, state);
      store.setState({ saving: together([...saving.values()]) });
    },
    onStopped: tellWhile(`sending ${of}`),
    onUnkept: () => tell(UNKEPT, "storage", true),
    onRefused: ({ outputId }: { readonly outputId: OutputId }, sentence: string) =>
      tell(`Output ${nameOf(outputId)}: ${sentence} This could not be saved.`, null, true),
    inBackground,
  });
  const outbox = createOutbox("outbox", desk, GradeInput);
  const grades = createSender<GradeInput>({
    ...wired("grades"),
    outbox,
    record: (batch) => recordGradesAction({ projectId, by: person, grades: [...batch] }),
    onStored: (batch, notices) => {
      for (const notice of notices) tell(notice);
      inBackground(revealLast(batch));
      inBackground(readProgress());
      inBackground(lookAgain());
    },
  });
  const remarks = createSender<RemarkInput>({
    ...wired("remarks"),
    outbox: createOutbox("remarks", desk, RemarkInput),
    record: (batch) => recordRemarksAction({ projectId, by: person, remarks: [...batch] }),
    onStored: (_, notices) => {
      for (const notice of notices) tell(notice);
    },
  });
  const feed = createCardFeed({
    ask: (exclude) => askFor({ projectId, count: AHEAD, exclude }, queue),
    inHand: () => {
      const { cards, index } = store.getState().session;
      return cards.slice(index).map(({ output }) => output.id);
    },
    unsent: () => grades.unsent().map(({ outputId }) => outputId),
    onCame: ({ cards, left, progress = null }, isExhausted) => {
      // Later on it is read whenever a grade is stored, also when there are no further cards.
      store.setState({ left, progress: store.getState().progress ?? progress });
      dispatchQuietly({ type: "cardsCame", cards, isExhausted });
    },
    onProblem: tellWhile("cards"),
    inBackground,
  });

  const nameOf = (outputId: OutputId): string => {
    const card = store.getState().session.cards.find(({ output }) => output.id === outputId);
    return card ? outputName(card.output) : String(outputId);
  };

  function dispatch(event: SessionEvent): void {
    const before = store.getState().session;
    const effects = move(event);
    for (const effect of withKnown(before, effects)) perform(effect);
    if (event.type === "undone" || event.type === "wentBack") hideRevealed();
    if (event.type === "noteTyped") keepNoteSoon();
    if (isStarted) inBackground(feed.fill());
  }

  function dispatchQuietly(event: SessionEvent): void {
    move(event);
  }

  function move(event: SessionEvent): readonly Effect[] {
    const before = store.getState().session;
    const [session, effects] = step(before, event);
    store.setState({ session });
    onShow.see(currentCard(session)?.output.id ?? null);
    if (session.drafts !== before.drafts && !drafts.follow(before.drafts, session.drafts))
      tell(UNKEPT, "storage", true);
    return effects;
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

  function keepNote(): void {
    clearTimeout(noteTimer);
    if (store.getState().session.drafts.size > 0) dispatch({ type: "noteKept", key: crypto.randomUUID() });
  }

  function keepNoteSoon(): void {
    clearTimeout(noteTimer);
    noteTimer = setTimeout(keepNote, NOTE_MS);
  }

  function tryAgain(): void {
    grades.tryAgain();
    remarks.tryAgain();
  }

  function saveNow(): void {
    keepNote();
    tryAgain();
    const { session } = store.getState();
    const id = currentCard(session)?.output.id;
    const isDraft = id !== undefined && session.drafts.has(id);
    store.setState({
      announcement: isDraft ? "The note is kept here, and saved with the grade." : "Saving now.",
    });
  }

  function hideRevealed(): void {
    reveals += 1;
    store.setState({ revealed: null });
  }

  async function revealLast(batch: readonly GradeInput[]): Promise<void> {
    const last = batch.findLast(
      ({ criterionId, mark }) => criterionId === null && (mark === "good" || mark === "bad"),
    );
    // Who sees the verdicts of an audit set can tell how it is going before it is complete.
    if (!last || queue.kind === "audit") return;
    const now = reveals;
    const revealed = await revealAction({ projectId, outputId: last.outputId });
    if (revealed.ok && now === reveals)
      store.setState({
        revealed: { name: nameOf(last.outputId), shown: last.shown, ...revealed.value },
      });
  }

  async function readProgress(): Promise<void> {
    if (queue.kind !== "team") return;
    const progress = await queueProgressAction({ projectId, queueId: queue.queueId });
    if (progress.ok) store.setState({ progress: progress.value });
  }

  const lookAgain = async (): Promise<void> => (isStarted ? feed.lookAgain() : undefined);

  async function start(open: OutputId | null): Promise<void> {
    if (!keepsAnything()) tell(UNKEPT, "storage", true);
    const nobodys = outbox.countNobodys();
    if (nobodys > 0) tell(`${nobodys} unsaved grades of an earlier version ${NOBODYS}`);
    dispatchQuietly({ type: "draftsFound", drafts: drafts.load() });
    const [sent] = await Promise.all([grades.resume(), remarks.resume()]);
    if (sent > 0) store.setState({ hasResumed: true });
    try {
      if (open !== null) await openCard(open);
    } finally {
      isStarted = true;
      await feed.fill();
    }
  }

  async function openCard(outputId: OutputId): Promise<void> {
    const card = await openCardAction({ projectId, outputId });
    if (card.ok) dispatchQuietly({ type: "opened", card: card.value, key: crypto.randomUUID() });
    else tell(`Output ${nameOf(outputId)}: ${problemMessage(card.problem)}`, null, true);
  }

  async function goTo(name: string): Promise<string | null> {
    const queueId = queue.kind === "team" ? queue.queueId : null;
    const card = await openNamedCardAction({ projectId, name, queueId });
    if (!card.ok)
      return card.problem.code === "not-found" && card.problem.what === "output"
        ? `No output of this project has the id “${name}”.`
        : problemMessage(card.problem);
    dispatch({ type: "opened", card: card.value, key: crypto.randomUUID() });
    return null;
  }

  return store;
}

const UNKEPT =
  "This browser keeps nothing for this page: what is not saved yet does not survive a closed tab. Stay on the page until it is saved.";

const NOBODYS =
  "are kept in this browser. They do not say whose they are, so they are not sent: grade these outputs again.";

type Wanted = {
  readonly projectId: ProjectId;
  readonly count: number;
  readonly exclude: OutputId[];
};

function askFor(wanted: Wanted, queue: QueueChoice): Promise<Result<Came>> {
  switch (queue.kind) {
    case "draw":
      return nextCardsAction({ ...wanted, order: queue.order, aim: queue.aim });
    case "relook":
      return nextRelooksAction(wanted);
    case "audit":
      return nextAuditCardsAction(wanted);
    case "decide":
      return nextDecidingAction({ ...wanted, eventId: queue.eventId });
    case "team":
      return nextQueueCardsAction({ ...wanted, queueId: queue.queueId });
  }
}
