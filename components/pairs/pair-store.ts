import { createStore, type StoreApi } from "zustand/vanilla";
import { createOutbox, type Desk } from "@/components/grading/outbox";
import { createSender, type Saving } from "@/components/grading/sender";
import { nextPairsAction, recordComparisonsAction } from "@/lib/actions/pairs";
import { ComparisonInput, pairOf, type Winner } from "@/lib/domain/comparison";
import type { CriterionId, RevisionId } from "@/lib/domain/ids";
import type { Output } from "@/lib/domain/output";
import { problemMessage } from "@/lib/domain/problem";

const RETRY_MS = 3_000;

/** Pairs kept ready ahead of the one on show. */
const AHEAD = 3;

export type Pair = { readonly left: Output; readonly right: Output };
type Answered = Pair & { readonly winner: Winner };

export type PairState = {
  /** The first is on show. */
  readonly pairs: readonly Pair[];
  /** Oldest first, for taking back. */
  readonly answered: readonly Answered[];
  readonly isExhausted: boolean;
  readonly saving: Saving;
  /** A sentence for the person; null: nothing is wrong. */
  readonly problem: string | null;
  /** What was done last, for who does not see it. */
  readonly announcement: string;
};

export type PairSession = StoreApi<PairState> & {
  readonly start: () => void;
  /** Sends again what could not be sent: somebody may have seen to it. */
  readonly tryAgain: () => void;
  readonly answer: (winner: Winner) => void;
  readonly takeBack: () => void;
};

const AWAY = "The server cannot be reached. What you say is kept here and sent when it is back.";

const SAYS: Readonly<Record<Winner, string>> = {
  left: "The left one is better.",
  right: "The right one is better.",
  equal: "They are equal.",
  unsure: "Cannot tell.",
  withdrawn: "Taken back.",
};

type Place = Desk & {
  readonly criterionId: CriterionId;
  readonly revisionId: RevisionId;
};

/** Pairs on one criterion: the next one is there at once, and what was said is kept until the server has it. */
export function createPairSession({ projectId, person, criterionId, revisionId }: Place): PairSession {
  const store = createStore<PairState>(() => ({
    ...{ pairs: [], answered: [], isExhausted: false, problem: null, announcement: "" },
    saving: { state: "saved", unsent: 0 },
  }));
  let isFetching = false;
  const complain = (problem: string) => store.setState({ problem });
  const inBackground = (work: Promise<void>) => {
    work.catch((error: unknown) => complain(error instanceof Error ? error.message : String(error)));
  };
  const sender = createSender<ComparisonInput>({
    outbox: createOutbox("comparisons", { projectId, person }, ComparisonInput),
    record: (comparisons) =>
      recordComparisonsAction({ projectId, by: person, comparisons: [...comparisons] }),
    onState: (saving) => store.setState({ saving }),
    onStopped: (sentence) => {
      if (sentence !== null) complain(sentence);
    },
    onUnkept: () => complain("This browser keeps nothing for this page: stay on it until all is saved."),
    onRefused: (_item, sentence) => complain(`${sentence} This comparison could not be saved.`),
    onStored: (_items, [notice]) => {
      store.setState({ problem: notice ?? null });
      inBackground(fetch());
    },
    inBackground,
  });

  /** After what was said is stored: until then the server would hand it out again. */
  async function fetch(): Promise<void> {
    const { pairs, answered, isExhausted } = store.getState();
    if (isFetching || isExhausted || pairs.length > AHEAD) return;
    isFetching = true;
    try {
      const shown = [...pairs, ...answered.slice(-50)].map(({ left, right }) => pairOf(left.id, right.id));
      const result = await nextPairsAction({ projectId, criterionId, count: AHEAD + 2, exclude: shown });
      if (!result.ok) {
        complain(problemMessage(result.problem));
        return;
      }
      store.setState((now) => ({
        pairs: [...now.pairs, ...result.value],
        isExhausted: result.value.length === 0,
        problem: now.problem === AWAY ? null : now.problem,
      }));
    } catch {
      complain(AWAY);
      setTimeout(() => inBackground(fetch()), RETRY_MS);
    } finally {
      isFetching = false;
    }
  }

  function send({ left, right }: Pair, winner: Winner): void {
    const key = crypto.randomUUID();
    sender.push({ key, criterionId, revisionId, leftId: left.id, rightId: right.id, winner });
    store.setState({ announcement: SAYS[winner] });
  }

  return {
    ...store,
    start: () => inBackground(sender.resume().then(fetch)),
    tryAgain: sender.tryAgain,
    answer: (winner) => {
      const [pair, ...rest] = store.getState().pairs;
      if (!pair) return;
      store.setState(({ answered }) => ({ pairs: rest, answered: [...answered, { ...pair, winner }] }));
      send(pair, winner);
      inBackground(fetch());
    },
    takeBack: () => {
      const last = store.getState().answered.at(-1);
      if (!last) return;
      store.setState(({ pairs, answered }) => ({
        pairs: [last, ...pairs],
        answered: answered.slice(0, -1),
      }));
      send(last, "withdrawn");
    },
  };
}
