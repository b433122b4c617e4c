import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawForQueue, GradingQueue, orderFor, type QueueOutput } from "@/lib/domain/grading-queue";
import { dealtIn, filledOf, handOut, progressOf, type Reservation } from "@/lib/domain/hand-out";
import { GradeId, OutputId, QueueId } from "@/lib/domain/ids";
import type { GradeEvent, GradeMark } from "@/lib/domain/grade";
import { aGrade } from "@/tests/support/domain-builders";

const id = (n: number) => OutputId.parse(n);
const ids = (n: number) => Array.from({ length: n }, (_, i) => id(i + 1));
const queueId = QueueId.parse("q1");
const now = new Date("2026-11-24T10:00:00Z");
const later = new Date("2026-11-24T10:30:00Z");

const aQueue = (change: Partial<GradingQueue> = {}): GradingQueue =>
  GradingQueue.parse({
    ...{ id: queueId, projectId: "p", name: "q", instructions: "", assignees: ["ann", "ben", "cleo"] },
    ...{ gradersPerOutput: 1, overlapShare: 0, reservationMinutes: 30 },
    ...{ createdBy: "ann", createdAt: now, closedAt: null },
    ...change,
  });
const output = (n: number, change: Partial<QueueOutput> = {}): QueueOutput => ({
  ...{ outputId: id(n), isOverlap: false, drawnFrom: null, freshSince: null },
  ...change,
});
const inQueue = (n: number, mark: GradeMark, grader: string): GradeEvent => ({
  ...aGrade(n, mark, { grader }),
  shown: { policy: "queue", inclusionProbability: null, rank: 1, seed: queueId },
});

const shares = fc.double({ min: 0, max: 1, noNaN: true });

describe("the draw of a queue", () => {
  it("takes the share, keeps the share of the overlap, and takes nothing twice", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.record({
          share: fc.double({ min: 0.001, max: 1, noNaN: true }),
          overlapShare: shares,
          seed: fc.string(),
        }),
        (pool, { share, overlapShare, seed }) => {
          const drawn = drawForQueue(ids(pool), { share, overlapShare, seed });
          expect(drawn).toHaveLength(Math.max(1, Math.round(share * pool)));
          expect(new Set(drawn.map(({ outputId }) => outputId)).size).toBe(drawn.length);
          const overlap = drawn.filter(({ isOverlap }) => isOverlap).length;
          expect(overlap).toBe(Math.round(overlapShare * drawn.length));
        },
      ),
    );
  });

  it("keeps the share of the overlap when outputs are added", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 60 }),
        shares,
        (a, b, overlapShare) => {
          const all = ids(a + b);
          const before = drawForQueue(all.slice(0, a), { share: 1, overlapShare, seed: "one" });
          const added = drawForQueue(all.slice(a), { share: 1, overlapShare, seed: "two" }, before);
          const overlap = [...before, ...added].filter(({ isOverlap }) => isOverlap).length;
          expect(Math.abs(overlap - overlapShare * (a + b))).toBeLessThanOrEqual(0.5 + 1e-9);
        },
      ),
    );
  });

  it("is the same for the same seed, and another for another", () => {
    const drawn = (seed: string) => drawForQueue(ids(100), { share: 0.2, overlapShare: 0.3, seed });
    expect(drawn("a")).toEqual(drawn("a"));
    expect(drawn("a")).not.toEqual(drawn("b"));
  });
});

describe("the order of a grader", () => {
  it("is a permutation, another for another grader, and not moved by what is added", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 80 }), fc.string(), fc.string(), (n, ann, ben) => {
        const order = orderFor(ann, queueId, ids(n));
        expect(order.toSorted((a, b) => a - b)).toEqual(ids(n));
        expect(orderFor(ann, queueId, ids(n + 10)).filter((one) => one <= n)).toEqual(order);
        fc.pre(ann !== ben && n > 20);
        expect(orderFor(ben, queueId, ids(n))).not.toEqual(order);
      }),
    );
  });

  it("puts no output first more often than chance would", () => {
    const firsts = Array.from({ length: 400 }, (_, g) => orderFor(`grader ${g}`, queueId, ids(10))[0] ?? 0);
    const counts = ids(10).map((one) => firsts.filter((first) => first === one).length);
    expect(Math.max(...counts)).toBeLessThan(75);
    expect(Math.min(...counts)).toBeGreaterThan(12);
  });
});

describe("handing out", () => {
  it("gives no output to more graders than it takes, and those of the overlap to every one", () => {
    const step = fc.record({
      grader: fc.constantFrom("ann", "ben", "cleo"),
      act: fc.constantFrom("grade", "skip", "leave"),
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }),
        fc.array(step, { maxLength: 60 }),
        (gradersPerOutput, overlaps, steps) => {
          const queue = aQueue({ gradersPerOutput });
          const outputs = overlaps.map((isOverlap, i) => output(i + 1, { isOverlap }));
          const events: GradeEvent[] = [];
          let reservations: Reservation[] = [];
          const ask = (grader: string) => {
            const state = { queue, outputs, dealt: dealtIn(queue, outputs, events) };
            return handOut(state, { grader, count: 1, exclude: new Set(), reservations, now });
          };
          const take = ({ grader, act }: { readonly grader: string; readonly act: string }) => {
            const [outputId] = ask(grader).taken;
            if (outputId === undefined) return false;
            reservations = reservations.filter((one) => one.outputId !== outputId || one.grader !== grader);
            if (act !== "skip") reservations.push({ outputId, grader, until: later });
            if (act !== "leave") events.push(inQueue(outputId, act === "skip" ? "skipped" : "good", grader));
            return true;
          };
          for (const one of steps) take(one);
          for (const grader of queue.assignees) while (take({ grader, act: "grade" }));
          // What was left is theirs who left it, and they have come back for it.
          const dealt = dealtIn(queue, outputs, events);
          for (const { outputId, isOverlap } of outputs)
            expect(dealt.get(outputId)?.done.size).toBe(isOverlap ? 3 : gradersPerOutput);
          expect(filledOf({ queue, outputs, dealt }).count).toBe(filledOf({ queue, outputs, dealt }).of);
        },
      ),
    );
  });

  const ask = (grader: string, events: readonly GradeEvent[], reservations: readonly Reservation[] = []) => {
    const queue = aQueue();
    const outputs = [1, 2, 3].map((n) => output(n));
    const state = { queue, outputs, dealt: dealtIn(queue, outputs, events) };
    return handOut(state, { grader, count: 5, exclude: new Set(), reservations, now });
  };

  it("keeps what is in somebody's hands until it lapses", () => {
    const kept = (until: Date) => ask("ben", [], [{ outputId: id(2), grader: "ann", until }]);
    expect(kept(later).taken.toSorted()).toEqual([1, 3]);
    expect(kept(now).taken.toSorted()).toEqual([1, 2, 3]);
  });

  it("gives a grader first what is kept for them", () => {
    const order = orderFor("ann", queueId, ids(3));
    const last = order.at(-1) ?? id(1);
    expect(ask("ann", [], [{ outputId: last, grader: "ann", until: later }]).taken[0]).toBe(last);
  });

  it("gives what was skipped to others at once, and again to who skipped it when nothing else is left", () => {
    const skipped = inQueue(1, "skipped", "ann");
    expect(ask("ann", [skipped])).toMatchObject({ left: 2 });
    expect(ask("ann", [skipped]).taken).not.toContain(1);
    expect(ask("ben", [skipped]).taken).toContain(1);
    const rest = [inQueue(2, "good", "ann"), inQueue(3, "unsure", "ann")];
    expect(ask("ann", [skipped, ...rest]).taken).toEqual([1]);
    expect(ask("ann", [inQueue(2, "good", "ann"), inQueue(2, "withdrawn", "ann")]).left).toBe(3);
  });

  it("gives nothing to strangers, nor from a closed queue", () => {
    expect(ask("zoe", []).taken).toEqual([]);
    const queue = aQueue({ closedAt: now });
    const state = { queue, outputs: [output(1)], dealt: new Map() };
    expect(
      handOut(state, { grader: "ann", count: 1, exclude: new Set(), reservations: [], now }).taken,
    ).toEqual([]);
  });
});

describe("what counts in a queue", () => {
  const outputs = [output(1), output(2, { freshSince: now })];
  const doneOf = (events: readonly GradeEvent[]) =>
    [...dealtIn(aQueue(), outputs, events)].map(([outputId, { done }]) => [outputId, ...done]);

  it("is what assignees said anywhere, and what anybody said in it; a skip elsewhere is none", () => {
    expect(doneOf([aGrade(1, "good", { grader: "zoe" })])).toEqual([]);
    expect(doneOf([inQueue(1, "good", "zoe")])).toEqual([[1, "zoe"]]);
    expect(doneOf([aGrade(1, "bad")])).toEqual([[1, "ann"]]);
    expect(dealtIn(aQueue(), outputs, [aGrade(1, "skipped")]).get(id(1))?.skipped.size).toBe(0);
  });

  it("is only what was said since, where outputs are looked at afresh", () => {
    expect(doneOf([{ ...aGrade(2, "good"), id: GradeId.parse(900), at: new Date(0) }])).toEqual([]);
    expect(doneOf([{ ...aGrade(2, "good"), at: later }])).toEqual([[2, "ann"]]);
  });

  it("adds up to the progress of each person, those who left included", () => {
    const queue = aQueue({ assignees: ["ann", "ben"] });
    const state = { queue, outputs: [1, 2, 3].map((n) => output(n)), dealt: new Map() };
    const events = [inQueue(1, "good", "cleo"), inQueue(2, "skipped", "ann"), inQueue(3, "bad", "ben")];
    const people = progressOf({ ...state, dealt: dealtIn(queue, state.outputs, events) }, new Map());
    expect(people).toEqual([
      { person: "ann", isAssigned: true, done: 0, skipped: 1, open: 0 },
      { person: "ben", isAssigned: true, done: 1, skipped: 0, open: 1 },
      { person: "cleo", isAssigned: false, done: 1, skipped: 0, open: 0 },
    ]);
  });
});
