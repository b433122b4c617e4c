import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createGradingStore } from "@/components/grading/grading-store";
import { currentCard } from "@/lib/domain/grading-session";
import type { Card } from "@/lib/domain/card";
import { OutputId, ProjectId } from "@/lib/domain/ids";
import { fail, ok } from "@/lib/domain/problem";
import { blockedStorage, fakeStorage } from "@/tests/support/fake-storage";
import { aCard, fieldsOf } from "@/tests/support/grading-session";

type Asked = { readonly exclude: readonly number[] };
type Sent = {
  readonly by: string;
  readonly grades: readonly {
    readonly key: string;
    readonly outputId: number;
    readonly mark: string;
    readonly note: string;
  }[];
};

const server = vi.hoisted(() => ({
  nextCardsAction: vi.fn<(asked: Asked) => Promise<unknown>>(),
  nextRelooksAction: vi.fn(),
  openCardAction: vi.fn<() => Promise<unknown>>(),
  recordGradesAction: vi.fn<(sent: Sent) => Promise<unknown>>(),
  recordRemarksAction: vi.fn(),
  revealAction: vi.fn<() => Promise<unknown>>(),
}));
vi.mock("@/lib/actions/grading", () => server);
vi.mock("@/lib/actions/audit-sets", () => ({ nextAuditCardsAction: vi.fn() }));
vi.mock("@/lib/actions/queues", () => ({ nextQueueCardsAction: vi.fn(), queueProgressAction: vi.fn() }));

const projectId = ProjectId.parse("project-1");
const draw = { kind: "draw", order: "balanced", aim: null } as const;
const open = (person = "ann") => createGradingStore({ projectId, person }, fieldsOf("polite"), draw);

/** What the server would give next, without those in hand. */
let left: Card[] = [];
const key = "key-of-an-event";
const settleDown = () => vi.advanceTimersByTimeAsync(10);

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("localStorage", fakeStorage());
  left = [aCard(1), aCard(2)];
  server.nextCardsAction.mockReset().mockImplementation(({ exclude }: Asked) =>
    Promise.resolve(
      ok({
        cards: left.filter(({ output }) => !exclude.includes(output.id)),
        left: left.length,
      }),
    ),
  );
  server.recordGradesAction.mockReset().mockImplementation(({ grades }: Sent) => {
    const done = grades.filter(({ mark }) => mark !== "skipped").map(({ outputId }) => outputId);
    left = left.filter(({ output }) => !done.includes(output.id));
    return Promise.resolve(ok({ settled: grades.map((grade) => grade.key), notices: [] }));
  });
  server.revealAction.mockReset().mockResolvedValue(ok({ said: [], otherwise: null }));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const shown = (store: ReturnType<typeof open>) => currentCard(store.getState().session)?.output.id ?? null;
const texts = (store: ReturnType<typeof open>) => store.getState().messages.map(({ text }) => text);
const sent = () =>
  server.recordGradesAction.mock.calls.flatMap(([{ grades }]) =>
    grades.map(({ outputId, mark, note }) => `${outputId} ${mark} ${note}`.trim()),
  );

describe("the end of the outputs", () => {
  it("is not reached while some are in hand: what is skipped there comes back", async () => {
    const store = open();
    store.getState().start(null);
    await settleDown();
    store.getState().dispatch({ type: "graded", answer: "good", key: "key-of-the-first" });
    await settleDown();
    expect(store.getState().session.isExhausted).toBe(false);
    store.getState().dispatch({ type: "skipped", key });
    expect([shown(store), store.getState().session.isExhausted]).toEqual([null, false]);
    await settleDown();
    expect(shown(store)).toBe(2);
    store.getState().dispatch({ type: "graded", answer: "good", key: "key-of-the-second" });
    await settleDown();
    expect([shown(store), store.getState().session.isExhausted]).toEqual([null, true]);
  });

  it("is not the end for good: what comes in or is set free is shown", async () => {
    left = [];
    const store = open();
    store.getState().start(null);
    await settleDown();
    expect(store.getState().session.isExhausted).toBe(true);
    left = [aCard(9)];
    store.getState().lookAgain();
    await settleDown();
    expect([shown(store), store.getState().session.isExhausted]).toEqual([9, false]);
  });

  it("does not make the page ask again and again with every letter", async () => {
    const store = open();
    store.getState().start(null);
    await settleDown();
    store.getState().dispatch({ type: "noteTyped", note: "r" });
    await settleDown();
    const asked = server.nextCardsAction.mock.calls.length;
    for (const note of ["ru", "rud", "rude"]) store.getState().dispatch({ type: "noteTyped", note });
    await settleDown();
    expect(server.nextCardsAction.mock.calls.length).toBe(asked);
  });
});

describe("a note", () => {
  it("becomes part of its grade when nothing is typed for a while, when it is left, and when it is asked for", async () => {
    const store = open();
    store.getState().start(null);
    await settleDown();
    store.getState().dispatch({ type: "graded", answer: "bad", key });
    store.getState().dispatch({ type: "noteTyped", note: "rude" });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent()).toEqual(["1 bad"]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent()).toEqual(["1 bad", "1 bad rude"]);
    store.getState().dispatch({ type: "noteTyped", note: "very rude" });
    store.getState().saveNow();
    await settleDown();
    expect(sent().at(-1)).toBe("1 bad very rude");
  });

  it("without a grade outlives the page, for the person who wrote it", async () => {
    const before = open();
    before.getState().start(null);
    await settleDown();
    before.getState().dispatch({ type: "noteTyped", note: "rude" });
    before.getState().dispatch({ type: "wentOn", key });
    for (const [person, note] of [
      ["ann", "rude"],
      ["ben", ""],
    ] as const) {
      const store = open(person);
      store.getState().start(null);
      await settleDown();
      expect([shown(store), store.getState().session.note]).toEqual([1, note]);
    }
    before.getState().dispatch({ type: "wentBack", key });
    before.getState().dispatch({ type: "graded", answer: "good", key });
    await settleDown();
    expect(sent()).toEqual(["1 good rude"]);
    const later = open();
    later.getState().start(null);
    await settleDown();
    expect(later.getState().session.drafts.size).toBe(0);
  });
});

describe("what the page says", () => {
  it("stays until it is dismissed or over, and is not taken away by what has nothing to do with it", async () => {
    server.openCardAction.mockResolvedValue(fail({ code: "not-found", what: "output" }));
    server.nextCardsAction.mockRejectedValueOnce(new TypeError("fetch failed"));
    const store = open();
    store.getState().start(OutputId.parse(7));
    await settleDown();
    expect(texts(store)).toEqual([
      expect.stringContaining("Output 7: This output no longer exists"),
      expect.stringContaining("The server cannot be reached"),
    ]);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(shown(store)).toBe(1);
    expect(texts(store)).toEqual([expect.stringContaining("Output 7")]);
    for (const notice of ["Output o1: one", "Output o2: two"]) {
      server.recordGradesAction.mockResolvedValueOnce(ok({ settled: [notice], notices: [notice] }));
      store.getState().dispatch({ type: "graded", answer: "good", key: notice });
      await settleDown();
    }
    expect(texts(store).slice(1)).toEqual(["Output o1: one", "Output o2: two"]);
    store.getState().dismiss(store.getState().messages[1]?.id ?? 0);
    expect(texts(store).slice(1)).toEqual(["Output o2: two"]);
  });

  it("tells that nothing is kept where the browser allows no storage, and goes on", async () => {
    Object.defineProperty(globalThis, "localStorage", blockedStorage);
    const store = open();
    store.getState().start(null);
    await settleDown();
    store.getState().dispatch({ type: "noteTyped", note: "fine" });
    store.getState().dispatch({ type: "graded", answer: "good", key });
    await settleDown();
    expect(sent()).toEqual(["1 good fine"]);
    expect(texts(store)).toEqual([expect.stringContaining("does not survive a closed tab")]);
  });

  it("tells whose grades it sends, so that they are stored as nobody else's", async () => {
    server.recordGradesAction.mockResolvedValue(fail({ code: "someone-else" }));
    const store = open("ann");
    store.getState().start(null);
    await settleDown();
    store.getState().dispatch({ type: "graded", answer: "good", key });
    await settleDown();
    expect(server.recordGradesAction.mock.calls[0]).toMatchObject([{ by: "ann" }]);
    expect(store.getState().saving).toEqual({ state: "stopped", unsent: 1 });
    expect(texts(store)).toEqual([expect.stringContaining("Somebody else has signed in")]);
  });
});

describe("what the assertions said", () => {
  it("is gone when the grade is undone or its card gone back to, also where it arrives late", async () => {
    const store = open();
    store.getState().start(null);
    await settleDown();
    const good = () =>
      store.getState().dispatch({ type: "graded", answer: "good", key: crypto.randomUUID() });
    good();
    await settleDown();
    expect(store.getState().revealed?.outputId).toBe(1);
    store.getState().dispatch({ type: "wentBack", key });
    expect(store.getState().revealed).toBeNull();
    let arrive: (revealed: unknown) => void = () => undefined;
    server.revealAction.mockReturnValueOnce(new Promise((resolve) => (arrive = resolve)));
    good();
    await settleDown();
    store.getState().dispatch({ type: "undone", key });
    arrive(ok({ said: [], otherwise: null }));
    await settleDown();
    expect(store.getState().revealed).toBeNull();
  });
});
