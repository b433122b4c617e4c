import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { listDriftEvents } from "@/lib/db/drift";
import { pauseJudging, unpauseJudging } from "@/lib/db/judging";
import { addLlmCall } from "@/lib/db/llm-calls";
import { readVerdictsOfOutput, saveVerdicts } from "@/lib/db/verdicts";
import type { Assertion } from "@/lib/domain/assertion";
import { OutputId } from "@/lib/domain/ids";
import type { LlmClient } from "@/lib/llm/client";
import { chooseAssertion } from "@/lib/workflow/choose-assertion";
import { detectDrift } from "@/lib/workflow/detect-drift";
import { exportDrift } from "@/lib/workflow/export-drift";
import { askForRecheck, recheckJudges } from "@/lib/workflow/recheck-judges";
import { aCandidate } from "@/tests/support/candidates";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { expectOk, sentenceOf } from "@/tests/support/import-file";
import { aWorld, gradeInTurn, portsTo, type World } from "@/tests/support/judge-world";
import { startLlmServer, type LlmServer } from "@/tests/support/llm-server/server";

endDatabaseAfterAll();

/** The model of now: what has "Sorry" in it is no. */
const FIXTURES = [
  { when: /Sorry/, answer: "No" },
  { when: /./, answer: "Yes" },
];
let server: LlmServer;
beforeAll(async () => {
  server = await startLlmServer({ fixtures: FIXTURES });
});
afterAll(() => server.close());

let world: World;
let worlds = 0;
let judge: Assertion;
const at = (i: number) => OutputId.parse(world.outputIds[i]);

const call = async (model: string, i: number) =>
  addLlmCall(world.projectId, {
    ...{ prompt: "?", activityId: null, tokensIn: null, tokensOut: null, cost: null, readAs: null, ms: 1 },
    ...{ task: "judge-output-direct@1", model, asked: model, answer: "Yes", error: null },
    ...{ assertionId: judge.id, outputId: at(i) },
  });

/**
 * The first eight are graded, every other one bad. An old model has passed the first ten; then the model of now, "small",
 * has judged the last. It finds the second, the fourth and the tenth wanting.
 */
beforeEach(async () => {
  world = await aWorld(
    Array.from({ length: 11 }, (_, i) => ([1, 3, 9].includes(i) ? `Sorry, ${i}.` : `Reply ${i}.`)),
  );
  expectOk(await gradeInTurn(world, { to: 8 }));
  const { projectId, criterion } = world;
  judge = await aCandidate(projectId, criterion, {
    ...{ kind: "judge", design: "direct" },
    // What a judge has answered to the same question is known in all projects.
    question: `Is it sound? (${++worlds})`,
  });
  await saveVerdicts(
    judge.id,
    world.outputIds.map((outputId) => ({ outputId, verdict: { kind: "pass" } as const })),
  );
  for (let i = 0; i < 10; i++) await call("old", i);
  await call("small", 10);
  const choice = { kind: "pin", assertionId: judge.id } as const;
  expectOk(await chooseAssertion({ projectId, criterionId: criterion.id, by: "ann", choice }));
  await detectDrift({ projectId, fresh: null }, portsTo(server));
});

async function target() {
  const event = (await listDriftEvents(world.projectId)).find(({ kind }) => kind === "judgeDrift");
  return { projectId: world.projectId, eventId: event?.id ?? 0 };
}
const recheckOf = async () =>
  (await listDriftEvents(world.projectId)).find(({ recheck }) => recheck)?.recheck;

it("asks the model of now about what an earlier one has judged, and changes no verdict", async () => {
  const before = server.calls.length;
  await recheckJudges(portsTo(server), await target(), new AbortController().signal);
  expect(server.calls.length - before).toBe(10);
  expect(await recheckOf()).toMatchObject({
    model: "small",
    judges: [
      {
        ...{ assertionId: judge.id, asked: 10 },
        changed: [
          { outputId: at(1), before: "pass", after: "fail", label: "bad" },
          { outputId: at(3), before: "pass", after: "fail", label: "bad" },
          { outputId: at(9), before: "pass", after: "fail", label: null },
        ],
        // Four of the eight are good; the old one passed all.
        before: { count: 4, of: 8 },
        after: { count: 6, of: 8 },
      },
    ],
  });
  expect(await exportDrift(world.projectId, "ann", new Date())).toContain(
    "3 of 10 verdicts differ; agreed with grades on 4 of 8 before, on 6 of 8 now.",
  );
  expect((await readVerdictsOfOutput(world.projectId, at(1))).get(judge.id)).toMatchObject({ kind: "pass" });
});

it("is found though the model of now was never asked, and is told once", async () => {
  const { projectId } = world;
  const said = async () => (await listDriftEvents(projectId)).map(({ sentence }) => sentence);
  expect(await said()).toEqual(["The judge is small now; earlier verdicts come from old"]);
  await detectDrift({ projectId, fresh: null }, portsTo(server));
  expect(await said()).toHaveLength(1);
});

it("keeps what was paid for, says how far it got, and asks about the rest alone", async () => {
  const { projectId } = world;
  // The second batch finds the project paused.
  const ports = portsTo(server);
  const model = await ports.connectedModel(projectId);
  if (!model) throw new Error("no model");
  let asked = 0;
  const pausing: LlmClient = {
    ...model,
    ask: async (task, input, signal) => {
      if (++asked === 8) await pauseJudging(projectId, { kind: "person", reason: "", at: new Date() });
      return model.ask(task, input, signal);
    },
  };
  await recheckJudges(
    { ...ports, connectedModel: async () => pausing },
    await target(),
    new AbortController().signal,
  );
  expect((await recheckOf())?.judges).toMatchObject([{ asked: 8, waiting: 2 }]);
  await unpauseJudging(projectId, ["person"]);
  const before = server.calls.length;
  await recheckJudges(ports, await target(), new AbortController().signal);
  expect(server.calls.length - before).toBe(2);
  expect((await recheckOf())?.judges).toMatchObject([{ asked: 10, waiting: 0 }]);
});

it("says nothing where the model is away, and is tried again", async () => {
  server.setMode({ kind: "failing", status: 503 });
  const work = recheckJudges(portsTo(server), await target(), new AbortController().signal);
  await expect(work).rejects.toThrow(/cannot be reached/);
  server.setMode({ kind: "normal" });
  expect(await recheckOf()).toBeUndefined();
});

it("is only for entries about judges, of this project", async () => {
  expectOk(await askForRecheck(await target()));
  const other = await aWorld(["One."]);
  const { eventId } = await target();
  expect(sentenceOf(await askForRecheck({ projectId: other.projectId, eventId }))).toMatch(
    /no longer exists/,
  );
});
