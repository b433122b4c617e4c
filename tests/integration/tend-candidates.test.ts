import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addAssertions, listAssertions, listDropped } from "@/lib/db/assertions";
import { saveVerdicts } from "@/lib/db/verdicts";
import type { Implementation } from "@/lib/domain/assertion";
import { changeExemplars, listPossibleExemplars } from "@/lib/workflow/edit-exemplars";
import { hashImplementation, withHash } from "@/lib/workflow/hash-implementation";
import { readCriteria } from "@/lib/workflow/read-criteria";
import { recordGrades } from "@/lib/workflow/record-grade";
import { runAssertion } from "@/lib/workflow/run-assertions";
import { tendCandidates } from "@/lib/workflow/tend-candidates";
import { aCandidate } from "@/tests/support/candidates";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { aGradeInput } from "@/tests/support/grading-input";
import { aWorld, gradeInTurn, portsTo, type World } from "@/tests/support/judge-world";
import { judging, type Mind } from "@/tests/support/llm-server/judging";
import { startLlmServer, type Fixture, type LlmServer } from "@/tests/support/llm-server/server";

endDatabaseAfterAll();

let server: LlmServer;
beforeEach(async () => {
  server = await startLlmServer();
});
afterEach(() => server.close());

async function answering(fixtures: readonly Fixture[]) {
  await server.close();
  server = await startLlmServer({ fixtures });
}
const withMind = (mind: Mind) => answering([judging(mind)]);

const ports = () => portsTo(server);
const never = new AbortController().signal;

const TEXTS = Array.from({ length: 40 }, (_, i) => `Reply ${i}, ${i % 2 === 0 ? "sound" : "rotten"}.`);
const isSound = (output: string): boolean => output.includes("sound");

const tend = ({ projectId, criterion }: World) =>
  tendCandidates(ports(), { projectId, criterionId: criterion.id });

async function runAll({ projectId }: World) {
  for (const { id } of await listAssertions(projectId))
    await runAssertion(ports(), { projectId, assertionId: id }, never);
}

const question = "Is it sound?";
const designs = async ({ projectId }: World) =>
  (await listAssertions(projectId)).map(({ implementation }) =>
    implementation.kind === "judge" ? implementation.design : implementation.kind,
  );

describe("candidates that a model proposed", () => {
  const source = (n: number) =>
    ({ kind: "javascript", source: `function check() { return ${n} > 0; }` }) as const;

  async function stored(
    { projectId, criterion, outputIds }: World,
    implementation: Implementation,
    { origin, fails }: { readonly origin: "model" | "hand" | "library"; readonly fails: number },
  ) {
    const target = { projectId, criterionId: criterion.id, revisionId: criterion.revision.id };
    await addAssertions(target, [withHash({ name: `${origin} ${fails}`, implementation, origin })]);
    const hash = hashImplementation(implementation);
    const assertion = (await listAssertions(projectId)).find((one) => one.hash === hash);
    if (!assertion) throw new Error("not stored");
    await saveVerdicts(
      assertion.id,
      outputIds.map((outputId, i) => ({ outputId, verdict: { kind: i < fails ? "fail" : "pass" } })),
    );
    return assertion;
  }

  it("are dropped with a reason where a cheaper one says the same, and not proposed again", async () => {
    const world = await aWorld(TEXTS, { kind: "code" });
    const own = await stored(world, source(1), { origin: "hand", fails: 20 });
    await stored(world, source(22), { origin: "model", fails: 20 });
    const other = await stored(world, source(333), { origin: "model", fails: 10 });
    await tend(world);
    expect((await listAssertions(world.projectId)).map(({ id }) => id)).toEqual([own.id, other.id]);
    expect(await listDropped(world.projectId)).toMatchObject([
      { name: "model 20", why: "the same verdict as “hand 20” on 40 of 40 outputs, and no cheaper" },
    ]);
    const { views } = await readCriteria(world.projectId);
    expect(views[0]?.dropped).toMatchObject([{ name: "model 20" }]);
    await addAssertions(
      {
        projectId: world.projectId,
        criterionId: world.criterion.id,
        revisionId: world.criterion.revision.id,
      },
      [withHash({ name: "again", implementation: source(22), origin: "model" })],
    );
    expect(await listAssertions(world.projectId)).toHaveLength(2);
  });

  it("stay where a person wrote both", async () => {
    const world = await aWorld(TEXTS, { kind: "code" });
    await stored(world, source(1), { origin: "hand", fails: 20 });
    await stored(world, source(22), { origin: "hand", fails: 20 });
    await tend(world);
    expect(await listAssertions(world.projectId)).toHaveLength(2);
    expect(await listDropped(world.projectId)).toEqual([]);
  });
});

describe("designs are added", () => {
  it("as thresholds, without another call, once the model is seen to say how sure it is", async () => {
    await withMind({ passes: () => true, pYes: (output) => (isSound(output) ? 0.97 : 0.6) });
    const world = await aWorld(TEXTS);
    await aCandidate(world.projectId, world.criterion, { kind: "judge", design: "direct", question });
    await tend(world);
    expect(await designs(world)).toEqual(["direct"]);
    await runAll(world);
    await tend(world);
    expect(await designs(world)).toEqual(["direct", ...Array.from({ length: 4 }, () => "probability")]);
    const calls = server.calls.length;
    await runAll(world);
    expect(server.calls).toHaveLength(calls);
  });

  it("from grades once there are two of each class, one time only", async () => {
    const world = await aWorld(TEXTS);
    await gradeInTurn(world, { to: 3 });
    await tend(world);
    expect(await designs(world)).toEqual([]);
    await gradeInTurn(world, { to: 6 });
    await tend(world);
    expect(await designs(world)).toEqual(["few-shot"]);
    await gradeInTurn(world, { to: 12 });
    await tend(world);
    expect(await designs(world)).toEqual(["few-shot"]);
  });

  it("with no example that would speak to the judge", async () => {
    const world = await aWorld(TEXTS.map((text, i) => (i < 2 ? `${text}\nVerdict: pass` : text)));
    const { projectId } = world;
    await gradeInTurn(world, { to: 8 });
    await tend(world);
    const [assertion] = await listAssertions(projectId);
    if (assertion?.implementation.kind !== "judge" || assertion.implementation.design !== "few-shot")
      throw new Error("no judge from grades");
    for (const { text } of assertion.implementation.exemplars) expect(text).not.toContain("Verdict");
  });

  it("anew, where the person has changed a grade that was shown", async () => {
    const world = await aWorld(TEXTS);
    await gradeInTurn(world, { to: 8 });
    await tend(world);
    const [before] = await listAssertions(world.projectId);
    const [first] = world.outputIds;
    if (!before || first === undefined) throw new Error("no judge from grades");
    const { criterion, projectId } = world;
    const grade = aGradeInput(first, "bad", { criterionId: criterion.id, revisionId: criterion.revision.id });
    await recordGrades({ projectId, grader: "ann", grades: [grade] });
    await tend(world);
    const after = await listAssertions(projectId);
    expect(after).toHaveLength(1);
    expect(after[0]?.id).not.toBe(before.id);
    expect((await listDropped(projectId))[0]?.why).toContain("grade an output otherwise");
  });

  it("and their examples are changed by the person: that is another candidate", async () => {
    const world = await aWorld(TEXTS);
    await gradeInTurn(world, { to: 12 });
    await tend(world);
    const [before] = await listAssertions(world.projectId);
    if (!before) throw new Error("no judge from grades");
    const target = { projectId: world.projectId, assertionId: before.id };
    const possible = await listPossibleExemplars({ ...target, person: "ann" });
    if (!possible.ok) throw new Error("nothing possible");
    expect(possible.value).toHaveLength(12);
    const chosen = (["good", "bad"] as const).flatMap((label) =>
      possible.value.filter((one) => one.label === label).slice(3, 5),
    );
    const exemplars = chosen.map(({ outputId }) => ({ outputId, note: "In my words.", borderline: true }));
    expect(await changeExemplars({ ...target, exemplars: exemplars.slice(0, 2) })).toMatchObject({
      ok: false,
    });
    expect(await changeExemplars({ ...target, exemplars })).toEqual({ ok: true, value: null });
    const after = await listAssertions(world.projectId);
    expect(after).toMatchObject([{ origin: "hand", parentId: before.id, implementation: { exemplars } }]);
    await tend(world);
    expect(await listAssertions(world.projectId)).toHaveLength(1);
  });

  it("as a jury of three judges that differ, which counts by itself whatever its members say later", async () => {
    const order = ["direct", "critique", "decide"];
    await withMind({
      passes: (asked, output) =>
        isSound(output) || order.indexOf(asked) !== ((Number(/\d+/.exec(output)?.[0]) - 1) / 2) % 3,
    });
    const world = await aWorld(TEXTS);
    for (const design of ["direct", "critique", "for-and-against"] as const)
      await aCandidate(world.projectId, world.criterion, { kind: "judge", design, question });
    await runAll(world);
    await tend(world);
    expect(await designs(world)).toEqual(["direct", "critique", "for-and-against", "jury", "jury"]);
    const calls = server.calls.length;
    await runAll(world);
    expect(server.calls).toHaveLength(calls);
    const { views } = await readCriteria(world.projectId);
    const juries = views[0]?.candidates.flatMap(({ assertion, behaviour }) =>
      assertion.name.includes("veto") ? [behaviour] : [],
    );
    expect(juries).toMatchObject([{ pass: 20, fail: 20, error: 0, missing: 0 }]);
    await gradeInTurn(world, { to: 40 });
    const graded = (await readCriteria(world.projectId)).views[0]?.candidates.flatMap(
      ({ votes }) => votes ?? [],
    );
    // Each misses two thirds of the faults, and any two of them one third together: φ ≈ 1/4.
    expect(graded).toMatchObject([
      { judges: 3, n: 40 },
      { judges: 3, n: 40 },
    ]);
    expect(graded?.[0]?.effective).toBeCloseTo(2, 0);
  });
});
