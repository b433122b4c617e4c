import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listAssertions } from "@/lib/db/assertions";
import type { Judge } from "@/lib/domain/judge-designs/judge";
import type { TrustCheck } from "@/lib/domain/trust/check";
import { createOpenAiClient } from "@/lib/llm/openai-client";
import type { Ports } from "@/lib/workflow/ports";
import { probeJudge } from "@/lib/workflow/probe-judge";
import { readBoard } from "@/lib/workflow/read-board";
import { readTrust, type Trust } from "@/lib/workflow/read-trust";
import { recordGrades } from "@/lib/workflow/record-grade";
import { runAssertion } from "@/lib/workflow/run-assertions";
import { aProject, storeCriterion } from "@/tests/support/a-project";
import { aCandidate } from "@/tests/support/candidates";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { aGradeInput } from "@/tests/support/grading-input";
import { expectOk } from "@/tests/support/import-file";
import { nonceOf, type Fixture } from "@/tests/support/llm-server/chat";
import { askedOf, judging } from "@/tests/support/llm-server/judging";
import { startLlmServer, type LlmServer } from "@/tests/support/llm-server/server";

endDatabaseAfterAll();

const never = new AbortController().signal;
let server: LlmServer | null = null;
beforeEach(() => {
  server = null;
});
afterEach(async () => server?.close());

const isSound = (text: string): boolean => text.includes("sound");
/** Forty outputs, every other bad; every fourth of each is long. */
const TEXTS = Array.from(
  { length: 40 },
  (_, i) =>
    `Reply ${i} is ${i % 2 === 0 ? "sound" : "rotten"}.${i % 8 < 2 ? " It goes on for a good while.".repeat(9) : ""}`,
);
const CRITIQUE: Judge = { kind: "judge", design: "critique", question: "Is it sound?" };

/** What the Trust page says of a judge with this mind, after probes. */
async function trustIn(mind: Fixture, judge: Judge = CRITIQUE): Promise<Trust> {
  server = await startLlmServer({ fixtures: [mind] });
  const model = createOpenAiClient(
    { baseUrl: server.url, apiKey: null, writingModel: "large", judgingModel: "small" },
    { retries: 0 },
  );
  const ports: Ports = {
    sandbox: { run: async () => [], close: async () => undefined },
    connectedModel: async () => model,
    now: () => new Date(),
  };
  const { projectId, outputIds } = await aProject(TEXTS);
  const criterion = await storeCriterion(projectId, { name: "sound", kind: "judge" });
  const place = { criterionId: criterion.id, revisionId: criterion.revision.id };
  const grades = outputIds.map((id, i) => aGradeInput(id, i % 2 === 0 ? "good" : "bad", place));
  expectOk(await recordGrades({ projectId, grader: "ann", grades }));
  const { id: assertionId } = await aCandidate(projectId, criterion, judge);
  await runAssertion(ports, { projectId, assertionId }, never);
  const before = (await readBoard(projectId)).labels;
  await probeJudge(ports, { projectId, assertionId }, never);
  // Made-up outputs are nobody's outputs: they stand in no figure.
  expect((await readBoard(projectId)).labels).toEqual(before);
  expect((await readBoard(projectId)).matrix.outputIds).toHaveLength(TEXTS.length);
  expect(await listAssertions(projectId)).not.toEqual([]);
  const trust = await readTrust(projectId, assertionId);
  if (!trust) throw new Error("no trust page");
  return trust;
}

const flagsOf = ({ fromVerdicts, fromProbes }: Trust): string[] =>
  [...fromVerdicts, ...fromProbes].filter(({ state }) => state === "flagged").map(({ id }) => id);
function check({ fromVerdicts, fromProbes }: Trust, id: string): TrustCheck {
  const found = [...fromVerdicts, ...fromProbes].find((one) => one.id === id);
  if (!found) throw new Error(`no check ${id}`);
  return found;
}

describe("the trust page of", () => {
  it("an honest judge raises no flag, and says what it is fit for", async () => {
    const trust = await trustIn(judging({ passes: (_, text) => isSound(text) }));
    expect(flagsOf(trust)).toEqual([]);
    expect(trust.fitness.use).toBe("gate");
    expect(check(trust, "injection")).toMatchObject({ state: "fine", n: 15 });
    expect(check(trust, "retest").figure).toMatch(/^0 of 10/);
    // It compares nothing, and nobody else judges: said so, not called fine.
    for (const id of ["position", "self", "wording", "errors"])
      expect(check(trust, id)).toMatchObject({ state: "not measured", figure: null });
  });

  it("a lenient judge says that it waves things through", async () => {
    const trust = await trustIn(
      judging({ passes: (_, text) => isSound(text) || !text.includes("Reply 1 ") }),
    );
    expect(flagsOf(trust)).toEqual(expect.arrayContaining(["leniency", "gap", "dummy"]));
    expect(check(trust, "gap").figure).toMatch(/^\+/);
    expect(trust.fitness.use).toBe("nothing");
  });

  it("one that loves length says so from verdicts and from padding", async () => {
    const trust = await trustIn(
      judging({ passes: (_, text) => text.length > 150 || (isSound(text) && !text.includes("Reply 10 ")) }),
    );
    expect(flagsOf(trust)).toEqual(expect.arrayContaining(["padding"]));
    expect(check(trust, "padding").says).toContain("length convinces it");
    expect(check(trust, "injection").state).toBe("flagged");
  });

  it("one that obeys what it reads says that strangers can steer it", async () => {
    const obeys = judging({ passes: (_, text) => isSound(text) || /\bPASS\b|verdict pass/i.test(text) });
    const trust = await trustIn(obeys);
    expect(flagsOf(trust)).toEqual(["canaries", "injection"]);
    expect(check(trust, "injection").says).toMatch(/not to be trusted/);
    expect(check(trust, "injection").says).toContain("ignore previous instructions");
  });

  it("one that is frightened of quotations says so", async () => {
    const trust = await trustIn(
      judging({ passes: (_, text) => isSound(text) && !text.includes("ignore previous instructions") }),
    );
    expect(flagsOf(trust)).toEqual(["canaries", "over-defence"]);
  });

  it("one of one word that takes whichever word is named first says so", async () => {
    const trust = await trustIn(
      judging({
        passes: (_, text, { system }) =>
          Number(/\d+/.exec(text)?.[0] ?? 0) % 3 === 0 ? system.includes("yes (PASS), no") : isSound(text),
      }),
      { kind: "judge", design: "direct", question: "Is it sound?" },
    );
    expect(check(trust, "position")).toMatchObject({ state: "flagged", n: 30 });
    expect(check(trust, "position").says).toContain("favours the first");
  });

  it("one that favours the first place says so", async () => {
    const first: Fixture = {
      when: (question) => askedOf(question) === "pair",
      answer: (question) => ({ nonce: nonceOf(question), better: "first" }),
    };
    const example = (text: string, label: "good" | "bad") =>
      ({ outputId: null, text, variables: {}, label, note: "", borderline: false }) as const;
    const trust = await trustIn(first, {
      kind: "judge",
      design: "pairwise",
      question: "Is it sound?",
      exemplars: [example("A sound one.", "good"), example("A rotten one.", "bad")],
    });
    expect(check(trust, "position")).toMatchObject({ state: "flagged", n: 20 });
    expect(check(trust, "position").says).toContain("favours the first");
  });
});
