import { beforeEach, describe, expect, it } from "vitest";
import { GET } from "@/app/api/projects/[projectId]/grades/route";
import { db } from "@/lib/db/client";
import { listOutputIds } from "@/lib/db/outputs";
import { findQueue, listReservations } from "@/lib/db/queues";
import type { GradeMark } from "@/lib/domain/grade";
import type { QueueDraw, QueueSettings } from "@/lib/domain/grading-queue";
import { ProjectId, type OutputId, type QueueId } from "@/lib/domain/ids";
import { NOTHING_REVEALED } from "@/lib/domain/revealed";
import { nextQueueCards } from "@/lib/workflow/choose-queue-card";
import {
  closeQueue,
  createQueue,
  editQueue,
  extendQueue,
  removeQueue,
  setOverlap,
  takeOutputsOut,
} from "@/lib/workflow/manage-queues";
import { reveal } from "@/lib/workflow/reveal";
import { openNamedCard } from "@/lib/workflow/open-named-card";
import { readPassRates } from "@/lib/workflow/read-pass-rates";
import { readQueue, readQueues } from "@/lib/workflow/read-queues";
import { readOutput, readOutputs } from "@/lib/workflow/read-outputs";
import { ALL_OUTPUTS } from "@/lib/domain/outputs-query";
import { recordGrades } from "@/lib/workflow/record-grade";
import { aProject } from "@/tests/support/a-project";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { aGradeInput } from "@/tests/support/grading-input";
import { expectOk, importFile, sentenceOf } from "@/tests/support/import-file";
import { projectOf } from "@/tests/support/imported";

endDatabaseAfterAll();

/** A project that is not there. */
const other = ProjectId.parse("elsewhere");

const TEAM = ["ann", "ben", "cleo"];
/** Ahead of the clock by which grades are stored: what is graded before a queue is made is earlier than the queue. */
const now = new Date(Date.now() + 3_600_000);
const minutesLater = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

let projectId: ProjectId;
let outputIds: readonly OutputId[];

/** Twenty-one outputs, of which the whole team has graded the first, so that all of them are known. */
beforeEach(async () => {
  ({ projectId, outputIds } = await aProject(Array.from({ length: 21 }, (_, i) => `Reply ${i}.`)));
  for (const grader of TEAM) await grade(grader, outputIds.slice(0, 1), "good");
});

const grade = async (grader: string, ids: readonly OutputId[], mark: GradeMark) =>
  expectOk(await recordGrades({ projectId, grader, grades: ids.map((one) => aGradeInput(one, mark)) }));

const settings = (change: Partial<QueueSettings> = {}): QueueSettings => ({
  ...{ name: "first round", instructions: "Read it twice.", assignees: TEAM },
  ...{ gradersPerOutput: 1, reservationMinutes: 30 },
  ...change,
});
const ALL: QueueDraw = { scope: { of: "all" }, share: 1 };

const make = async (
  change: Partial<QueueSettings> = {},
  { draw = ALL, overlapShare = 0 }: { readonly draw?: QueueDraw; readonly overlapShare?: number } = {},
): Promise<QueueId> =>
  expectOk(await createQueue({ projectId, by: "ann", settings: settings(change), overlapShare, draw, now }));

const ask = async (
  queueId: QueueId,
  grader: string,
  { count = 1, exclude = [], at = now }: { count?: number; exclude?: readonly OutputId[]; at?: Date } = {},
) => nextQueueCards({ projectId, queueId, grader, count, exclude, now: at });
const take = async (...args: Parameters<typeof ask>) => expectOk(await ask(...args));
const idsOf = ({ cards }: { readonly cards: readonly { readonly output: { readonly id: OutputId } }[] }) =>
  cards.map(({ output }) => output.id);

/** Grades what the queue hands out, as the browser does: with why it was shown. */
async function answer(
  queueId: QueueId,
  grader: string,
  { count, mark }: { readonly count: number; readonly mark: GradeMark },
): Promise<OutputId[]> {
  const handed = await take(queueId, grader, { count });
  const grades = handed.cards.map(({ output, shown, ticket }) =>
    aGradeInput(output.id, mark, { shown, ticket }),
  );
  expectOk(await recordGrades({ projectId, grader, grades }));
  return idsOf(handed);
}

const viewOf = async (queueId: QueueId) => {
  const page = await readQueue({ projectId, me: "ann", now }, queueId, { show: "all", page: 1 });
  if (!page) throw new Error("there is no such queue");
  return page.view;
};

describe("a grading queue", () => {
  it("changes its overlap for what was not handed out yet, and says how much that is", async () => {
    const queueId = await make();
    await answer(queueId, "ann", { count: 4, mark: "good" });
    const bens = idsOf(await take(queueId, "ben", { count: 5 }));
    const set = async (overlapShare: number) =>
      expectOk(await setOverlap({ projectId, queueId, overlapShare }));
    // Of 21 one was graded by all before, four by ann, five are in the hands of ben.
    expect(await set(1)).toEqual({ moved: 11, overlap: { count: 11, of: 21 } });
    expect((await viewOf(queueId)).overlap).toBe(11);
    expect(idsOf(await take(queueId, "cleo", { count: 21 })).filter((id) => bens.includes(id))).toEqual([]);
    // What cleo has in hand now stays as it is.
    expect(await set(0)).toEqual({ moved: 0, overlap: { count: 11, of: 21 } });
    expect(sentenceOf(await setOverlap({ projectId: other, queueId, overlapShare: 1 }))).toMatch(/queue/);
  });

  it("gives up outputs that nobody has graded, and what is left was not drawn evenly any more", async () => {
    const queueId = await make();
    const [graded] = await answer(queueId, "ann", { count: 1, mark: "good" });
    const [held] = idsOf(await take(queueId, "ben"));
    const out = [graded, held, outputIds[0]].filter((id) => id !== undefined);
    expect(expectOk(await takeOutputsOut({ projectId, queueId, outputIds: out }))).toBe(1);
    expect((await viewOf(queueId)).outputs).toBe(20);
    expect((await listReservations([queueId])).map(({ outputId }) => outputId)).not.toContain(held);
    const refused = await takeOutputsOut({ projectId, queueId, outputIds: out });
    expect(sentenceOf(refused)).toMatch(/nobody has graded/);
    const next = await take(queueId, "cleo", { count: 20 });
    expect(idsOf(next)).not.toContain(held);
    expect(new Set(next.cards.map(({ shown }) => shown.inclusionProbability))).toEqual(new Set([null]));
  });

  it("is deleted with its reservations, and its grades stay", async () => {
    const queueId = await make();
    const [graded] = await answer(queueId, "ann", { count: 1, mark: "bad" });
    await take(queueId, "ben", { count: 2 });
    expect(sentenceOf(await removeQueue({ projectId: other, queueId }))).toMatch(/queue/);
    expectOk(await removeQueue({ projectId, queueId }));
    expect(await readQueue({ projectId, me: "ann", now }, queueId, { show: "all", page: 1 })).toBeNull();
    expect(await listReservations([queueId])).toEqual([]);
    expect(sentenceOf(await ask(queueId, "ben"))).toMatch(/queue/);
    const bad = await db.grade.findMany({ where: { projectId, mark: "bad" } });
    expect(bad.map(({ outputId, grader }) => [outputId, grader])).toEqual([[graded, "ann"]]);
  });

  it("never gives one place to two who ask at once", async () => {
    const queueId = await make();
    const handed = await Promise.all(
      Array.from({ length: 24 }, (_, i) => take(queueId, TEAM[i % 3] ?? "ann", { count: 2 })),
    );
    const holders = new Map<OutputId, Set<string>>();
    for (const [i, one] of handed.entries())
      for (const id of idsOf(one)) holders.set(id, (holders.get(id) ?? new Set()).add(TEAM[i % 3] ?? "ann"));
    // Who asks twice without having graded gets the same again: two outputs each, and nobody another's.
    expect(holders.size).toBe(6);
    expect([...holders.values()].every(({ size }) => size === 1)).toBe(true);
  });

  it("gives each output to as many as it takes when everybody asks for everything at once", async () => {
    const queueId = await make({ gradersPerOutput: 2 });
    await Promise.all(
      TEAM.map(async (grader) => {
        for (;;) {
          const given = await answer(queueId, grader, { count: 3, mark: "good" });
          if (given.length === 0) return;
        }
      }),
    );
    const view = await viewOf(queueId);
    // The first had three grades before, which is more than it takes.
    expect(view.people.reduce((sum, { done }) => sum + done, 0)).toBe(20 * 2 + 3);
    expect(view.filled).toEqual({ count: 42, of: 42 });
    expect(view.status).toBe("done");
  });

  it("opens an output by its id as a card of the queue, kept for who asked, and none that is not theirs", async () => {
    const draw: QueueDraw = { scope: { of: "all" }, share: 0.5 };
    const queueId = await make({ assignees: ["ann", "ben"] }, { draw });
    const open = (grader: string, name: string) => openNamedCard({ projectId, grader, name, queueId, now });
    const inQueue = new Set((await findQueue(projectId, queueId))?.outputs.map(({ outputId }) => outputId));
    const [mine] = [...inQueue].filter((id) => id !== outputIds[0]);
    const outside = outputIds.find((id) => !inQueue.has(id));
    const card = expectOk(await open("ann", String(mine)));
    expect(card.output.id).toBe(mine);
    expect(card.shown).toEqual({ policy: "queue", inclusionProbability: null, rank: null, seed: queueId });
    expect(sentenceOf(await open("ben", String(mine)))).toContain("have it before them");
    expect(sentenceOf(await open("ann", String(outside)))).toBe("That output is not in this queue.");
    expect(sentenceOf(await open("cleo", String(mine)))).toContain("not among the people");
    expect(await open("ann", "nothing")).toMatchObject({ problem: { code: "not-found" } });
    // What one has graded there opens again, to be changed.
    expectOk(
      await recordGrades({
        projectId,
        grader: "ann",
        grades: [aGradeInput(card.output.id, "bad", { shown: card.shown })],
      }),
    );
    expect(expectOk(await open("ann", String(mine))).mine).toMatchObject([{ mark: "bad" }]);
    await closeQueue({ projectId, queueId, closedAt: now });
    expect((await open("ann", String(mine))).ok).toBe(false);
  });

  it("gives what was not graded in time to somebody else, and not before", async () => {
    const queueId = await make({ assignees: ["ann", "ben"], reservationMinutes: 10 });
    const anns = idsOf(await take(queueId, "ann", { count: 10 }));
    const before = idsOf(await take(queueId, "ben", { count: 10, at: minutesLater(9) }));
    expect(before.filter((id) => anns.includes(id))).toEqual([]);
    const { left } = await take(queueId, "ben", { at: minutesLater(9) });
    expect(left).toBe(10);
    const after = await take(queueId, "ben", { count: 10, exclude: before, at: minutesLater(11) });
    expect(after.left).toBe(20);
    expect(idsOf(after).toSorted()).toEqual(anns.toSorted());
  });

  it("keeps the cards of who still has them before them", async () => {
    const queueId = await make({ reservationMinutes: 10 });
    const anns = idsOf(await take(queueId, "ann", { count: 2 }));
    await take(queueId, "ann", { exclude: anns, at: minutesLater(9) });
    const bens = idsOf(await take(queueId, "ben", { count: 10, at: minutesLater(15) }));
    expect(bens.filter((id) => anns.includes(id))).toEqual([]);
  });

  it("frees what is skipped at once", async () => {
    const queueId = await make();
    const [skipped] = await answer(queueId, "ann", { count: 1, mark: "skipped" });
    expect((await listReservations([queueId])).map(({ outputId }) => outputId)).not.toContain(skipped);
    expect((await take(queueId, "ann")).progress).toEqual({ done: 1, skipped: 1, of: 21 });
    expect(idsOf(await take(queueId, "ben", { count: 21 }))).toContain(skipped);
    // Now it is in the hands of somebody else.
    expect((await take(queueId, "ann")).progress).toEqual({ done: 1, skipped: 0, of: 2 });
  });

  it("asks all of the overlap of everybody, and agreement is that of its outputs", async () => {
    const queueId = await make({}, { overlapShare: 0.5 });
    await answer(queueId, "ann", { count: 10, mark: "good" });
    await answer(queueId, "ann", { count: 10, mark: "good" });
    await answer(queueId, "ann", { count: 10, mark: "good" });
    await answer(queueId, "ben", { count: 10, mark: "bad" });
    const view = await viewOf(queueId);
    expect(view.overlap).toBe(11);
    const [whole] = view.boards;
    expect(whole).toMatchObject({ criterionId: null });
    expect(whole?.disputes.length).toBeGreaterThan(5);
    const { rows } = (await readQueue({ projectId, me: "ben", now }, queueId, {
      show: "disagreements",
      page: 1,
    })) ?? { rows: [] };
    expect(rows.map(({ mine, isOverlap }) => [mine, isOverlap])).toEqual(rows.map(() => ["submitted", true]));
    expect(rows).toHaveLength(whole?.disputes.length ?? 0);
    // Cleo has yet to grade them, and does not learn on which the others differ.
    const cleos = await readQueue({ projectId, me: "cleo", now }, queueId, {
      show: "disagreements",
      page: 1,
    });
    expect(cleos?.total).toBe(0);
  });

  it("has nothing told of an output that is to be looked at afresh, which is told after any other grade", async () => {
    const rows = [0, 1].map((i) => ({ output: `One ${i}.`, model: "gpt-x" }));
    projectId = projectOf(await importFile(JSON.stringify(rows)));
    const [first, second] = await listOutputIds(projectId);
    if (first === undefined || second === undefined) throw new Error("two were imported");
    const told = async (outputId: OutputId) => expectOk(await reveal({ projectId, outputId, grader: "ann" }));
    expect(await told(first)).toEqual(NOTHING_REVEALED);
    await grade("ann", [first, second], "good");
    await grade("ben", [first], "bad");
    expect(await told(first)).toMatchObject({
      ...{ model: "gpt-x", otherwise: [{ criterion: null, people: 1 }] },
    });
    await make({ assignees: ["ann"] }, { draw: { scope: { of: "disputed" }, share: 1 } });
    expect(await told(first)).toEqual(NOTHING_REVEALED);
    expect(await told(second)).toMatchObject({ model: "gpt-x", otherwise: [] });
  });

  it("says nothing of the model, nor of what others said", async () => {
    const rows = [0, 1].map((i) => ({
      ...{ output: `One ${i}.`, model: "gpt-x", run: "gpt-x", tone: "kind", llm_version: 3 },
    }));
    projectId = projectOf(await importFile(JSON.stringify(rows)));
    const queueId = await make({ assignees: ["local"] });
    const { cards } = await take(queueId, "local", { count: 2 });
    expect(JSON.stringify(cards)).not.toMatch(/gpt-x|llm/);
    expect(JSON.stringify(cards)).toContain("kind");
    expect(cards).toHaveLength(2);
    expect(cards.map(({ mine }) => mine)).toEqual([[], []]);
  });

  it("hides what others said of an output, on its page and in the table, until its grader has graded it", async () => {
    const queueId = await make({}, { overlapShare: 1 });
    const [given] = await answer(queueId, "ben", { count: 1, mark: "bad" });
    if (given === undefined) throw new Error("Nothing was handed out.");
    const seen = async (person: string) => {
      const detail = await readOutput(projectId, given, person);
      const { rows } = await readOutputs(projectId, ALL_OUTPUTS, person);
      const inTable = rows.find(({ output }) => output.id === given)?.answer;
      return { isBlind: detail?.isBlind, label: detail?.label, said: detail?.events.length, inTable };
    };
    const hidden = { isBlind: true, label: null, said: 0, inTable: null };
    const open = { isBlind: false, label: "bad", said: 1, inTable: "bad" };
    expect(await seen("ann")).toEqual(hidden);
    expect([await seen("ben"), await seen("zoe")]).toEqual([open, open]);
    await grade("ann", [given], "unsure");
    expect(await seen("ann")).toEqual({ ...open, said: 2 });
    expect(await seen("cleo")).toEqual(hidden);
    expectOk(await closeQueue({ projectId, queueId, closedAt: now }));
    expect(await seen("cleo")).toEqual({ ...open, said: 2 });
  });

  it("hides from a grader what they had said of a disputed output, and asks it of them again", async () => {
    await grade("ben", outputIds.slice(0, 1), "bad");
    const draw = { scope: { of: "disputed" }, share: 1 } as const;
    const queueId = await make({ assignees: ["ann", "cleo"], gradersPerOutput: 2 }, { draw });
    const { cards, progress } = await take(queueId, "ann");
    expect(cards.map(({ output, mine, shown }) => [output.id, mine, shown.inclusionProbability])).toEqual([
      [outputIds[0], [], null],
    ]);
    expect(progress).toEqual({ done: 0, skipped: 0, of: 1 });
    await answer(queueId, "ann", { count: 1, mark: "bad" });
    expect((await viewOf(queueId)).filled).toEqual({ count: 1, of: 2 });
  });

  it("knows the chance of a card only where it was drawn from all there is", async () => {
    const queueId = await make({}, { draw: { scope: { of: "all" }, share: 0.5 } });
    const { cards } = await take(queueId, "ann", { count: 2 });
    // Twenty outputs are ungraded; where the one that is graded comes up it was drawn before.
    expect(cards[0]?.shown).toMatchObject({ policy: "queue", inclusionProbability: 1 / 20, seed: queueId });
    expect((await viewOf(queueId)).outputs).toBe(11);
    await importFile(JSON.stringify([{ output: "A late one." }]), () => ({ projectId }));
    const [late] = (await take(queueId, "ben")).cards;
    expect(late?.shown.inclusionProbability).toBeNull();
  });

  it("is edited while people grade: who left keeps what they graded and frees what they had", async () => {
    const queueId = await make({ assignees: ["ann", "ben"] });
    await answer(queueId, "ben", { count: 2, mark: "good" });
    const bens = idsOf(await take(queueId, "ben", { count: 3 }));
    const edited = settings({ assignees: ["ann"], name: "second round" });
    expectOk(await editQueue({ projectId, queueId, settings: edited }));
    const view = await viewOf(queueId);
    expect(view.queue.name).toBe("second round");
    expect(view.people).toMatchObject([
      { person: "ann", isAssigned: true, done: 1, open: 18 },
      { person: "ben", isAssigned: false, done: 2, open: 0 },
    ]);
    expect(sentenceOf(await ask(queueId, "ben"))).toContain("not among the people");
    const anns = new Set<OutputId>();
    for (let i = 0; i < 2; i++)
      for (const id of await answer(queueId, "ann", { count: 10, mark: "good" })) anns.add(id);
    expect(bens.every((id) => anns.has(id))).toBe(true);
  });

  it("takes further outputs, none of them twice", async () => {
    const queueId = await make({}, { draw: { scope: { of: "all" }, share: 0.5 }, overlapShare: 1 });
    expect(expectOk(await extendQueue({ projectId, queueId, draw: ALL, now }))).toBe(10);
    expect(await viewOf(queueId)).toMatchObject({ outputs: 21, overlap: 21 });
    expect(sentenceOf(await extendQueue({ projectId, queueId, draw: ALL, now }))).toBe(
      "There is no output that is not in the queue already. Import outputs first.",
    );
  });

  it("is drawn from one slice where it is asked to", async () => {
    const rows = Array.from({ length: 8 }, (_, i) => ({
      output: `Text ${i}.`,
      version: i < 3 ? "v1" : "v2",
    }));
    projectId = projectOf(await importFile(JSON.stringify(rows)));
    const draw = { scope: { of: "slice", key: "version", value: "v1" }, share: 1 } as const;
    const queueId = await make({ assignees: ["local"] }, { draw });
    expect((await viewOf(queueId)).outputs).toBe(3);
    for (const mark of ["bad", "bad", "good"] as const) await answer(queueId, "local", { count: 1, mark });
    // Three of version 1 say something of that version, but nothing of all eight.
    const rates = await readPassRates(projectId, []);
    expect(rates.all.graded).toEqual({ count: 0, of: 0 });
    const [v1] = rates.by?.find(({ key }) => key === "version")?.slices ?? [];
    expect(v1?.graded).toEqual({ count: 1, of: 3 });
    const { options } = await readQueues({ projectId, me: "local", now });
    expect(options.slices).toContainEqual({
      key: "version",
      values: [
        { value: "v1", outputs: 3 },
        { value: "v2", outputs: 5 },
      ],
    });
    const none = { scope: { of: "slice", key: "version", value: "v3" }, share: 1 } as const;
    const refused = {
      projectId,
      by: "ann",
      settings: settings({ assignees: ["local"] }),
      overlapShare: 0,
      now,
    };
    expect(sentenceOf(await createQueue({ ...refused, draw: none }))).toContain("version “v3”");
  });

  it("hands out nothing while it is closed, and goes on when it is opened", async () => {
    const queueId = await make();
    expectOk(await closeQueue({ projectId, queueId, closedAt: now }));
    expect((await take(queueId, "ann")).cards).toEqual([]);
    expect((await viewOf(queueId)).status).toBe("closed");
    expectOk(await closeQueue({ projectId, queueId, closedAt: null }));
    expect((await take(queueId, "ann")).cards).toHaveLength(1);
  });

  it("gives its grades away with a column a grader, and no others", async () => {
    const queueId = await make({}, { draw: { scope: { of: "all" }, share: 0.5 } });
    const given = await answer(queueId, "ben", { count: 2, mark: "bad" });
    const url = `http://localhost/?format=csv&queue=${queueId}`;
    const response = await GET(new Request(url), { params: Promise.resolve({ projectId }) });
    expect(response.headers.get("content-disposition")).toContain("grades.csv");
    const [head, ...lines] = (await response.text()).trimEnd().split("\r\n");
    expect(head).toContain("overall | ben,overall | ben | note");
    const graded = lines.map((line) => Number(line.split(",")[0])).filter((id) => id !== outputIds[0]);
    expect(graded).toEqual(given.toSorted((a, b) => a - b));
    const strange = new Request("http://localhost/?format=csv&queue=of-nobody");
    expect((await GET(strange, { params: Promise.resolve({ projectId }) })).status).toBe(404);
  });

  it("asks nobody who is not known in the project", async () => {
    const strange = settings({ assignees: ["ann", "zoe"] });
    const refused = await createQueue({
      projectId,
      by: "ann",
      settings: strange,
      overlapShare: 0,
      draw: ALL,
      now,
    });
    expect(sentenceOf(refused)).toContain("zoe is not known");
  });
});
