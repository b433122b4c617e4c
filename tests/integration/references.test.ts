import { afterEach, beforeEach, expect, it } from "vitest";
import { findReference, readReferences } from "@/lib/db/references";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import { CORRECTNESS_LEVELS } from "@/lib/domain/reference";
import { readBoard } from "@/lib/workflow/read-board";
import { readOutput } from "@/lib/workflow/read-outputs";
import { readRail } from "@/lib/workflow/read-rail";
import { runAssertion } from "@/lib/workflow/run-assertions";
import { setReference } from "@/lib/workflow/set-reference";
import { tendCandidates } from "@/lib/workflow/tend-candidates";
import { aProject, storeCriterion } from "@/tests/support/a-project";
import { aCandidate, verdictLetters } from "@/tests/support/candidates";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { importFile } from "@/tests/support/import-file";
import { outputsOf, projectOf } from "@/tests/support/imported";
import { portsTo } from "@/tests/support/judge-world";
import { judging } from "@/tests/support/llm-server/judging";
import { startLlmServer, type LlmServer } from "@/tests/support/llm-server/server";

endDatabaseAfterAll();

let server: LlmServer;
beforeEach(async () => {
  // As right as the reference says.
  const level = (_: string, { user }: { readonly user: string }) => (/reference>>\n42\n/.test(user) ? 5 : 1);
  server = await startLlmServer({ fixtures: [judging({ passes: () => true, level })] });
});
afterEach(() => server.close());

const ports = () => portsTo(server);
const never = new AbortController().signal;

const rubric = {
  kind: "judge",
  design: "rubric",
  question: "Is it right?",
  levels: [...CORRECTNESS_LEVELS],
  passFrom: 4,
} as const;

async function aWorld() {
  const { projectId, outputIds } = await aProject(["It is 42.", "It is 41.", "I do not know."]);
  const criterion = await storeCriterion(projectId, { kind: "judge" });
  const { id } = await aCandidate(projectId, criterion, { ...rubric, levels: [...rubric.levels] });
  const [first] = outputIds;
  if (first === undefined) throw new Error("no outputs");
  return {
    ...{ projectId, outputIds, criterion, assertionId: id, first },
    run: () => runAssertion(ports(), { projectId, assertionId: id }, never),
    letters: () => verdictLetters(id, outputIds),
    onBoard: async () => (await readBoard(projectId)).matrix.kind(id, first),
  };
}

const set = (
  { projectId, first }: { readonly projectId: ProjectId; readonly first: OutputId },
  text: string,
  { isVerified = true, person = "ann" } = {},
) => setReference({ projectId, outputId: first, text, isVerified, person });

it("is used by judges only once somebody has verified it, and says who", async () => {
  const world = await aWorld();
  await set(world, "42", { isVerified: false });
  await world.run();
  expect(await world.letters()).toBe("...");
  expect(server.calls).toEqual([]);
  await set(world, "42", { person: "bob" });
  expect(await readOutput(world.projectId, world.first, "local")).toMatchObject({
    reference: { text: "42", author: "ann", verifiedBy: "bob" },
  });
  await world.run();
  expect(await world.letters()).toBe("p..");
  expect(server.calls.map(({ question }) => question.user)).toEqual([
    expect.stringContaining("reference>>\n42\n"),
  ]);
});

it("takes the verdicts that were given against an older one with it", async () => {
  const world = await aWorld();
  await set(world, "42");
  await world.run();
  expect([await world.letters(), await world.onBoard()]).toEqual(["p..", "pass"]);
  await set(world, "It cannot be told.");
  expect([await world.letters(), await world.onBoard()]).toEqual(["...", null]);
  await world.run();
  expect([await world.letters(), await world.onBoard()]).toEqual(["f..", "fail"]);
  await set(world, "It cannot be told.", { isVerified: false });
  expect([await world.letters(), await world.onBoard()]).toEqual(["...", null]);
  expect(await readReferences(world.outputIds)).toEqual(new Map());
  await set(world, "", {});
  expect(await findReference(world.projectId, world.first)).toBeNull();
});

it("that is saved again unchanged costs nothing", async () => {
  const world = await aWorld();
  await set(world, "42");
  await world.run();
  await set(world, "42");
  expect(await world.letters()).toBe("p..");
});

it("is of no use to another project", async () => {
  const world = await aWorld();
  const other = await aProject(["It is 42."]);
  expect(
    await setReference({
      ...world,
      projectId: other.projectId,
      outputId: world.first,
      text: "x",
      isVerified: true,
      person: "eve",
    }),
  ).toMatchObject({ ok: false });
});

it("brings a judge with a rubric, whose outputs without a reference count as no work left", async () => {
  const { projectId, outputIds } = await aProject(["It is 42.", "It is 41."]);
  const criterion = await storeCriterion(projectId, { kind: "judge" });
  const [first] = outputIds;
  if (first === undefined) throw new Error("no outputs");
  const tend = () => tendCandidates(ports(), { projectId, criterionId: criterion.id });
  await tend();
  expect((await readBoard(projectId)).assertions).toEqual([]);
  await set({ projectId, first }, "42");
  await tend();
  const names = (await readBoard(projectId)).assertions.map(({ name }) => name);
  expect(names).toEqual([2, 3, 4, 5].map((level) => `rubric and reference, from level ${level}`));
  expect((await readRail(projectId))?.run).toEqual({ done: 0, total: 0, areJudgesAsked: false });
});

it("comes with a file, verified by whoever the file names; rows that contradict are left out, saying why", async () => {
  const outcome = await importFile(
    [
      "id,output,reference,verified by",
      "1,It is 42.,42,bob",
      "2,It is 41.,42,",
      "1,It is 42.,43,eve",
      "3,I do not know.,42,yes",
      "4,Nobody asked.,,",
    ].join("\n"),
  );
  expect(outcome).toMatchObject({ outputs: 3, references: 2, badRows: 2 });
  expect(outcome.firstBadRows.map(({ line, problem }) => [line, problem])).toEqual([
    [5, expect.stringMatching(/does not say who verified/)],
    [4, expect.stringMatching(/Line 2 gives the same output another reference/)],
  ]);
  const projectId = projectOf(outcome);
  const outputs = await outputsOf(projectId);
  const [first, second] = ["1", "2"].map((own) => outputs.find(({ externalId }) => externalId === own)?.id);
  if (first === undefined || second === undefined) throw new Error("no outputs");
  expect(await findReference(projectId, first)).toMatchObject({
    text: "42",
    author: "import",
    verifiedBy: "bob",
  });
  expect(await readReferences([first, second])).toEqual(new Map([[first, "42"]]));
});

it("of a file takes old verdicts with it, and never puts an unverified one in the place of a verified one", async () => {
  const world = await aWorld();
  await set(world, "41");
  await world.run();
  expect(await world.letters()).toBe("f..");
  const bring = (reference: string, by: string) =>
    importFile(`output,question,reference,verified by\nIt is 42.,Question 0,${reference},${by}`, () => ({
      projectId: world.projectId,
    }));
  expect(await bring("42", "")).toMatchObject({
    ...{ references: 0, badRows: 1 },
    firstBadRows: [{ problem: expect.stringMatching(/verified reference that says otherwise/) }],
  });
  expect(await bring("41", "")).toMatchObject({ references: 0, badRows: 0 });
  expect(await findReference(world.projectId, world.first)).toMatchObject({ text: "41", verifiedBy: "ann" });
  expect(await bring("42", "bob")).toMatchObject({ references: 1, badRows: 0 });
  expect(await world.letters()).toBe("...");
  await world.run();
  expect(await world.letters()).toBe("p..");
});
