import { describe, expect, it } from "vitest";
import { listAssertions } from "@/lib/db/assertions";
import { listDriftEvents } from "@/lib/db/drift";
import { listOutputIds } from "@/lib/db/outputs";
import { readVerdictColumns, saveVerdicts } from "@/lib/db/verdicts";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import { chooseAssertion } from "@/lib/workflow/choose-assertion";
import { nextDeciding } from "@/lib/workflow/choose-deciding";
import { detectDrift } from "@/lib/workflow/detect-drift";
import { changeExemplars, listPossibleExemplars } from "@/lib/workflow/edit-exemplars";
import { editProject } from "@/lib/workflow/edit-project";
import { readDrift } from "@/lib/workflow/read-drift";
import { recordGrades } from "@/lib/workflow/record-grade";
import { setCriterionNotes } from "@/lib/workflow/set-criterion-notes";
import { aCandidate } from "@/tests/support/candidates";
import { storeCriterion } from "@/tests/support/a-project";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { aGradeInput } from "@/tests/support/grading-input";
import { expectOk, importFile, sentenceOf } from "@/tests/support/import-file";
import { projectOf } from "@/tests/support/imported";
import { aWorld, gradeInTurn } from "@/tests/support/judge-world";

endDatabaseAfterAll();

const grade = (projectId: ProjectId, ids: readonly OutputId[], grader = "ann") =>
  recordGrades({ projectId, grader, grades: ids.map((id) => aGradeInput(id, "good")) });
const sentences = async (projectId: ProjectId) =>
  (await listDriftEvents(projectId)).map(({ sentence }) => sentence);

describe("a pipeline that changed", () => {
  const rows = (version: string, from: number) =>
    JSON.stringify(
      Array.from({ length: 12 }, (_, i) => ({
        ...{ question: `Question ${from + i}`, output: `Reply ${version} ${from + i}.`, version },
      })),
    );

  it("leads to the grades that would decide, and holds its versions against each other once they are given", async () => {
    const projectId = projectOf(await importFile(rows("v1", 0)));
    const criterion = await storeCriterion(projectId);
    const code = await aCandidate(projectId, criterion, { kind: "javascript", source: "return true;" });
    await importFile(rows("v2", 20), () => ({ projectId }));
    const ids = await listOutputIds(projectId);
    await saveVerdicts(
      code.id,
      ids.map((outputId) => ({ outputId, verdict: { kind: "pass" } as const })),
    );
    const choice = { kind: "pin", assertionId: code.id } as const;
    expectOk(await chooseAssertion({ projectId, criterionId: criterion.id, by: "ann", choice }));
    expectOk(await grade(projectId, ids.slice(0, 6)));
    await detectDrift({ projectId, fresh: 12 });
    const [event] = await listDriftEvents(projectId);
    if (!event) throw new Error("nothing was told");
    expect(event.sentence).toBe("The pipeline changed: 2 versions of version, with 12, 12 outputs");

    const factsOf = async () => (await readDrift(projectId)).facts.get(event.id);
    expect(await factsOf()).toMatchObject({ toGrade: 10, versions: [{ p: null }] });
    const ask = { projectId, eventId: event.id, grader: "ann", exclude: [] };
    const { cards, left } = expectOk(await nextDeciding({ ...ask, count: 3 }));
    expect([cards.map(({ output }) => output.id), left]).toEqual([ids.slice(12, 15), 10]);
    expectOk(await grade(projectId, ids.slice(12, 22)));
    expect(expectOk(await nextDeciding({ ...ask, count: 3 }))).toMatchObject({ cards: [], left: 0 });
    expect(await factsOf()).toMatchObject({
      toGrade: 0,
      versions: [
        {
          versions: [
            { version: "v1", agreement: { count: 6, of: 6 } },
            { version: "v2", agreement: { count: 10, of: 10 } },
          ],
          p: 1,
        },
      ],
    });
    const other = await aWorld(["One."]);
    expect(sentenceOf(await nextDeciding({ ...ask, projectId: other.projectId, count: 3 }))).toMatch(
      /no longer exists/,
    );
  });

  it("links outputs that come again with another text to the grades of the old one", async () => {
    const named = (text: string, count: number) =>
      JSON.stringify(Array.from({ length: count }, (_, i) => ({ id: `row-${i}`, output: `${text} ${i}.` })));
    const projectId = projectOf(await importFile(named("Old", 4)));
    const old = await listOutputIds(projectId);
    expectOk(await grade(projectId, old.slice(1, 3)));
    await importFile(named("New", 6), () => ({ projectId }));
    await detectDrift({ projectId, fresh: 6 });
    const [event] = await listDriftEvents(projectId);
    expect(event?.sentence).toMatch(/^4 outputs came again with another text, and 2 of the earlier ones/);
    expect(event?.evidence.outputIds).toEqual((await listOutputIds(projectId)).slice(5, 7));
  });

  it("is told when its prompt is changed in the settings, once there are grades", async () => {
    const { projectId, outputIds } = await aWorld(["One.", "Two."]);
    const prompt = (promptTemplate: string) => editProject({ projectId, name: "n", promptTemplate });
    expectOk(await prompt("Answer: {{question}}"));
    expectOk(await prompt("Answer kindly: {{question}}"));
    expect(await sentences(projectId)).toEqual([]);
    expectOk(await grade(projectId, outputIds));
    expectOk(await prompt("Answer kindly: {{question}}"));
    expect(await sentences(projectId)).toEqual([]);
    expectOk(await prompt("Answer briefly: {{question}}"));
    expect(await sentences(projectId)).toEqual([
      "The prompt of the project was changed: outputs and grades so far are of the one before",
    ]);
  });
});

describe("a judge whose question was changed", () => {
  it("is told when its examples are, where it speaks for the criterion, with what differs once both have judged", async () => {
    const world = await aWorld(Array.from({ length: 10 }, (_, i) => `Reply ${i}.`));
    const { projectId, criterion, outputIds } = world;
    expectOk(await gradeInTurn(world, { to: 8 }));
    const possible = expectOk(
      await listPossibleExemplars({
        projectId,
        assertionId: (await aCandidate(projectId, criterion, direct("?"))).id,
        person: "ann",
      }),
    );
    const examples = (from: number) => possible.slice(from, from + 2);
    const whole = possible.map(({ outputId, label, note, text }) => ({
      ...{ outputId, label, note, text, borderline: false, variables: {} },
    }));
    const judge = await aCandidate(projectId, criterion, {
      ...{ kind: "judge", design: "few-shot", question: "Is it sound?" },
      exemplars: whole.slice(0, 2),
    });
    const swap = (from: number, assertionId = judge.id) =>
      changeExemplars({
        ...{ projectId, assertionId },
        exemplars: examples(from).map(({ outputId, note, borderline }) => ({ outputId, note, borderline })),
      });
    await saveVerdicts(
      judge.id,
      outputIds.map((outputId) => ({ outputId, verdict: { kind: "pass" } as const })),
    );
    const choice = { kind: "pin", assertionId: judge.id } as const;
    expectOk(await chooseAssertion({ projectId, criterionId: criterion.id, by: "ann", choice }));
    expectOk(await swap(2));
    const [event, ...others] = await listDriftEvents(projectId);
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      kind: "judgeDrift",
      evidence: { lines: ["examples: 2 before, 2 now, 0 of them as they were"] },
    });
    const factsOf = async () => (await readDrift(projectId)).facts.get(event?.id ?? 0)?.edit;
    expect(await factsOf()).toEqual({ compared: null });
    const child = (await listAssertions(projectId)).find(({ parentId }) => parentId === judge.id);
    if (!child) throw new Error("no child");
    await saveVerdicts(
      child.id,
      outputIds.map((outputId, i) => ({
        outputId,
        verdict: i === 1 ? ({ kind: "fail" } as const) : ({ kind: "pass" } as const),
      })),
    );
    expect(await factsOf()).toEqual({
      compared: { differ: { count: 1, of: 10 }, parent: { count: 4, of: 8 }, child: { count: 5, of: 8 } },
    });
    expect((await readVerdictColumns([judge.id], new Map()))[0]?.kinds).toHaveLength(10);
    // Nobody relies on one that speaks for nothing.
    expectOk(await swap(4, child.id));
    expect(await listDriftEvents(projectId)).toHaveLength(1);
  });

  const direct = (question: string) => ({ kind: "judge", design: "direct", question }) as const;

  it("is told when the notes on its criterion are, and again when they are taken back", async () => {
    const world = await aWorld(Array.from({ length: 12 }, (_, i) => `Reply ${i}.`));
    const { projectId, criterion, outputIds } = world;
    const setNotes = (notes: string) => setCriterionNotes({ projectId, criterionId: criterion.id, notes });
    const yesNo = async () => (await listAssertions(projectId)).find(({ name }) => name.includes("yes/no"));
    const lines = async () => (await listDriftEvents(projectId)).map(({ evidence }) => evidence.lines.join());
    expectOk(await setNotes("Not the small ones."));
    expectOk(await setNotes("Not the old ones."));
    // Nobody relied on it.
    expect(await lines()).toEqual([]);
    expectOk(await gradeInTurn(world, { to: 12 }));
    const judge = await yesNo();
    if (!judge) throw new Error("no judge");
    const agreeing = outputIds.map((outputId, i) => ({
      outputId,
      verdict: { kind: i % 2 === 0 ? "pass" : "fail" } as const,
    }));
    await saveVerdicts(judge.id, agreeing);
    expectOk(await setNotes("Not the small ones."));
    expect(await lines()).toEqual([expect.stringMatching(/^question: .*old.*small/)]);
  });
});
