import { beforeEach, describe, expect, it } from "vitest";
import { POST } from "@/app/api/projects/[projectId]/grades/route";
import { recordGradesAction } from "@/lib/actions/grading";
import { listGradeEvents } from "@/lib/db/grades";
import type { Card, GradeInput } from "@/lib/domain/card";
import { CHOSEN, Shown } from "@/lib/domain/grade";
import { OutputId, type ProjectId, type QueueId } from "@/lib/domain/ids";
import { nextCards } from "@/lib/workflow/choose-next-output";
import { nextQueueCards } from "@/lib/workflow/choose-queue-card";
import { closeQueue, createQueue, editQueue } from "@/lib/workflow/manage-queues";
import { recordGrades } from "@/lib/workflow/record-grade";
import { aProject } from "@/tests/support/a-project";
import { QUEUE_SETTINGS, WHOLE_DRAW } from "@/tests/support/a-world";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { aGradeInput } from "@/tests/support/grading-input";
import { expectOk } from "@/tests/support/import-file";

endDatabaseAfterAll();

const now = new Date("2026-11-20T09:00:00Z");
let projectId: ProjectId;
let outputIds: readonly OutputId[];

beforeEach(async () => {
  ({ projectId, outputIds } = await aProject(Array.from({ length: 8 }, (_, i) => `Reply ${i}.`)));
});

const at = (index: number): OutputId => OutputId.parse(outputIds[index]);
const record = async (grades: readonly GradeInput[], grader = "ann") =>
  expectOk(await recordGrades({ projectId, grader, grades }));
const whys = async () => (await listGradeEvents(projectId)).map(({ shown }) => shown);

async function aCardFor(grader: string): Promise<Card> {
  const [card] = expectOk(await nextCards({ projectId, grader, count: 1, exclude: [] })).cards;
  if (!card) throw new Error("No card came.");
  return card;
}

const answered = ({ output, shown, ticket }: Card): GradeInput =>
  aGradeInput(output.id, "bad", { shown, ticket });

describe("why an output was shown", () => {
  it("is believed where the server says so, however late, and however often it is taken back", async () => {
    const card = await aCardFor("ann");
    await record([answered(card), { ...answered(card), mark: "withdrawn" }, answered(card)]);
    expect(await whys()).toEqual([card.shown, card.shown, card.shown]);
  });

  it("is not the word of whoever grades it", async () => {
    const card = await aCardFor("ann");
    const likelier = { ...card.shown, inclusionProbability: 0.001 };
    await record([
      aGradeInput(at(0), "bad", { shown: card.shown }),
      { ...answered(card), shown: likelier },
      { ...answered(card), outputId: at(card.output.id === at(1) ? 2 : 1) },
      { ...answered(card), ticket: "" },
    ]);
    await record([answered(card)], "ben");
    expect(await whys()).toEqual([CHOSEN, CHOSEN, CHOSEN, CHOSEN, CHOSEN]);
  });

  it.each(["adjudication", "carried", "imported"] as const)("is never %s on a card", async (policy) => {
    const shown = Shown.parse({ ...CHOSEN, policy });
    const forged = { ...aGradeInput(at(0), "bad"), shown };
    // @ts-expect-error No card has it: this is what somebody sends who is not the page.
    const result = await recordGradesAction({ projectId, grades: [forged] });
    expect(result).toMatchObject({ ok: false, problem: { code: "bad-input" } });
    const request = new Request("http://localhost:3000/", {
      method: "POST",
      body: JSON.stringify({ grades: [forged] }),
    });
    expect((await POST(request, { params: Promise.resolve({ projectId }) })).status).toBe(200);
    expect(await whys()).toEqual([CHOSEN]);
  });
});

describe("a place in a queue", () => {
  let queueId: QueueId;
  const settings = { ...QUEUE_SETTINGS, assignees: ["ann", "ben"] };

  beforeEach(async () => {
    for (const grader of ["ann", "ben", "zoe"]) await record([aGradeInput(at(0), "good")], grader);
    queueId = expectOk(
      await createQueue({ projectId, by: "ann", settings, overlapShare: 0, draw: WHOLE_DRAW, now }),
    );
  });

  const queueCards = async (grader: string, count = 1) =>
    expectOk(await nextQueueCards({ projectId, queueId, grader, count, exclude: [], now })).cards;
  const last = async () => (await whys()).at(-1);

  it("is not filled by somebody who only says that they grade it", async () => {
    const shown = { policy: "queue", inclusionProbability: null, rank: 1, seed: queueId } as const;
    await record([aGradeInput(at(3), "bad", { shown })], "zoe");
    expect(await last()).toEqual(CHOSEN);
    const given = [...(await queueCards("ann", 10)), ...(await queueCards("ben", 10))];
    expect(given.map(({ output }) => output.id)).toContain(at(3));
  });

  it("is filled by those who were handed it", async () => {
    const [card] = await queueCards("ann");
    if (card) await record([answered(card)]);
    expect(await last()).toMatchObject({ policy: "queue", seed: queueId });
  });

  it("is lost where the queue was closed or asks somebody else meanwhile; the grade is kept, and its grader told", async () => {
    const [first, second] = await queueCards("ann", 2);
    if (!first || !second) throw new Error("Nothing was handed out.");
    expectOk(await editQueue({ projectId, queueId, settings: { ...settings, assignees: ["ben"] } }));
    expect((await record([answered(first)])).notices).toEqual([
      `Output ${first.output.id}: The queue “q” no longer asks you. Your grade is kept, outside of it.`,
    ]);
    expectOk(await closeQueue({ projectId, queueId, closedAt: now }));
    expect((await record([answered(second)])).notices).toEqual([
      `Output ${second.output.id}: The queue “q” was closed meanwhile. Your grade is kept, outside of it.`,
    ]);
    expect((await whys()).slice(-2)).toEqual([CHOSEN, CHOSEN]);
  });
});
