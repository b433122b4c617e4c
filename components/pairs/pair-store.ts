import { createStore, type StoreApi } from "zustand/vanilla";
import { createOutbox } from "@/components/grading/outbox";
import { createSender, type Saving } from "@/components/grading/sender";
import { nextPairsAction, recordComparisonsAction } from "@/lib/actions/pairs";
import { ComparisonInput, pairOf, type Winner } from "@/lib/domain/comparison";
import type { CriterionId, ProjectId, RevisionId } from "@/lib/domain/ids";
import type { Output } from "@/lib/domain/output";
import { problemMessage } from "@/lib/domain/problem";

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
  readonly answer: (winner: Winner) => void;
  readonly takeBack: () => void;
};

const SAYS: Readonly<Record<Winner, string>> = {
  left: "The left one is better.",
  right: "The right one is better.",
  equal: "They are equal.",
  unsure: "Cannot tell.",
  withdrawn: "Taken back.",
};

type Place = {
  readonly projectId: ProjectId;
  readonly criterionId: CriterionId;
  readonly revisionId: RevisionId;
};

/** Pairs on one criterion: the next one is there at once, and what was said is kept until the server has it. */
export function createPairSession({ projectId, criterionId, revisionId }: Place): PairSession {
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
    outbox: createOutbox("comparisons", projectId, ComparisonInput),
    record: (comparisons) => recordComparisonsAction({ projectId, comparisons: [...comparisons] }),
    onState: (saving) => store.setState({ saving }),
    onProblem: complain,
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
      }));
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
