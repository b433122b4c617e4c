import { problemMessage, type Problem, type Result } from "@/lib/domain/problem";
import type { Outbox } from "./outbox";

const RETRY_MS = 3_000;
const AT_ONCE = 50;
/** So many characters a request, well below what the server takes. */
const SIZE_AT_ONCE = 400_000;

/** "waiting": it is tried again; "stopped": it would be refused again, so it is kept until the person has seen to it. */
export type Saving = {
  readonly state: "saved" | "saving" | "waiting" | "stopped";
  readonly unsent: number;
};

export type Sender<Item> = {
  readonly push: (item: Item) => void;
  /** Takes up what an earlier page could not send, and tries once; how many these are. */
  readonly resume: () => Promise<number>;
  /** Sends again after it was stopped: somebody may have seen to it. */
  readonly tryAgain: () => void;
  readonly unsent: () => readonly Item[];
};

type Wiring<Item> = {
  readonly outbox: Outbox<Item>;
  readonly record: (
    items: readonly Item[],
  ) => Promise<Result<{ readonly settled: readonly string[]; readonly notices: readonly string[] }>>;
  readonly onState: (saving: Saving) => void;
  /** A sentence as long as it cannot be sent; null: it can. */
  readonly onStopped: (sentence: string | null) => void;
  /** The browser does not keep what was pushed. */
  readonly onUnkept: () => void;
  /** The server will never take this one; it is kept aside. */
  readonly onRefused: (item: Item, sentence: string) => void;
  readonly onStored: (items: readonly Item[], notices: readonly string[]) => void;
  readonly inBackground: (work: Promise<void>) => void;
};

/** Sends one request at a time, in order (the latest of a field must arrive last), and again until the server has it. */
export function createSender<Item extends { readonly key: string }>(wiring: Wiring<Item>): Sender<Item> {
  const { outbox, record, onState, onStopped, onUnkept, onRefused, onStored, inBackground } = wiring;
  let items: readonly Item[] = [];
  let isSending = false;
  let isStopped = false;

  function settle(keys: ReadonlySet<string>): void {
    items = items.filter(({ key }) => !keys.has(key));
    outbox.settle(keys);
  }

  async function sendBatch(batch: readonly Item[]): Promise<void> {
    const result = await record(batch);
    if (result.ok) {
      settle(new Set(result.value.settled));
      onStopped(null);
      onStored(batch, result.value.notices);
    } else if (result.problem.code !== "bad-input") stop(result.problem);
    else await sendSingly(batch, problemMessage(result.problem));
  }

  /** One item that the server refuses holds up none behind it. */
  async function sendSingly(batch: readonly Item[], sentence: string): Promise<void> {
    const [first, ...others] = batch;
    if (first && others.length === 0) {
      outbox.setAside(first);
      items = items.filter(({ key }) => key !== first.key);
      onRefused(first, plain(sentence));
      return;
    }
    for (const item of batch) if (!isStopped) await sendBatch([item]);
  }

  function stop(problem: Problem): void {
    isStopped = true;
    onStopped(sayStopped(problem));
  }

  const stateNow = (): Saving["state"] => (items.length === 0 ? "saved" : isStopped ? "stopped" : "saving");

  async function send(): Promise<void> {
    if (isSending || isStopped || items.length === 0) return;
    isSending = true;
    try {
      await sendBatch(batchOf(items));
      onState({ state: stateNow(), unsent: items.length });
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
      if (!outbox.keep(item)) onUnkept();
      onState({ state: stateNow(), unsent: items.length });
      inBackground(send());
    },
    resume: async () => {
      const loaded = outbox.load();
      const known = new Set(loaded.map(({ key }) => key));
      items = [...loaded, ...items.filter(({ key }) => !known.has(key))];
      if (items.length === 0) return 0;
      onState({ state: "saving", unsent: items.length });
      await send();
      return loaded.length;
    },
    tryAgain: () => {
      isStopped = false;
      inBackground(send());
    },
    unsent: () => items,
  };
}

function batchOf<Item>(items: readonly Item[]): readonly Item[] {
  let size = 0;
  const fitting = items.findIndex((item) => (size += JSON.stringify(item).length) > SIZE_AT_ONCE);
  return items.slice(0, Math.max(1, Math.min(AT_ONCE, fitting < 0 ? items.length : fitting)));
}

const KEPT = "What is not saved yet is kept in this browser under your name";

function sayStopped(problem: Problem): string {
  if (problem.code === "signed-out")
    return `You are signed out. ${KEPT}: sign in again and come back to this page.`;
  if (problem.code === "someone-else")
    return `Somebody else has signed in in this browser. ${KEPT}: it is sent once you have signed in again.`;
  if (problem.code === "not-found" || problem.code === "not-allowed")
    return `You may not grade in this project any more, or it is gone. ${KEPT}: ask an owner of the project.`;
  return `${problemMessage(problem)} ${KEPT}.`;
}

/** Without the marks and paths that a schema puts around its sentences. */
const plain = (sentence: string): string =>
  sentence
    .split("\n")
    .filter((line) => !/^\s*→/.test(line))
    .map((line) => line.replace(/^✖\s*/, ""))
    .join(" ");

const WORST = ["stopped", "waiting", "saving"] as const;

/** Of several senders the worst state, and all that is unsent. */
export function together(all: readonly Saving[]): Saving {
  const unsent = all.reduce((sum, saving) => sum + saving.unsent, 0);
  const states = new Set(all.map(({ state }) => state));
  return { state: WORST.find((state) => states.has(state)) ?? "saved", unsent };
}
