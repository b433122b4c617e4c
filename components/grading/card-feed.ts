import type { Card } from "@/lib/domain/card";
import type { OutputId } from "@/lib/domain/ids";
import { problemMessage, type Result } from "@/lib/domain/problem";

/** Cards kept ready, the one on show among them. */
export const AHEAD = 3;
const RETRY_MS = 3_000;
/** The server takes so many. */
const MOST_EXCLUDED = 50;

export type Progress = { readonly done: number; readonly skipped: number; readonly of: number };
export type Came = {
  readonly cards: readonly Card[];
  readonly left: number;
  readonly progress?: Progress;
};

type Wiring = {
  readonly ask: (exclude: OutputId[]) => Promise<Result<Came>>;
  /** The outputs of the card on show and of those behind it. */
  readonly inHand: () => readonly OutputId[];
  /** Outputs of which something was said that the server does not know yet. */
  readonly unsent: () => readonly OutputId[];
  /** `isExhausted`: there is no further card, and none that was held back from the answer. */
  readonly onCame: (came: Came, isExhausted: boolean) => void;
  /** A sentence as long as no cards come; null: they do. */
  readonly onProblem: (sentence: string | null) => void;
  readonly inBackground: (work: Promise<void>) => void;
};

export type CardFeed = {
  /** Fetches cards where few are in hand, unless the server has just said that there are none beside these. */
  readonly fill: () => Promise<void>;
  /** The same after something changed on the server: what was skipped or set free may come now. */
  readonly lookAgain: () => Promise<void>;
};

/** Keeps a few cards ready. That the server has none but those in hand does not mean that all are graded. */
export function createCardFeed({ ask, inHand, unsent, onCame, onProblem, inBackground }: Wiring): CardFeed {
  let isFetching = false;
  let isChanged = false;
  const hasChanged = () => isChanged;
  /** What was held back when no card came; null: one came. */
  let emptyBeside: string | null = null;

  async function fill(): Promise<void> {
    // What is graded here but not on the server yet must not come again.
    const exclude = [...new Set([...unsent(), ...inHand()])];
    if (isFetching || inHand().length > AHEAD || emptyBeside === exclude.join()) return;
    isFetching = true;
    isChanged = false;
    try {
      const result = await ask(exclude.slice(-MOST_EXCLUDED));
      if (result.ok) take(result.value, exclude);
      else onProblem(problemMessage(result.problem));
    } catch {
      onProblem("The server cannot be reached. Grades that you give are kept here and sent when it is back.");
      setTimeout(() => inBackground(fill()), RETRY_MS);
      return;
    } finally {
      isFetching = false;
    }
    if (hasChanged()) await fill();
  }

  function take(came: Came, exclude: readonly OutputId[]): void {
    onProblem(null);
    const isEmpty = came.cards.length === 0;
    emptyBeside = isEmpty && !isChanged ? exclude.join() : null;
    const cards = came.cards.filter(({ output }) => !exclude.includes(output.id));
    onCame({ ...came, cards }, isEmpty && exclude.length === 0);
  }

  return {
    fill,
    lookAgain: () => {
      emptyBeside = null;
      isChanged = true;
      return fill();
    },
  };
}
