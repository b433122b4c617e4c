import { beforeEach, describe, expect, it } from "vitest";
import { db, pool } from "@/lib/db/client";
import { addAssertions, listAssertions } from "@/lib/db/assertions";
import { listGradeEvents, listGradesOfOutput } from "@/lib/db/grades";
import { listOutputIds } from "@/lib/db/outputs";
import { saveVerdicts } from "@/lib/db/verdicts";
import type { GradeInput } from "@/lib/domain/card";
import type { Criterion } from "@/lib/domain/criterion";
import type { ProjectId } from "@/lib/domain/ids";
import { CriterionId, OutputId, type AssertionId } from "@/lib/domain/ids";
import { reportCard } from "@/lib/domain/report-card";
import { cardOf, nextCards } from "@/lib/workflow/choose-next-output";
import { withHash } from "@/lib/workflow/hash-implementation";
import { readBoard } from "@/lib/workflow/read-board";
import { recordGrades } from "@/lib/workflow/record-grade";
import { reveal } from "@/lib/workflow/reveal";
import { addCriterion, retireCriterion, rewordCriterion } from "@/lib/workflow/revise-criterion";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { aGradeInput } from "@/tests/support/grading-input";
import { expectOk, importFile } from "@/tests/support/import-file";
import { projectOf } from "@/tests/support/imported";

endDatabaseAfterAll();

let projectId: ProjectId;
let outputIds: OutputId[];

const record = async (grades: readonly GradeInput[], grader = "ann") =>
  expectOk(await recordGrades({ projectId, grader, grades }));
const wholeLabels = async () => [...(await readBoard(projectId)).labels.whole];
const at = (index: number): OutputId => OutputId.parse(outputIds[index]);

beforeEach(async () => {
  const rows = Array.from({ length: 12 }, (_, i) => ({ output: `Reply ${i}`, question: `Question ${i}` }));
  projectId = projectOf(await importFile(JSON.stringify(rows)));
  outputIds = await listOutputIds(projectId);
});

async function aCriterion(name: string): Promise<Criterion> {
  const criterion = { projectId, name, wording: `${name}, please.`, kind: "code" as const, author: "ann" };
  return expectOk(await addCriterion(criterion));
}

/** A candidate that fails every third output. */
async function aCandidate(criterion: Criterion): Promise<AssertionId> {
  const source = "function check(output) { return Number(output.split(' ')[1]) % 3 !== 0; }";
  await addAssertions({ projectId, criterionId: criterion.id, revisionId: criterion.revision.id }, [
    withHash({ name: "not every third", implementation: { kind: "javascript", source }, origin: "hand" }),
  ]);
  const [assertion] = await listAssertions(projectId);
  if (!assertion) throw new Error("no assertion");
  await saveVerdicts(
    assertion.id,
    outputIds.map((outputId, i) => ({
      outputId,
      verdict: i % 3 === 0 ? { kind: "fail", reason: "a third" } : { kind: "pass" },
    })),
  );
  return assertion.id;
}

describe("a grade", () => {
  it("is stored once however often it is sent, at once and later", async () => {
    const grades = [aGradeInput(at(0), "bad", { note: "rude\u0000" }), aGradeInput(at(1), "good")];
    const keys = grades.map(({ key }) => key);
    const answers = await Promise.all([record(grades), record(grades), record(grades)]);
    expect(answers).toEqual(Array.from({ length: 3 }, () => ({ settled: keys, notices: [] })));
    expect(await record([...grades, aGradeInput(at(2), "good")])).toMatchObject({ notices: [] });
    const events = await listGradeEvents(projectId);
    expect(events.map(({ outputId, mark, note }) => [outputId, mark, note])).toEqual([
      [at(0), "bad", "rude␀"],
      [at(1), "good", ""],
      [at(2), "good", ""],
    ]);
  });

  it("keeps why its output was shown, with the chance that it had", async () => {
    const { cards } = expectOk(await nextCards({ projectId, grader: "ann", count: 2, exclude: [] }));
    expect(cards.map(({ shown }) => [shown.policy, shown.rank])).toEqual([
      ["uniform", 1],
      ["uniform", 2],
    ]);
    expect(cards.map(({ shown }) => shown.inclusionProbability)).toEqual([1 / 12, 1 / 11]);
    await record(cards.map(({ output, shown }) => aGradeInput(output.id, "good", { shown })));
    expect((await listGradeEvents(projectId)).map(({ outputId, shown }) => [outputId, shown])).toEqual(
      cards.map(({ output, shown }) => [output.id, shown]),
    );
    const project = await db.project.findUniqueOrThrow({ where: { id: projectId } });
    expect(cards[0]?.shown.seed).toBe(project.seed);
  });

  it("from two tabs on one output: both are kept, and the latest counts", async () => {
    const [here, there] = [
      aGradeInput(at(0), "good"),
      aGradeInput(at(0), "bad", { note: "on second thought" }),
    ];
    await record([here]);
    await record([there]);
    expect((await listGradesOfOutput(projectId, at(0))).map(({ mark }) => mark)).toEqual(["good", "bad"]);
    expect(await wholeLabels()).toEqual([[at(0), "bad"]]);
    // The first tab sends its own again, not having heard the answer: that is no new grade.
    await record([here]);
    expect(await wholeLabels()).toEqual([[at(0), "bad"]]);
    const both = Array.from({ length: 10 }, (_, i) => aGradeInput(at(i), "good"));
    await Promise.all(both.map((grade) => record([grade])));
    expect(new Set((await wholeLabels()).map(([id]) => id))).toEqual(new Set(outputIds.slice(0, 10)));
  });

  it("of another grader weighs as much, and a tie is undecided", async () => {
    await record([aGradeInput(at(0), "good"), aGradeInput(at(1), "good")]);
    await record([aGradeInput(at(0), "bad"), aGradeInput(at(1), "good")], "ben");
    const { labels } = await readBoard(projectId);
    expect([...labels.whole]).toEqual([[at(1), "good"]]);
    expect(labels.wholeUndecided).toBe(1);
  });

  it("can be taken back: it counts no more, and its output is open again", async () => {
    await record([aGradeInput(at(3), "bad")]);
    const before = expectOk(await nextCards({ projectId, grader: "ann", count: 10, exclude: [] }));
    expect(before.left).toBe(11);
    await record([aGradeInput(at(3), "withdrawn")]);
    expect(await wholeLabels()).toEqual([]);
    const after = expectOk(await nextCards({ projectId, grader: "ann", count: 10, exclude: [] }));
    expect(after.left).toBe(12);
    expect(expectOk(await cardOf({ projectId, outputId: at(3), grader: "ann" })).mine).toEqual([]);
    expect(await listGradesOfOutput(projectId, at(3))).toHaveLength(2);
  });

  it("that is undone is as if it had not been given: what stood before counts again, hidden from the page or not", async () => {
    const shown = { policy: "repeat", inclusionProbability: null, rank: 3, seed: "s" } as const;
    await record([aGradeInput(at(0), "bad", { note: "rude" }), aGradeInput(at(1), "good")]);
    const again = aGradeInput(at(0), "good", { shown });
    await record([again]);
    expect(await wholeLabels()).toEqual([
      [at(0), "good"],
      [at(1), "good"],
    ]);
    const undo = aGradeInput(at(0), "withdrawn", { shown, undoes: again.key });
    await record([undo]);
    await record([undo]);
    expect(new Map(await wholeLabels()).get(at(0))).toBe("bad");
    const { mine } = expectOk(await cardOf({ projectId, outputId: at(0), grader: "ann" }));
    expect(mine).toMatchObject([{ mark: "bad", note: "rude" }]);
    expect((await listGradesOfOutput(projectId, at(0))).map(({ mark }) => mark)).toEqual([
      "bad",
      "good",
      "withdrawn",
    ]);
    // Of a skip likewise, also where both arrive at once.
    const skip = aGradeInput(at(1), "skipped", { shown });
    const left = async () =>
      expectOk(await nextCards({ projectId, grader: "ann", count: 1, exclude: [] })).left;
    await record([skip, aGradeInput(at(1), "withdrawn", { shown, undoes: skip.key })]);
    expect(new Map(await wholeLabels()).get(at(1))).toBe("good");
    expect(await left()).toBe(10);
  });

  it("is taken back by its own grader alone, and what was never given not at all", async () => {
    const grade = aGradeInput(at(0), "good");
    await record([grade]);
    await record([aGradeInput(at(0), "withdrawn", { undoes: grade.key })], "ben");
    await record([aGradeInput(at(1), "withdrawn", { undoes: grade.key })]);
    const unknown = aGradeInput(at(0), "withdrawn", { undoes: "never-given" });
    expect(await record([unknown])).toEqual({ settled: [unknown.key], notices: [] });
    expect(await wholeLabels()).toEqual([[at(0), "good"]]);
  });

  it("of “can't tell” is kept and shown to its grader, counts as neither, and is not asked again", async () => {
    await record([aGradeInput(at(0), "unsure", { note: "needs the order" }), aGradeInput(at(1), "good")]);
    const { graded } = reportCard(await readBoard(projectId));
    expect(graded).toEqual({ good: 1, bad: 0, undecided: 0, unsure: 1, isWeighed: false });
    const { left } = expectOk(await nextCards({ projectId, grader: "ann", count: 1, exclude: [] }));
    expect(left).toBe(10);
    const { mine } = expectOk(await cardOf({ projectId, outputId: at(0), grader: "ann" }));
    expect(mine).toEqual([{ criterionId: null, revisionId: null, mark: "unsure", note: "needs the order" }]);
  });

  it("that is skipped is no grade, and comes back when nothing else is left", async () => {
    await record([aGradeInput(at(0), "skipped")]);
    await record(outputIds.slice(1).map((id) => aGradeInput(id, "good")));
    expect((await wholeLabels()).map(([id]) => id)).not.toContain(at(0));
    const { cards, left } = expectOk(await nextCards({ projectId, grader: "ann", count: 3, exclude: [] }));
    expect(left).toBe(0);
    expect(cards.map(({ output }) => output.id)).toContain(at(0));
  });

  it("for an output or a criterion that is not there any more is settled with a sentence; the rest is kept", async () => {
    const gone = aGradeInput(OutputId.parse(2_000_000_000), "good");
    const foreign = aGradeInput(at(1), "bad", { criterionId: CriterionId.parse("of-nobody") });
    const kept = aGradeInput(at(2), "good");
    expect(await record([gone, foreign, kept])).toEqual({
      settled: [gone.key, foreign.key, kept.key],
      notices: [
        "Output 2000000000: It was deleted meanwhile; its grade could not be kept.",
        `Output ${at(1)}: A criterion of it was deleted meanwhile; its grade could not be kept.`,
      ],
    });
    expect(await wholeLabels()).toEqual([[at(2), "good"]]);
    await db.project.delete({ where: { id: projectId } });
    expect(await recordGrades({ projectId, grader: "ann", grades: [kept] })).toEqual({
      ok: false,
      problem: { code: "not-found", what: "project" },
    });
  });

  it("of another project's output is not taken", async () => {
    const other = projectOf(await importFile('[{"output": "elsewhere"}]'));
    const [elsewhere] = await listOutputIds(other);
    await record([aGradeInput(OutputId.parse(elsewhere), "bad")]);
    expect(await listGradeEvents(projectId)).toEqual([]);
    expect(await listGradeEvents(other)).toEqual([]);
  });
});

describe("outputs that are almost the same", () => {
  const letters = ["It is late.", "it is  late", "It is early.", "It is late!"];
  beforeEach(async () => {
    const rows = letters.map((output, i) => ({ output, question: "When?", version: `v${i}` }));
    projectId = projectOf(await importFile(JSON.stringify(rows)));
    outputIds = await listOutputIds(projectId);
  });
  const asked = async (grader = "ann") => {
    const { cards, left } = expectOk(await nextCards({ projectId, grader, count: 10, exclude: [] }));
    return { left, texts: cards.map(({ output }) => output.text).toSorted() };
  };

  it("are asked once", async () => {
    expect(await asked()).toEqual({ left: 3, texts: ["It is early.", "It is late!", "It is late."] });
    await record([aGradeInput(at(0), "bad")]);
    expect((await asked()).left).toBe(2);
  });
  it("are not asked when another of them was picked and graded", async () => {
    await record([aGradeInput(at(1), "good")]);
    expect((await asked()).texts).toEqual(["It is early.", "It is late!"]);
    expect((await asked("bob")).left).toBe(3);
  });
  it("are found when they come with a later import", async () => {
    await asked();
    const later = JSON.stringify([{ output: "IT IS EARLY", question: "When?" }]);
    await importFile(later, () => ({ projectId }));
    expect((await asked()).left).toBe(3);
  });
});

describe("a grade of a criterion", () => {
  it("that was removed meanwhile is kept, says so, and counts again when it is brought back", async () => {
    const criterion = await aCriterion("kind");
    const target = { projectId, criterionId: criterion.id };
    expectOk(await retireCriterion(target, new Date()));
    const grade = aGradeInput(at(0), "bad", { criterionId: criterion.id, revisionId: criterion.revision.id });
    expect((await record([grade])).notices).toEqual([
      `Output ${at(0)}: “kind” was removed meanwhile. Your grade is kept and counts again if it is brought back.`,
    ]);
    expect((await readBoard(projectId)).labels.byCriterion.size).toBe(0);
    expect(await wholeLabels()).toEqual([]);
    expectOk(await retireCriterion(target, null));
    const own = (await readBoard(projectId)).labels.byCriterion.get(criterion.id);
    expect(own && [...own.labels]).toEqual([[at(0), "bad"]]);
  });

  it("that was reworded meanwhile is kept under the old wording and asked again", async () => {
    const criterion = await aCriterion("kind");
    const place = { criterionId: criterion.id, revisionId: criterion.revision.id };
    await record([aGradeInput(at(0), "bad", place)]);
    const rewording = {
      ...{ name: "kind", wording: "Very kind.", why: "", author: "ann" },
      change: "meaning" as const,
    };
    expectOk(await rewordCriterion({ projectId, criterionId: criterion.id, ...rewording }));
    expect((await record([aGradeInput(at(1), "good", place)])).notices).toEqual([
      `Output ${at(1)}: “kind” was reworded meanwhile. Your grade is kept under the old wording and asked again.`,
    ]);
    const own = (await readBoard(projectId)).labels.byCriterion.get(criterion.id);
    expect(own).toMatchObject({ stale: 2 });
    expect(own?.labels.size).toBe(0);
    expect(await listGradeEvents(projectId)).toMatchObject([
      { revisionId: criterion.revision.id },
      { revisionId: criterion.revision.id },
    ]);
  });
});

describe("verdicts", () => {
  it("are hidden until the grader has graded", async () => {
    const criterion = await aCriterion("kind");
    await aCandidate(criterion);
    const marks = outputIds.slice(1).map((id, i) => aGradeInput(id, (i + 1) % 3 === 0 ? "bad" : "good"));
    await record(marks, "ben");
    const { cards } = expectOk(await nextCards({ projectId, grader: "ann", count: 3, exclude: [] }));
    for (const card of cards)
      expect(Object.keys(card).toSorted()).toEqual(["mine", "output", "remarks", "shown"]);
    expect(JSON.stringify(cards)).not.toMatch(/verdict|a third|not every third/);
    const target = { projectId, outputId: at(0), grader: "ann" };
    expect(await reveal(target)).toEqual({ ok: true, value: { said: [], otherwise: null, model: null } });
    await record([aGradeInput(at(0), "bad")]);
    expect(await reveal(target)).toEqual({
      ok: true,
      value: {
        said: [
          { criterion: "kind", assertion: "not every third", verdict: { kind: "fail", reason: "a third" } },
        ],
        otherwise: [],
        model: null,
      },
    });
    await record([aGradeInput(at(0), "good")], "cleo");
    await record([aGradeInput(at(0), "unsure")], "dan");
    expect(await reveal(target)).toMatchObject({ value: { otherwise: [{ criterion: null, people: 1 }] } });
    const ofCriterion = { criterionId: criterion.id, revisionId: criterion.revision.id };
    await record([aGradeInput(at(0), "good", ofCriterion)]);
    await record([aGradeInput(at(0), "bad", ofCriterion)], "cleo");
    expect(await reveal(target)).toMatchObject({
      value: {
        otherwise: [
          { criterion: null, people: 1 },
          { criterion: "kind", people: 1 },
        ],
      },
    });
    const shown = { policy: "queue", inclusionProbability: null, rank: null, seed: null } as const;
    await record([aGradeInput(at(0), "bad", { shown })]);
    expect(await reveal(target)).toMatchObject({ value: { otherwise: null, model: null } });
  });

  it("and grades show in the report at once, also those of other processes", async () => {
    const criterion = await aCriterion("kind");
    const assertionId = await aCandidate(criterion);
    const figures = async () =>
      reportCard(await readBoard(projectId)).criteria[0]?.candidates.find(
        ({ assertion }) => assertion.id === assertionId,
      );
    expect((await figures())?.coverage).toEqual({ count: 0, of: 0 });
    await record(outputIds.slice(0, 6).map((id, i) => aGradeInput(id, i % 3 === 0 ? "bad" : "good")));
    expect(await figures()).toMatchObject({ coverage: { count: 2, of: 2 } });
    // What another process writes comes past this one's memory.
    await db.grade.create({
      data: { projectId, outputId: at(6), grader: "ben", mark: "bad", policy: "chosen", key: "elsewhere" },
    });
    expect(await figures()).toMatchObject({ coverage: { count: 3, of: 3 } });
  });

  it("count even where an earlier grade is committed behind a later one", async () => {
    const client = await pool.connect();
    try {
      await client.query("BEGIN");
      await client.query(
        `INSERT INTO "Grade" ("projectId", "outputId", grader, mark, policy, key) VALUES ($1, $2, 'ben', 'bad', 'imported', 'slow')`,
        [projectId, at(0)],
      );
      await record([aGradeInput(at(1), "good")]);
      expect(await wholeLabels()).toEqual([[at(1), "good"]]);
      await client.query("COMMIT");
    } finally {
      client.release();
    }
    expect(new Map(await wholeLabels())).toEqual(
      new Map([
        [at(0), "bad"],
        [at(1), "good"],
      ]),
    );
  });
});
