import { beforeEach, describe, expect, it } from "vitest";
import { listCriteria, listRevisions, updateCriterion } from "@/lib/db/criteria";
import { listGradeEvents } from "@/lib/db/grades";
import { updateLimit } from "@/lib/db/limits";
import type { Criterion } from "@/lib/domain/criterion";
import type { Label } from "@/lib/domain/grade";
import { OutputId, type ProjectId } from "@/lib/domain/ids";
import type { CriterionLabels } from "@/lib/domain/labels";
import { cardOf } from "@/lib/workflow/choose-next-output";
import { nextRelooks } from "@/lib/workflow/choose-relook";
import { readBoard } from "@/lib/workflow/read-board";
import { readCriteria } from "@/lib/workflow/read-criteria";
import { readRail } from "@/lib/workflow/read-rail";
import { recordGrades } from "@/lib/workflow/record-grade";
import { rewordCriterion } from "@/lib/workflow/revise-criterion";
import { mergeCriteria, splitCriterion } from "@/lib/workflow/split-criterion";
import { aProject, storeCriterion } from "@/tests/support/a-project";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { aGradeInput } from "@/tests/support/grading-input";
import { expectOk, sentenceOf } from "@/tests/support/import-file";

endDatabaseAfterAll();

let projectId: ProjectId;
let outputIds: readonly OutputId[];
const at = (index: number): OutputId => OutputId.parse(outputIds[index]);

beforeEach(async () => {
  ({ projectId, outputIds } = await aProject(Array.from({ length: 10 }, (_, i) => `Reply ${i}.`)));
});

const current = async (name: string): Promise<Criterion> => {
  const found = (await listCriteria(projectId)).find(({ revision }) => revision.name === name);
  if (!found) throw new Error(`no criterion ${name}`);
  return found;
};

/** Grades of a criterion under its current wording, a letter an output: g, b; "." none. */
async function grade(criterion: Criterion, letters: string, grader = "ann"): Promise<void> {
  const place = { criterionId: criterion.id, revisionId: criterion.revision.id };
  const grades = Array.from(letters).flatMap((letter, i) =>
    letter === "." ? [] : [aGradeInput(at(i), letter === "g" ? "good" : "bad", place)],
  );
  expectOk(await recordGrades({ projectId, grader, grades }));
}

const reword = async (criterion: Criterion, change: "clarification" | "meaning", wording: string) =>
  expectOk(
    await rewordCriterion({
      ...{ projectId, criterionId: criterion.id, change, wording, author: "ann", why: "seen too often" },
      name: criterion.revision.name,
    }),
  );

async function labelsOf(criterion: Criterion): Promise<CriterionLabels> {
  const labels = (await readBoard(projectId)).labels.byCriterion.get(criterion.id);
  if (!labels) throw new Error("no labels");
  return labels;
}

/** The labels as letters in the order of the outputs. */
async function letters(criterion: Criterion): Promise<string> {
  const { labels } = await labelsOf(criterion);
  const letter = (label: Label | undefined) => (label === undefined ? "." : label === "good" ? "g" : "b");
  return outputIds.map((id) => letter(labels.get(id))).join("");
}

const relook = async (grader = "ann", exclude: readonly OutputId[] = []) =>
  expectOk(await nextRelooks({ projectId, grader, count: 10, exclude }));

describe("an edit of a criterion", () => {
  it("that clarifies keeps the grades and asks nothing again", async () => {
    const criterion = await storeCriterion(projectId, { name: "kind" });
    await grade(criterion, "gbg");
    await reword(criterion, "clarification", "Kind, that is: no reproach.");
    expect(await letters(criterion)).toBe("gbg.......");
    expect((await relook()).left).toBe(0);
    expect(expectOk(await cardOf({ projectId, outputId: at(1), grader: "ann" })).mine).toMatchObject([
      { mark: "bad" },
    ]);
    expect((await listRevisions(projectId, criterion.id)).map(({ change }) => change)).toEqual([
      "clarification",
      "first",
    ]);
    await grade(await current("kind"), "...b");
    expect(await letters(criterion)).toBe("gbgb......");
  });

  it("that changes the meaning takes the grades out of the figures and asks them again, unseen", async () => {
    const criterion = await storeCriterion(projectId, { name: "kind" });
    await grade(criterion, "gbg");
    await reword(criterion, "meaning", "Kind, and without reproach.");
    expect(await letters(criterion)).toBe("..........");
    expect(await labelsOf(criterion)).toMatchObject({ stale: 3 });
    expect((await readRail(projectId))?.relook).toBe(3);
    expect((await readCriteria(projectId)).views.map(({ relook: count }) => count)).toEqual([3]);
    const { cards, left } = await relook();
    expect(left).toBe(3);
    for (const card of cards)
      expect(card).toMatchObject({ mine: [], ask: [criterion.id], shown: { policy: "relook" } });
    // Nor does a card that is opened by hand show what was said under the old meaning.
    expect(expectOk(await cardOf({ projectId, outputId: at(1), grader: "ann" })).mine).toEqual([]);
    await grade(await current("kind"), "b");
    expect(await letters(criterion)).toBe("b.........");
    expect((await relook()).left).toBe(2);
    expect((await relook("ann", [at(1)])).cards.map(({ output }) => output.id)).toEqual([at(2)]);
    // Nothing that was said is lost.
    expect(await listGradeEvents(projectId)).toHaveLength(4);
  });
});

describe("a criterion that is split", () => {
  it("gives its good grades to each part, provisionally, and asks the bad ones anew", async () => {
    const criterion = await storeCriterion(projectId, { name: "kind and short" });
    await grade(criterion, "gbg");
    const parts = ["kind", "short"].map((name) => ({ name, wording: name }));
    const target = { projectId, criterionId: criterion.id, author: "ann", at: new Date() };
    const [kind, short] = expectOk(await splitCriterion({ ...target, parts }));
    if (!kind || !short) throw new Error("no parts");
    expect((await listCriteria(projectId)).map(({ revision }) => revision.name)).toEqual(["kind", "short"]);
    expect(kind.revision.why).toBe("split from “kind and short”");
    expect([await letters(kind), await letters(short)]).toEqual(["g.g.......", "g.g......."]);
    expect(await labelsOf(kind)).toMatchObject({ provisional: 2, stale: 0 });
    const { cards } = await relook();
    expect(cards.map(({ output, ask }) => [output.id, ask])).toEqual(
      expect.arrayContaining([[at(1), [kind.id, short.id]]]),
    );
    expect(cards).toHaveLength(3);
    await grade(kind, "gbg");
    expect(await labelsOf(kind)).toMatchObject({ provisional: 0 });
    expect((await relook()).cards.every(({ ask }) => ask?.join() === short.id)).toBe(true);
    expect(sentenceOf(await splitCriterion({ ...target, parts }))).toContain("no longer exists");
  });
});

describe("what comes in the place of a criterion", () => {
  it("keeps its settings, its notes and whose it is", async () => {
    const criterion = await storeCriterion(projectId, { name: "kind and short" });
    const set = { mustPass: true, isRelative: true, ownedBy: "bea", notes: "No irony." };
    await updateCriterion(projectId, criterion.id, set);
    await updateLimit(projectId, criterion.id, { ffrLimit: 0.1, by: "ann" });
    const revision = { examples: "", ffrLimit: 0.1 };
    const settings = { ...set, ffrLimit: 0.1, revision };
    const parts = ["kind", "short"].map((name) => ({ name, wording: name }));
    const by = { projectId, author: "eve", at: new Date() };
    const split = expectOk(await splitCriterion({ ...by, criterionId: criterion.id, parts }));
    expect(split).toMatchObject([settings, settings]);
    const own = await storeCriterion(projectId, { name: "polite" });
    const criterionIds = [own.id, ...split.map(({ id }) => id)];
    const into = { name: "fine", wording: "fine" };
    const merged = expectOk(await mergeCriteria({ ...by, author: "ann", criterionIds, into }));
    expect(merged).toMatchObject([settings]);
  });

  it("is spoken of by whole outputs graded since what it replaces meant what it did", async () => {
    const criterion = await storeCriterion(projectId, { name: "kind and short" });
    const whole = (index: number) =>
      recordGrades({ projectId, grader: "ann", grades: [aGradeInput(at(index), "good")] });
    expectOk(await whole(0));
    await reword(criterion, "meaning", "Kind, short, and without reproach.");
    expectOk(await whole(1));
    await grade(await current("kind and short"), "..b");
    expect(await letters(criterion)).toBe(".gb.......");
    expect(await labelsOf(criterion)).toMatchObject({ implied: 1, outdated: 1 });
    const parts = ["kind", "short"].map((name) => ({ name, wording: name }));
    const target = { projectId, criterionId: criterion.id, author: "ann", at: new Date() };
    const [kind] = expectOk(await splitCriterion({ ...target, parts }));
    if (!kind) throw new Error("no parts");
    await grade(kind, "...b");
    expect(await letters(kind)).toBe(".g.b......");
  });
});

describe("criteria that are merged", () => {
  it("are bad where one was, good where all were, and asked where one is missing", async () => {
    const [kind, short] = [
      await storeCriterion(projectId, { name: "kind" }),
      await storeCriterion(projectId, { name: "short" }),
    ];
    await grade(kind, "ggb.g");
    await grade(short, "gb..");
    const into = { name: "kind and short", wording: "Kind and short." };
    const [merged] = expectOk(
      await mergeCriteria({
        ...{ projectId, author: "ann", at: new Date(), into },
        criterionIds: [kind.id, short.id],
      }),
    );
    if (!merged) throw new Error("not merged");
    expect(await letters(merged)).toBe("gbb.......");
    expect(await labelsOf(merged)).toMatchObject({ provisional: 3 });
    expect((await relook()).cards.map(({ output }) => output.id).toSorted((a, b) => a - b)).toEqual(
      [0, 1, 2, 4].map(at),
    );
  });
});
