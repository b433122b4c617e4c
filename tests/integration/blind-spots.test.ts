import { afterEach, expect, it } from "vitest";
import { addChoice } from "@/lib/db/choices";
import { listPerturbations } from "@/lib/db/perturbations";
import type { TrustCheck } from "@/lib/domain/trust/check";
import type { ProjectId } from "@/lib/domain/ids";
import { probeJudge } from "@/lib/workflow/probe-judge";
import { readBoard } from "@/lib/workflow/read-board";
import { readTrust } from "@/lib/workflow/read-trust";
import { runAssertion } from "@/lib/workflow/run-assertions";
import { setReference } from "@/lib/workflow/set-reference";
import { judgePerturbation, writePerturbations } from "@/lib/workflow/write-perturbations";
import { aCandidate } from "@/tests/support/candidates";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { expectOk } from "@/tests/support/import-file";
import { aWorld, gradeInTurn, portsTo } from "@/tests/support/judge-world";
import { nonceOf, type Fixture } from "@/tests/support/llm-server/chat";
import { judging } from "@/tests/support/llm-server/judging";
import { startLlmServer, type LlmServer } from "@/tests/support/llm-server/server";

endDatabaseAfterAll();

const never = new AbortController().signal;
let server: LlmServer | null = null;
afterEach(async () => server?.close());

const TEXTS = Array.from({ length: 24 }, (_, i) => `Reply ${i} is ${i % 2 === 0 ? "sound" : "rotten"}.`);
const output = (user: string): string => /output>>\n([\s\S]*?)\n<<END/.exec(user)?.[1] ?? "";

/** Puts one of two faults into an output; one of them in as many cases as said. */
const writer = (hidden: number): Fixture => ({
  when: ({ system }) => system.includes("You make test cases"),
  answer: ({ user }) => {
    const text = output(user);
    const isHidden = Number(/\d+/.exec(text)?.[0] ?? 0) / 2 < hidden;
    return {
      category: isHidden ? "factual accuracy" : "coherence",
      how: "A fault was put in.",
      broken: isHidden ? `${text} The moon is a cheese.` : `${text} Then it is rotten.`,
      kept: `So: ${text}`,
    };
  },
});

/** A judge that has judged all, with variants written. It sees "rotten", and nothing else. */
async function tried(fixtures: readonly Fixture[]) {
  server = await startLlmServer({
    fixtures: [
      ...fixtures,
      judging({ passes: (_, text) => text.includes("sound") && !text.includes("rotten") }),
    ],
  });
  const ports = portsTo(server);
  const world = await aWorld(TEXTS, { wording: "The reply is sound." });
  const { projectId, criterion } = world;
  await gradeInTurn(world, { to: 24 });
  const question = { kind: "judge", design: "critique", question: "Is it sound?" } as const;
  const { id: assertionId } = await aCandidate(projectId, criterion, question);
  await addChoice({ projectId, criterionId: criterion.id, by: "ann" }, { kind: "pin", assertionId });
  await runAssertion(ports, { projectId, assertionId }, never);
  const probe = () => probeJudge(ports, { projectId, assertionId }, never);
  const checkOf = async (id: string): Promise<TrustCheck | undefined> =>
    (await readTrust(projectId, assertionId))?.fromProbes.find((check) => check.id === id);
  return { ...world, ports, assertionId, probe, checkOf };
}

async function confirmAll(projectId: ProjectId, criterionId: Parameters<typeof listPerturbations>[0]) {
  for (const { id } of await listPerturbations(criterionId))
    expectOk(await judgePerturbation(projectId, { id, isRight: true, by: "ann" }));
}

it("variants count once a person has confirmed them, and say what a judge is blind to", async () => {
  const { projectId, criterion, ports, probe, checkOf, assertionId } = await tried([writer(8)]);
  const before = (await readBoard(projectId)).labels;
  await writePerturbations(ports, { projectId, criterionId: criterion.id });
  expect(await listPerturbations(criterion.id)).toHaveLength(12);
  await probe();
  expect(await checkOf("blind-spots")).toMatchObject({ state: "not measured", n: 0 });
  expect((await readTrust(projectId, assertionId))?.variants).toMatchObject({ confirmed: 0 });
  await confirmAll(projectId, criterion.id);
  expect((await readTrust(projectId, assertionId))?.variants).toMatchObject({ proposed: [], confirmed: 12 });
  await probe();
  expect(await checkOf("blind-spots")).toMatchObject({ state: "flagged", n: 12 });
  expect((await checkOf("blind-spots"))?.figure).toMatch(/^sees 4 of 12 · 33 %/);
  expect((await checkOf("blind-spots"))?.says).toBe(
    "It passes outputs with faults of these kinds: factual accuracy.",
  );
  expect((await readBoard(projectId)).labels).toEqual(before);
  // What has variants is not changed again.
  await writePerturbations(ports, { projectId, criterionId: criterion.id });
  expect(await listPerturbations(criterion.id)).toHaveLength(12);
});

it("a judge that sees every fault raises no flag, and what a person rejects is not tried", async () => {
  const { projectId, criterion, ports, probe, checkOf } = await tried([writer(1)]);
  await writePerturbations(ports, { projectId, criterionId: criterion.id });
  await confirmAll(projectId, criterion.id);
  const [hidden] = (await listPerturbations(criterion.id)).filter(
    ({ category }) => category === "factual accuracy",
  );
  if (!hidden) throw new Error("no variant");
  expectOk(await judgePerturbation(projectId, { id: hidden.id, isRight: false, by: "ann" }));
  await probe();
  expect(await checkOf("blind-spots")).toMatchObject({ state: "fine", n: 11 });
});

it("a variant of another project is not there", async () => {
  const { projectId, criterion, ports } = await tried([writer(1)]);
  await writePerturbations(ports, { projectId, criterionId: criterion.id });
  const [variant] = await listPerturbations(criterion.id);
  const other = await aWorld(["Reply 1"]);
  expect(
    await judgePerturbation(other.projectId, { id: variant?.id ?? 0, isRight: true, by: "eve" }),
  ).toMatchObject({
    ok: false,
  });
  expect((await listPerturbations(criterion.id))[0]?.state).toBe("proposed");
});

it("a judge that catches only what its model knows says so", async () => {
  // It knows the answers to every other question, and fails bad outputs only there.
  const knows = (user: string) => Number(/Question (\d+)/.exec(user)?.[1] ?? 0) % 4 === 1;
  const answers: Fixture = {
    when: ({ system }) => system.includes("You answer the question"),
    answer: ({ user }) => (knows(user) ? "the right one" : "some guess"),
  };
  const compares: Fixture = {
    when: ({ system }) => system.includes("You compare an answer"),
    answer: (question) => ({ nonce: nonceOf(question), same: !question.user.includes("some guess") }),
  };
  const mind: Fixture = judging({
    passes: (_, text) => text.includes("sound") || Number(/\d+/.exec(text)?.[0] ?? 0) % 4 !== 1,
  });
  const { projectId, outputIds, probe, checkOf } = await tried([answers, compares, mind]);
  for (const outputId of outputIds)
    expectOk(
      await setReference({ projectId, outputId, text: "the right one", person: "ann", isVerified: true }),
    );
  await probe();
  expect(await checkOf("knowledge")).toMatchObject({ state: "flagged", n: 12 });
  expect((await checkOf("knowledge"))?.figure).toMatch(
    /^catches 6 of 6 bad ones where it knew, 0 of 6 where it did not/,
  );
});
