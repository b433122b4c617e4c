import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listAssertions } from "@/lib/db/assertions";
import { db } from "@/lib/db/client";
import type { Criterion } from "@/lib/domain/criterion";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import type { JudgeChoice } from "@/lib/domain/judge-designs/judge-choice";
import { exemplarsOf, type JudgeDesign } from "@/lib/domain/judge-designs/judge";
import { CORRECTNESS_LEVELS } from "@/lib/domain/reference";
import { reportCard } from "@/lib/domain/report-card";
import { addJudge } from "@/lib/workflow/add-judge";
import { readBoard } from "@/lib/workflow/read-board";
import { recordGrades } from "@/lib/workflow/record-grade";
import { runAssertion } from "@/lib/workflow/run-assertions";
import { setReference } from "@/lib/workflow/set-reference";
import { aProject, storeCriterion } from "@/tests/support/a-project";
import { storedVerdicts } from "@/tests/support/candidates";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { portsTo } from "@/tests/support/judge-world";
import { aGradeInput } from "@/tests/support/grading-input";
import { askedOf, judging, type Asked, type Mind } from "@/tests/support/llm-server/judging";
import { startLlmServer, type LlmServer } from "@/tests/support/llm-server/server";

endDatabaseAfterAll();

let server: LlmServer;
beforeEach(async () => {
  server = await startLlmServer();
});
afterEach(() => server.close());

async function withMind(mind: Mind) {
  await server.close();
  server = await startLlmServer({ fixtures: [judging(mind)] });
}

const ports = () => portsTo(server);
const never = new AbortController().signal;

const EACH = 12;

/** Outputs of which every other is bad; the n-th says so in a word that only the stand-in understands. */
const TEXTS = Array.from(
  { length: 2 * EACH },
  (_, i) => `Reply ${i}, in truth ${i % 2 === 0 ? "sound" : "rotten"}.`,
);
const isSound = (output: string): boolean => output.includes("sound");
const numberOf = (output: string): number => Number(/\d+/.exec(output)?.[0] ?? 0);

function idAt(ids: readonly OutputId[], i: number): OutputId {
  const id = ids[i];
  if (id === undefined) throw new Error(`There is no output ${i}.`);
  return id;
}

type World = {
  readonly projectId: ProjectId;
  readonly criterion: Criterion;
  readonly outputIds: readonly OutputId[];
};

async function aGradedWorld(): Promise<World> {
  const { projectId, outputIds } = await aProject(TEXTS);
  const criterion = await storeCriterion(projectId, {
    name: "sound",
    kind: "judge",
    wording: "The reply is sound.",
  });
  const world = { projectId, criterion, outputIds };
  await gradeAll(world);
  return world;
}

async function gradeAll({ projectId, criterion, outputIds }: World) {
  const grades = outputIds.map((id, i) =>
    aGradeInput(id, i % 2 === 0 ? "good" : "bad", {
      criterionId: criterion.id,
      revisionId: criterion.revision.id,
      note: i < 4 ? `because of reason ${i}` : "",
    }),
  );
  await recordGrades({ projectId, grader: "ann", grades });
}

const CHECKLIST: JudgeChoice = {
  design: "checklist",
  questions: [
    { question: "Is it free of rot?", weight: "primary" },
    { question: "Is it a reply?", weight: "secondary" },
    { question: "Is it short?", weight: "secondary" },
  ],
};
/** In every world, whichever wins: those that cost little. */
const ALWAYS: readonly JudgeChoice[] = [
  { design: "direct" },
  { design: "critique" },
  CHECKLIST,
  { design: "few-shot" },
  { design: "for-and-against" },
  { design: "probability", samples: null },
];

async function addAndRun({ projectId, criterion }: World, choices: readonly JudgeChoice[]) {
  for (const choice of choices) {
    const added = await addJudge({ projectId, criterionId: criterion.id, choice });
    if (!added.ok) throw new Error(`${choice.design}: ${JSON.stringify(added.problem)}`);
  }
  await runAll(projectId);
}

async function runAll(projectId: ProjectId) {
  for (const { id } of await listAssertions(projectId))
    await runAssertion(ports(), { projectId, assertionId: id }, never);
}

async function winnerOf({ projectId }: World) {
  const [report] = reportCard(await readBoard(projectId)).criteria;
  return report?.selected ?? null;
}

/** Lenient whenever it is asked in any other way. */
const onlyWhen =
  (...able: readonly Asked[]): Mind["passes"] =>
  (asked, output) =>
    able.includes(asked) ? isSound(output) : true;

const likely = (output: string): number => (isSound(output) ? 0.97 : 0.8);

const CASES: readonly (readonly [JudgeDesign, Mind, readonly JudgeChoice[]])[] = [
  ["direct", { passes: onlyWhen("direct") }, []],
  ["critique", { passes: onlyWhen("critique") }, []],
  ["checklist", { passes: onlyWhen("checklist") }, []],
  [
    "few-shot",
    // It understands what is meant only from the person's own words.
    {
      passes: (asked, output, { user }) =>
        asked !== "few-shot" || !user.includes("because of reason") || isSound(output),
    },
    [],
  ],
  ["for-and-against", { passes: onlyWhen("decide") }, []],
  // It says yes to everything, but is less sure where it should have said no.
  ["probability", { passes: () => true, pYes: likely }, []],
  ["pairwise", { passes: onlyWhen("pair") }, [{ design: "pairwise" }]],
  ["cascade", { passes: onlyWhen("strong"), pYes: () => 0.5 }, [{ design: "cascade", samples: null }]],
];

describe("a judge of the design", () => {
  it.each(CASES)(
    "%s is selected where the model can be relied on in no other way",
    async (design, mind, more) => {
      await withMind(mind);
      const world = await aGradedWorld();
      await addAndRun(world, [...ALWAYS, ...more]);
      const winner = await winnerOf(world);
      expect(winner?.assertion.implementation).toMatchObject({ kind: "judge", design });
      expect(winner?.coverage.count).toBe(winner?.coverage.of);
      expect(winner?.falseFailureRate.count).toBe(0);
    },
  );

  it("rubric is selected where only a verified reference shows what is right", async () => {
    await withMind({
      passes: () => true,
      // It grades by the reference that it is shown, and leaves one level of doubt.
      level: (output, { user }) =>
        user.includes(`in truth ${isSound(output) ? "sound" : "rotten"} (checked)`)
          ? isSound(output)
            ? 4
            : 2
          : 5,
    });
    const world = await aGradedWorld();
    const { projectId, outputIds } = world;
    const reference = (i: number, isVerified: boolean) => ({
      ...{ projectId, outputId: idAt(outputIds, i), person: "ann", isVerified },
      text: `in truth ${i % 2 === 0 ? "sound" : "rotten"} (checked)`,
    });
    for (let i = 0; i < TEXTS.length - 2; i++) await setReference(reference(i, true));
    await setReference(reference(TEXTS.length - 1, false));
    await addAndRun(world, [
      { design: "direct" },
      { design: "critique" },
      { design: "rubric", levels: [...CORRECTNESS_LEVELS] },
    ]);
    const winner = await winnerOf(world);
    expect(winner?.assertion.implementation).toMatchObject({ design: "rubric" });
    // The last two have no reference that anybody verified: nothing is said of them.
    expect(winner?.confusion).toMatchObject({
      goodPassed: EACH - 1,
      badFailed: EACH - 1,
      unjudged: 2,
      errored: 0,
    });
    const asked = server.calls.filter(({ question }) => askedOf(question) === "rubric");
    expect(asked).toHaveLength(TEXTS.length - 2);
  });

  it("jury is selected by its veto where each judge sees another part of the faults", async () => {
    const parts: readonly Asked[] = ["direct", "critique", "decide"];
    await withMind({
      passes: (asked, output) =>
        isSound(output) || parts.indexOf(asked) !== Math.floor(numberOf(output) / 2) % 3,
    });
    const world = await aGradedWorld();
    await addAndRun(world, [{ design: "direct" }, { design: "critique" }, { design: "for-and-against" }]);
    const before = server.calls.length;
    await addAndRun(world, [{ design: "jury" }]);
    expect(server.calls.length).toBe(before);
    const winner = await winnerOf(world);
    expect(winner?.assertion.implementation).toMatchObject({
      design: "jury",
      rule: { kind: "veto", votes: 1 },
    });
    expect(winner?.coverage).toEqual({ count: EACH, of: EACH });
  });

  it("jury is selected by its majority where each judge errs both ways, in another place", async () => {
    const parts: readonly Asked[] = ["direct", "critique", "decide"];
    await withMind({
      passes: (asked, output) =>
        isSound(output) !== (parts.indexOf(asked) === Math.floor(numberOf(output) / 2) % 3),
    });
    const world = await aGradedWorld();
    await addAndRun(world, [{ design: "direct" }, { design: "critique" }, { design: "for-and-against" }]);
    await addAndRun(world, [{ design: "jury" }]);
    const winner = await winnerOf(world);
    expect(winner?.assertion.implementation).toMatchObject({ design: "jury", rule: { kind: "majority" } });
    expect(winner?.coverage).toEqual({ count: EACH, of: EACH });
    expect(winner?.falseFailureRate.count).toBe(0);
  });

  it("probability by samples is the share of yes among answers to differently fenced questions", async () => {
    const asked = new Map<string, number>();
    await withMind({
      passes: (_, output) => {
        const times = asked.get(output) ?? 0;
        asked.set(output, times + 1);
        return isSound(output) || times % 2 === 0;
      },
    });
    const world = await aGradedWorld();
    await addAndRun(world, [{ design: "probability", samples: 4 }]);
    // Four variants of the threshold, and one set of answers.
    expect(server.calls).toHaveLength(4 * TEXTS.length);
    expect(new Set(server.calls.map(({ question }) => question.user)).size).toBe(4 * TEXTS.length);
    const winner = await winnerOf(world);
    expect(winner?.coverage).toEqual({ count: EACH, of: EACH });
    const details = winner ? (await storedVerdicts(winner.assertion.id)).map(({ detail }) => detail) : [];
    expect(details.slice(0, 2)).toEqual([
      expect.stringContaining("P(yes) = 100 %"),
      expect.stringContaining("P(yes) = 50 %"),
    ]);
  });
});

it("never scores an output that is one of its examples", async () => {
  await withMind({ passes: (_, output) => isSound(output) });
  const world = await aGradedWorld();
  await addAndRun(world, [{ design: "few-shot" }]);
  const [assertion] = await listAssertions(world.projectId);
  if (assertion?.implementation.kind !== "judge") throw new Error("no judge");
  const shown = exemplarsOf(assertion.implementation).map(({ outputId }) => outputId);
  expect(shown).toHaveLength(4);
  const verdicts = await storedVerdicts(assertion.id);
  for (const { outputId, kind } of verdicts) expect(kind === "n").toBe(shown.some((id) => id === outputId));
  const [report] = reportCard(await readBoard(world.projectId)).criteria;
  const [figures] = report?.candidates ?? [];
  expect(figures?.confusion).toMatchObject({ goodPassed: EACH - 2, badFailed: EACH - 2, notApplicable: 4 });
  expect(server.calls).toHaveLength(TEXTS.length - 4);
});

it("asks nothing twice for variants that differ in their rule alone", async () => {
  await withMind({ passes: (_, output) => isSound(output), pYes: likely });
  const world = await aGradedWorld();
  await addAndRun(world, [{ design: "direct" }]);
  expect(server.calls).toHaveLength(TEXTS.length);
  await addAndRun(world, [{ design: "probability", samples: null }]);
  expect(await listAssertions(world.projectId)).toHaveLength(5);
  expect(server.calls).toHaveLength(TEXTS.length);
});

it("asks the strong model only where the cheap one is unsure", async () => {
  await withMind({
    passes: (_, output) => isSound(output),
    pYes: (output) => (numberOf(output) < 6 ? 0.5 : isSound(output) ? 0.99 : 0.01),
  });
  const world = await aGradedWorld();
  await addAndRun(world, [{ design: "cascade", samples: null }]);
  const models = server.calls.map(({ question }) => question.request.model);
  expect(models.filter((model) => model === "small")).toHaveLength(TEXTS.length);
  expect(models.filter((model) => model === "large")).toHaveLength(6);
  expect((await winnerOf(world))?.coverage).toEqual({ count: EACH, of: EACH });
});

it("takes the cheap model at its word only where grades have shown that it may be", async () => {
  // In one word it calls half of what is rotten sound, and is as sure of that as of anything.
  const pYes = (output: string) => (isSound(output) || numberOf(output) % 4 === 1 ? 0.99 : 0.02);
  await withMind({
    passes: (asked, output) => (asked === "direct" ? pYes(output) > 0.5 : isSound(output)),
    pYes,
  });
  const texts = Array.from(
    { length: 88 },
    (_, i) => `Reply ${i}, in truth ${i % 2 === 0 ? "sound" : "rotten"}.`,
  );
  const { projectId, outputIds } = await aProject(texts);
  const criterion = await storeCriterion(projectId, { name: "sound", kind: "judge" });
  const world = { projectId, criterion, outputIds };
  await gradeAll(world);
  await addAndRun(world, [{ design: "direct" }]);
  const before = server.calls.length;
  await addAndRun(world, [{ design: "cascade", samples: null }]);
  const cascade = (await listAssertions(projectId)).find(({ name }) => name === "cheap model first");
  const low: unknown = expect.closeTo(0.02, 6);
  expect(cascade).toMatchObject({ origin: "refined", implementation: { low, high: null } });
  const strong = server.calls.slice(before).filter(({ question }) => askedOf(question) === "strong");
  // Canaries are asked about beside the outputs: their calls are of no output.
  const canaries = await db.llmCall.count({ where: { projectId, outputId: null, model: "large" } });
  // All but the 22 that it fails with proven confidence.
  expect(strong.length - canaries).toBe(66);
  expect((await winnerOf(world))?.assertion.id).toBe(cascade?.id);
});

it("says what a design still lacks", async () => {
  const { projectId } = await aProject(TEXTS);
  const criterion = await storeCriterion(projectId, { kind: "judge" });
  const add = (choice: JudgeChoice) => addJudge({ projectId, criterionId: criterion.id, choice });
  expect(await add({ design: "few-shot" })).toMatchObject({ ok: false });
  expect(await add({ design: "jury" })).toMatchObject({ ok: false });
  expect(await add({ design: "direct" })).toMatchObject({ ok: true });
  expect(await add({ design: "direct" })).toMatchObject({ ok: false });
});
