import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createOutbox } from "@/components/grading/outbox";
import { createSender, together, type Saving } from "@/components/grading/sender";
import { GradeInput } from "@/lib/domain/card";
import { OutputId, ProjectId } from "@/lib/domain/ids";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { fakeStorage } from "@/tests/support/fake-storage";
import { aGradeInput } from "@/tests/support/grading-input";

type Answer = Result<{ readonly settled: readonly string[]; readonly notices: readonly string[] }>;

const desk = { projectId: ProjectId.parse("project-1"), person: "ann" };
const grade = (output: number) => aGradeInput(OutputId.parse(output), "good");
const stored = (items: readonly GradeInput[]): Answer =>
  ok({ settled: items.map(({ key }) => key), notices: [] });
const isAway = (): Answer => {
  throw new TypeError("fetch failed");
};

/** A sender to a server that answers like this. */
function sending(server: (items: readonly GradeInput[]) => Answer) {
  const batches: (readonly number[])[] = [];
  const told = { stopped: null as string | null, refused: [] as string[], saving: null as Saving | null };
  const outbox = createOutbox("outbox", desk, GradeInput);
  const answer = { with: server };
  const sender = createSender<GradeInput>({
    outbox,
    record: (items) => {
      batches.push(items.map(({ outputId }) => outputId));
      return Promise.resolve().then(() => answer.with(items));
    },
    onState: (saving) => (told.saving = saving),
    onStopped: (sentence) => (told.stopped = sentence),
    onUnkept: () => undefined,
    onRefused: ({ outputId }, sentence) => told.refused.push(`${outputId}: ${sentence}`),
    onStored: () => undefined,
    inBackground: (work) => {
      work.catch((error: unknown) => {
        throw error;
      });
    },
  });
  const kept = () => outbox.load().map(({ outputId }) => outputId);
  return { sender, batches, told, answer, kept };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("localStorage", fakeStorage());
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
const settleDown = () => vi.advanceTimersByTimeAsync(10_000);

describe("the sender", () => {
  it("sends again what did not get through, in order", async () => {
    const { sender, batches, told, answer, kept } = sending(isAway);
    sender.push(grade(1));
    sender.push(grade(2));
    await vi.advanceTimersByTimeAsync(0);
    expect([told.saving, kept()]).toEqual([{ state: "waiting", unsent: 2 }, [1, 2]]);
    answer.with = stored;
    await settleDown();
    expect(batches).toEqual([[1], [1, 2]]);
    expect([told.saving, kept()]).toEqual([{ state: "saved", unsent: 0 }, []]);
  });

  it.each([
    fail({ code: "not-found", what: "project" }),
    fail({ code: "not-allowed", needs: "grader" }),
    fail({ code: "signed-out" }),
    fail({ code: "someone-else" }),
  ])("keeps what it may not send now ($problem.code), stops, and says so", async (refusal) => {
    const { sender, batches, told, answer, kept } = sending(() => refusal);
    sender.push(grade(1));
    await settleDown();
    sender.push(grade(2));
    await settleDown();
    expect(batches).toEqual([[1]]);
    expect(told.stopped).toContain("kept in this browser under your name");
    expect([told.saving, kept()]).toEqual([{ state: "stopped", unsent: 2 }, [1, 2]]);
    answer.with = stored;
    sender.tryAgain();
    await settleDown();
    expect([told.stopped, told.saving, kept()]).toEqual([null, { state: "saved", unsent: 0 }, []]);
  });

  it("sets aside what the server will never take, with its sentence, and sends the rest", async () => {
    const { sender, told, batches, kept } = sending((items) =>
      items.some(({ outputId }) => outputId === 2)
        ? fail({
            code: "bad-input",
            sentence: "✖ A note can be at most 20,000 characters.\n  → at grades[1].note",
          })
        : stored(items),
    );
    for (const output of [10, 11, 2, 3]) sender.push(grade(output));
    await settleDown();
    expect(batches.slice(-3)).toEqual([[11], [2], [3]]);
    expect(told.refused).toEqual(["2: A note can be at most 20,000 characters."]);
    expect([told.saving, kept()]).toEqual([{ state: "saved", unsent: 0 }, []]);
  });

  it("takes up what an earlier page left, before what is given now", async () => {
    createOutbox("outbox", desk, GradeInput).keep(grade(1));
    const { sender, batches } = sending(stored);
    const resumed = sender.resume();
    sender.push(grade(2));
    expect(await resumed).toBe(1);
    await settleDown();
    expect(batches).toEqual([[1], [2]]);
  });
});

it("several senders together are as the worst of them", () => {
  const saved: Saving = { state: "saved", unsent: 0 };
  expect(together([saved, { state: "waiting", unsent: 2 }, { state: "saving", unsent: 1 }])).toEqual({
    state: "waiting",
    unsent: 3,
  });
  expect(
    together([
      { state: "stopped", unsent: 1 },
      { state: "waiting", unsent: 2 },
    ]).state,
  ).toBe("stopped");
  expect(together([saved])).toEqual(saved);
});
