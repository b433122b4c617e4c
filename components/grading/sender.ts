import { problemMessage, type Result } from "@/lib/domain/problem";
import type { Outbox } from "./outbox";

const RETRY_MS = 3_000;
const AT_ONCE = 50;

export type Saving = { readonly state: "saved" | "saving" | "waiting"; readonly unsent: number };

export type Sender<Item> = {
  readonly push: (item: Item) => void;
  /** Takes up what an earlier page could not send, and tries once; how many these are. */
  readonly resume: () => Promise<number>;
  readonly unsent: () => readonly Item[];
};

type Wiring<Item> = {
  readonly outbox: Outbox<Item>;
  readonly record: (
    items: readonly Item[],
  ) => Promise<Result<{ readonly settled: readonly string[]; readonly notices: readonly string[] }>>;
  readonly onState: (saving: Saving) => void;
  readonly onProblem: (sentence: string) => void;
  readonly onStored: (items: readonly Item[], notices: readonly string[]) => void;
  readonly inBackground: (work: Promise<void>) => void;
};

/** Sends one request at a time, in order (the latest of a field must arrive last), and again until the server has it. */
export function createSender<Item extends { readonly key: string }>(wiring: Wiring<Item>): Sender<Item> {
  const { outbox, record, onState, onProblem, onStored, inBackground } = wiring;
  let items: readonly Item[] = [];
  let isSending = false;

  function settle(keys: ReadonlySet<string>): void {
    items = items.filter(({ key }) => !keys.has(key));
    outbox.settle(keys);
  }

  async function sendBatch(batch: readonly Item[]): Promise<void> {
    const result = await record(batch);
    if (result.ok) {
      settle(new Set(result.value.settled));
      onStored(batch, result.value.notices);
      return;
    }
    onProblem(problemMessage(result.problem));
    if (result.problem.code !== "not-found") throw new Error(problemMessage(result.problem));
    // The project is gone: there is nowhere left to store them.
    settle(new Set(items.map(({ key }) => key)));
  }

  async function send(): Promise<void> {
    if (isSending || items.length === 0) return;
    isSending = true;
    try {
      await sendBatch(items.slice(0, AT_ONCE));
      onState({ state: items.length === 0 ? "saved" : "saving", unsent: items.length });
    } catch {
      // Offline, or the server is being restarted: they are kept here and sent again.
      onState({ state: "waiting", unsent: items.length });
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    } finally {
      isSending = false;
    }
    if (items.length > 0) inBackground(send());
  }

  return {
    push: (item) => {
      items = [...items, item];
      if (!outbox.keep(item))
        onProblem("This browser keeps nothing for this page: stay on it until the grades are saved.");
      onState({ state: "saving", unsent: items.length });
      inBackground(send());
    },
    resume: async () => {
      items = outbox.load();
      const found = items.length;
      if (found === 0) return 0;
      onState({ state: "saving", unsent: found });
      await send();
      return found;
    },
    unsent: () => items,
  };
}

/** Of several senders the worst state, and all that is unsent. */
export function together(all: readonly Saving[]): Saving {
  const unsent = all.reduce((sum, saving) => sum + saving.unsent, 0);
  const states = all.map(({ state }) => state);
  const state = states.includes("waiting") ? "waiting" : states.includes("saving") ? "saving" : "saved";
  return { state, unsent };
}
