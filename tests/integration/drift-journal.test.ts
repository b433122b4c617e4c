import { beforeEach, describe, expect, it } from "vitest";
import { listCriteria } from "@/lib/db/criteria";
import { saveVerdicts } from "@/lib/db/verdicts";
import type { Criterion } from "@/lib/domain/criterion";
import type { JournalEntry } from "@/lib/domain/drift-page";
import { OutputId, ProjectId } from "@/lib/domain/ids";
import { compareWordings } from "@/lib/workflow/compare-wordings";
import { exportDrift } from "@/lib/workflow/export-drift";
import { readDrift } from "@/lib/workflow/read-drift";
import { readRail } from "@/lib/workflow/read-rail";
import { recordGrades } from "@/lib/workflow/record-grade";
import { addCriterion, retireCriterion, rewordCriterion } from "@/lib/workflow/revise-criterion";
import { mergeCriteria, splitCriterion } from "@/lib/workflow/split-criterion";
import { adjudicate } from "@/lib/workflow/adjudicate";
import { commentDrift, settleDrift } from "@/lib/workflow/settle-drift";
import { aProject, storeCriterion } from "@/tests/support/a-project";
import { aCandidate } from "@/tests/support/candidates";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { aGradeInput } from "@/tests/support/grading-input";
import { expectOk, sentenceOf } from "@/tests/support/import-file";

endDatabaseAfterAll();

let projectId: ProjectId;
let outputIds: readonly OutputId[];
let kind: Criterion;
const at = (index: number): OutputId => OutputId.parse(outputIds[index]);

beforeEach(async () => {
  ({ projectId, outputIds } = await aProject(Array.from({ length: 10 }, (_, i) => `Reply ${i}.`)));
  kind = await storeCriterion(projectId, { name: "kind", wording: "Be kind." });
});

const current = async (): Promise<Criterion> => {
  const [criterion] = await listCriteria(projectId);
  if (!criterion) throw new Error("no criterion");
  return criterion;
};

const place = (criterion: Criterion) => ({ criterionId: criterion.id, revisionId: criterion.revision.id });

async function grade(criterion: Criterion, letters: string): Promise<void> {
  const grades = Array.from(letters, (letter, i) =>
    aGradeInput(at(i), letter === "g" ? "good" : "bad", place(criterion)),
  );
  expectOk(await recordGrades({ projectId, grader: "ann", grades }));
}

/** A candidate of the criterion with its verdicts, a letter an output. */
async function judged(criterion: Criterion, letters: string): Promise<void> {
  const source = `return "${letters}";`;
  const { id } = await aCandidate(projectId, criterion, { kind: "javascript", source });
  const verdicts = Array.from(letters, (letter, i) => ({
    outputId: at(i),
    verdict: letter === "p" ? ({ kind: "pass" } as const) : ({ kind: "fail" } as const),
  }));
  await saveVerdicts(id, verdicts);
}

const reword = async (change: "clarification" | "meaning", because: readonly OutputId[] = []) =>
  expectOk(
    await rewordCriterion({
      ...{ projectId, criterionId: kind.id, name: "kind", wording: "Be kind, without reproach." },
      ...{ change, why: "reply 4 scolds", author: "ann", because },
    }),
  );

const journal = async (): Promise<readonly JournalEntry[]> => (await readDrift(projectId)).journal;

async function onlyEntry(): Promise<JournalEntry> {
  const [entry, ...others] = await journal();
  if (!entry || others.length > 0) throw new Error("not exactly one entry");
  return entry;
}

describe("the drift journal", () => {
  it("splits the change of a reinterpretation into relabelling and new assertions", async () => {
    await grade(kind, "gggggbbbbb");
    await judged(kind, "pppppfffff");
    await reword("meaning", [at(4)]);
    await grade(await current(), "ggggbbbbbg");
    await judged(await current(), "pppffffffp");
    const { event, wording, change, criterion } = await onlyEntry();
    expect(event).toMatchObject({ kind: "reinterpretation", by: "ann", resolvedAt: null });
    expect(event.evidence.outputIds).toEqual([at(4)]);
    expect(criterion).toBe("kind");
    expect(wording).toMatchObject({
      before: { wording: "Be kind." },
      after: { wording: "Be kind, without reproach.", why: "reply 4 scolds" },
    });
    // Counted by hand: see the letters above.
    expect(change).toMatchObject({
      of: "criterion",
      before: { coverage: { count: 5, of: 5 }, falseFailureRate: { count: 0, of: 5 } },
      relabelled: { coverage: { count: 4, of: 5 }, falseFailureRate: { count: 1, of: 5 } },
      after: { coverage: { count: 5, of: 5 }, falseFailureRate: { count: 1, of: 5 } },
      flipped: [
        { outputId: at(4), from: "good", to: "bad" },
        { outputId: at(9), from: "bad", to: "good" },
      ],
    });
    expect(change?.relabelling.coverage).toBeCloseTo(-0.2, 12);
    expect(change?.relabelling.falseFailureRate).toBeCloseTo(0.2, 12);
    expect(change?.evaluators.coverage).toBeCloseTo(0.2, 12);
    expect(change?.evaluators.falseFailureRate).toBe(0);
  });

  it("leads to the wordings side by side, with the grades under each, and to the criterion's timeline", async () => {
    await grade(kind, "gggg");
    await reword("meaning");
    await grade(await current(), "gbg");
    const compared = await compareWordings(projectId, kind.id, { left: null, right: null });
    expect(compared?.comparison).toMatchObject({
      left: { number: 1 },
      right: { number: 2 },
      both: 3,
      flipped: 1,
    });
    expect(compared?.comparison.outputs[0]).toEqual({ outputId: at(1), left: "good", right: "bad" });
    const swapped = await compareWordings(projectId, kind.id, { left: 2, right: 1 });
    expect(swapped?.comparison.outputs[0]).toEqual({ outputId: at(1), left: "bad", right: "good" });
    const [timeline] = (await readDrift(projectId)).timelines;
    expect(timeline?.grades.filter(({ isStale }) => isStale)).toHaveLength(4);
    expect(timeline?.edits).toMatchObject([{ after: 4 }]);
    const other = (await aProject(["Another."])).projectId;
    expect(await compareWordings(other, kind.id, { left: null, right: null })).toBeNull();
  });

  it("has no entry for criteria written before the first grade", async () => {
    expectOk(await addCriterion({ projectId, name: "short", wording: "short", kind: "code", author: "ann" }));
    await reword("clarification");
    expect(await journal()).toEqual([]);
  });

  it("keeps clarifications, removals and what is brought back quietly: nothing is open, no figure moves", async () => {
    await grade(kind, "gb");
    await reword("clarification");
    const target = { projectId, criterionId: kind.id };
    expectOk(await retireCriterion(target, new Date(), "bea"));
    expectOk(await retireCriterion(target, new Date(), "bea"));
    expectOk(await retireCriterion(target, null, "bea"));
    const entries = await journal();
    expect(entries.map(({ event }) => [event.kind, event.by, event.sentence])).toEqual([
      ["restoration", "bea", "“kind” was brought back"],
      ["removal", "bea", "“kind” was removed"],
      ["clarification", "ann", "“kind” was clarified"],
    ]);
    expect(entries.map(({ change }) => change)).toEqual([null, null, null]);
    expect((await readRail(projectId))?.openDrift).toBe(0);
    expect((await readDrift(projectId)).newCriterionRate).toBe(0);
  });

  it("enters a split as one, and what was changed before keeps its figures", async () => {
    await grade(kind, "gggggbbbbb");
    await judged(kind, "pppppfffff");
    await reword("meaning");
    await grade(await current(), "ggggbbbbbg");
    await judged(await current(), "pppffffffp");
    const { change } = await onlyEntry();
    const parts = ["mild", "warm"].map((name) => ({ name, wording: `Be ${name}.` }));
    const target = { projectId, criterionId: kind.id, author: "ann", at: new Date() };
    const [mild, warm] = expectOk(await splitCriterion({ ...target, parts }));
    const [split, reworded, ...others] = await journal();
    expect(others).toEqual([]);
    expect(reworded?.change).toEqual(change);
    expect(split?.event).toMatchObject({
      ...{ kind: "split", sentence: "“kind” was split into “mild” and “warm”", criterionId: kind.id },
      evidence: { outputIds: [0, 1, 2, 3, 9].map(at), figures: [{ value: 5 }, { value: 5 }] },
    });
    expect(split?.replaced).toMatchObject({
      from: [{ wording: "Be kind, without reproach." }],
      to: [{ wording: "Be mild." }, { wording: "Be warm." }],
    });
    expect(split?.change).toMatchObject({ of: "selection", before: { coverage: { count: 5, of: 5 } } });
    const into = { name: "nice", wording: "Be nice." };
    const criterionIds = [mild, warm].flatMap((part) => part?.id ?? []);
    expectOk(await mergeCriteria({ projectId, author: "ann", at: new Date(), into, criterionIds }));
    const [merge, before] = await journal();
    expect(merge?.event).toMatchObject({
      kind: "merge",
      sentence: "“nice” was merged from “mild” and “warm”",
    });
    expect(before?.change?.of).toBe("selection");
  });

  it("has an entry a day for decisions on disputes, with what they did to the figures", async () => {
    await grade(kind, "ggb");
    await judged(kind, "pfp");
    const mark = (index: number) => aGradeInput(at(index), "bad", place(kind));
    expectOk(await recordGrades({ projectId, grader: "ben", grades: [mark(0), mark(1)] }));
    for (const [index, decided] of [
      [0, "good"],
      [1, "bad"],
    ] as const)
      expectOk(
        await adjudicate({
          ...{ projectId, outputId: at(index), criterionId: kind.id, mark: decided, note: "", by: "cyn" },
          key: `decision ${index}`,
        }),
      );
    const { event, change } = await onlyEntry();
    expect(event).toMatchObject({ kind: "adjudication", by: "cyn", evidence: { outputIds: [at(0), at(1)] } });
    expect(change).toMatchObject({ of: "criterion", open: 0 });
    expect((await readRail(projectId))?.openDrift).toBe(0);
  });

  it("enters a criterion that is added while grading, with the output that called for it", async () => {
    await grade(kind, "gb");
    const added = { projectId, name: "short", wording: "At most 20 words.", kind: "code" } as const;
    expectOk(await addCriterion({ ...added, author: "ann", because: [at(1)] }));
    const { event, wording } = await onlyEntry();
    expect(event).toMatchObject({ kind: "newCriterion", evidence: { outputIds: [at(1)] } });
    expect(wording).toMatchObject({ before: null, after: { wording: "At most 20 words." } });
  });

  it("is discussed, settled with who and what, and opened again", async () => {
    await grade(kind, "gb");
    await reword("meaning");
    const target = { projectId, eventId: (await onlyEntry()).event.id };
    expect((await readRail(projectId))?.openDrift).toBe(1);
    expectOk(await commentDrift(target, { author: "bob", text: "@ann is this what we want?" }));
    const when = new Date("2026-03-04T05:06:07Z");
    expectOk(await settleDrift(target, "ann", { at: when, resolution: "Yes, keep it." }));
    expect((await onlyEntry()).event).toMatchObject({
      ...{ resolvedAt: when, resolvedBy: "ann", resolution: "Yes, keep it." },
      comments: [{ author: "bob", text: "@ann is this what we want?" }],
    });
    expect((await readRail(projectId))?.openDrift).toBe(0);
    expect(await exportDrift(projectId, "ann", when)).toContain(
      "Settled by ann, 2026-03-04 05:06 UTC:\n\n> Yes, keep it.",
    );
    expectOk(await settleDrift(target, "ann", null));
    expect((await onlyEntry()).event).toMatchObject({ resolvedAt: null, resolvedBy: null, resolution: "" });
  });

  it("is closed to other projects", async () => {
    await grade(kind, "gb");
    await reword("meaning");
    const { id } = (await onlyEntry()).event;
    const other = (await aProject(["Another."])).projectId;
    const target = { projectId: other, eventId: id };
    const gone = "This drift event no longer exists. It may have been deleted in another tab.";
    expect(sentenceOf(await commentDrift(target, { author: "eve", text: "hello" }))).toBe(gone);
    expect(sentenceOf(await settleDrift(target, "eve", { at: new Date(), resolution: "mine" }))).toBe(gone);
    expect((await onlyEntry()).event).toMatchObject({ resolvedAt: null, comments: [] });
    expect((await readDrift(other)).journal).toEqual([]);
    expect(
      await exportDrift(ProjectId.parse("00000000-0000-4000-8000-000000000000"), "ann", new Date()),
    ).toBeNull();
  });
});
