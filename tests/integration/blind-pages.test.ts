import { beforeEach, describe, expect, it } from "vitest";
import { GET as downloadEvaluator } from "@/app/api/evaluators/[evaluatorId]/[target]/route";
import { GET as driftReport } from "@/app/api/projects/[projectId]/drift/route";
import ActivityPage from "@/app/projects/[projectId]/activity/page";
import TrustPage from "@/app/projects/[projectId]/assertions/[assertionId]/trust/page";
import CriteriaPage from "@/app/projects/[projectId]/criteria/page";
import DriftPage from "@/app/projects/[projectId]/drift/page";
import WordingsPage from "@/app/projects/[projectId]/drift/[criterionId]/page";
import ExportPage from "@/app/projects/[projectId]/export/page";
import OutputPage from "@/app/projects/[projectId]/outputs/[outputId]/page";
import { adjudicateAction } from "@/lib/actions/drift";
import { listPossibleExemplarsAction } from "@/lib/actions/judges";
import { addAuditEntry } from "@/lib/db/audit";
import { addChoice } from "@/lib/db/choices";
import { listCriteria } from "@/lib/db/criteria";
import { addDriftEvents } from "@/lib/db/drift";
import { insertEvaluator } from "@/lib/db/evaluators";
import { listGradeEvents } from "@/lib/db/grades";
import { addLlmCall } from "@/lib/db/llm-calls";
import { addPerturbation } from "@/lib/db/perturbations";
import { saveVerdicts } from "@/lib/db/verdicts";
import type { Assertion } from "@/lib/domain/assertion";
import type { Criterion } from "@/lib/domain/criterion";
import { OutputId, type ProjectId, type QueueId } from "@/lib/domain/ids";
import { auditCsv } from "@/lib/workflow/audit";
import { closeQueue, createQueue } from "@/lib/workflow/manage-queues";
import { readBoard } from "@/lib/workflow/read-board";
import { readTable } from "@/lib/workflow/read-table";
import { recordGrades } from "@/lib/workflow/record-grade";
import { reveal } from "@/lib/workflow/reveal";
import { rewordCriterion } from "@/lib/workflow/revise-criterion";
import { startAuditSet } from "@/lib/workflow/start-audit-set";
import { aProject, storeCriterion } from "@/tests/support/a-project";
import { QUEUE_SETTINGS, WHOLE_DRAW } from "@/tests/support/a-world";
import { twoMembers } from "@/tests/support/an-evaluator";
import { aCandidate } from "@/tests/support/candidates";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { aGradeInput } from "@/tests/support/grading-input";
import { expectOk, sentenceOf } from "@/tests/support/import-file";

endDatabaseAfterAll();

const now = new Date("2026-11-24T10:00:00Z");
let projectId: ProjectId;
let outputIds: readonly OutputId[];
let criterion: Criterion;
const at = (i: number): OutputId => OutputId.parse(outputIds[i]);

const grade = async (grader: string, letters: string, on: Criterion | null = criterion) =>
  expectOk(
    await recordGrades({
      projectId,
      grader,
      grades: Array.from(letters, (letter, i) =>
        aGradeInput(at(i), letter === "g" ? "good" : "bad", {
          ...(on ? { criterionId: on.id, revisionId: on.revision.id } : {}),
          note: `NOTE-${i}`,
        }),
      ),
    }),
  );

/** All that a page hands to its parts, as text. */
const toldBy = async (page: Promise<unknown>): Promise<string> =>
  JSON.stringify(await page, (_, value: unknown) => (value instanceof Map ? [...value] : value));

beforeEach(async () => {
  ({ projectId, outputIds } = await aProject(["TEXT-0", "TEXT-1", "TEXT-2", "TEXT-3"]));
  criterion = await storeCriterion(projectId, { name: "kind" });
});

describe("who has still to grade outputs in a queue", () => {
  let queueId: QueueId;
  let judge: Assertion;
  let evaluatorId: string;
  const params = () => ({
    params: Promise.resolve({ projectId, assertionId: String(judge.id), evaluatorId, target: "json" }),
    searchParams: Promise.resolve({ target: "json" }),
  });

  /** The local person has done the first of four; ann has graded all of them. */
  beforeEach(async () => {
    queueId = expectOk(
      await createQueue({
        ...{ projectId, by: "ann", settings: QUEUE_SETTINGS, overlapShare: 0, draw: WHOLE_DRAW, now },
      }),
    );
    await grade("local", "b", null);
    await grade("ann", "bgbg");
    await grade("ann", "bgbg", null);
    const exemplars = [0, 1].map((i) => ({
      ...{ outputId: at(i), text: `TEXT-${i}`, variables: {}, note: `NOTE-${i}`, borderline: false },
      label: i === 0 ? ("bad" as const) : ("good" as const),
    }));
    const question = "Is it kind?";
    judge = await aCandidate(projectId, criterion, {
      kind: "judge",
      design: "few-shot",
      question,
      exemplars,
    });
    await saveVerdicts(
      judge.id,
      outputIds.map((outputId) => ({ outputId, verdict: { kind: "pass" } })),
    );
    await addLlmCall(projectId, {
      ...{ activityId: null, task: "judge", model: "m", prompt: "ASKED", answer: "ANSWERED", error: null },
      ...{ tokensIn: 1, tokensOut: 1, cost: null, ms: 1, readAs: null },
    });
    await addPerturbation(
      { criterionId: criterion.id, revisionId: criterion.revision.id, outputId: at(1) },
      { category: "tone or form", how: "rude", text: "VARIANT", control: "c" },
    );
    const evidence = { outputIds: [at(0), at(3)], figures: [], lines: [], before: null };
    await addDriftEvents(projectId, [
      {
        ...{ kind: "graderDrift", key: "k", by: "program", sentence: "ann has become stricter", evidence },
        ...{ criterionId: criterion.id, revisionId: null },
      },
    ]);
    const { manifest } = twoMembers();
    const examples = [0, 2].map((i) => ({ outputId: at(i), label: "bad" as const, verdicts: [null, null] }));
    const evaluator = await insertEvaluator({ projectId, note: "", auditSetId: null }, (version) => ({
      ...{ ...manifest, version, examples },
    }));
    evaluatorId = evaluator?.id ?? "";
  });

  const told = async () => {
    const report = await driftReport(new Request("http://localhost:3000/"), params());
    const exported = await downloadEvaluator(
      new Request("http://localhost:3000/?file=evaluator.json"),
      params(),
    );
    const possible = expectOk(await listPossibleExemplarsAction({ projectId, assertionId: judge.id }));
    const drift = await toldBy(DriftPage(params()));
    const text = await exported.text();
    return {
      activity: (await toldBy(ActivityPage(params()))).includes("ANSWERED"),
      evidence: drift.includes(`"outputIds":[${at(0)},${at(3)}]`),
      report: (await report.text()).includes(`Seen on (2): ${at(0)}, ${at(3)}.`),
      exemplars: (await toldBy(CriteriaPage(params()))).includes("NOTE-1"),
      possible: possible.map(({ outputId }) => outputIds.indexOf(outputId)).toSorted(),
      variants: (await toldBy(TrustPage(params()))).includes("VARIANT"),
      download: [text.includes(`"outputId": ${at(0)}`), text.includes(`"outputId": ${at(2)}`)],
      preview: (await toldBy(ExportPage(params()))).includes(`\\"outputId\\": ${at(2)}`),
    };
  };

  it("finds them in no list, report or download", async () => {
    expect(await told()).toEqual({
      ...{ activity: false, evidence: false, report: false, exemplars: false, variants: false },
      ...{ possible: [0], download: [true, false], preview: false },
    });
    expectOk(await closeQueue({ projectId, queueId, closedAt: now }));
    expect(await told()).toEqual({
      ...{ activity: true, evidence: true, report: true, exemplars: true, variants: true },
      ...{ possible: [0, 1, 2, 3], download: [true, true], preview: true },
    });
  });

  it("decides nothing on them, and reads no decision in the audit log", async () => {
    const decision = { projectId, criterionId: null, mark: "good", note: "" } as const;
    const decide = async (i: number) =>
      adjudicateAction({ ...decision, outputId: at(i), key: `key-of-decision-${i}` });
    const before = await listGradeEvents(projectId);
    expect(sentenceOf(await decide(1))).toContain("still to grade this output in a queue");
    expect(await listGradeEvents(projectId)).toEqual(before);
    expectOk(await decide(0));
    const old = { projectId, by: "ann", isProgram: false, kind: "grading", about: "output 7" } as const;
    await addAuditEntry({ ...old, did: "decided a dispute: bad" });
    let csv = "";
    for await (const piece of auditCsv(projectId, { by: null, kind: "grading" })) csv += piece;
    expect(csv.match(/decided a dispute.*/g)).toEqual([
      "decided a dispute,output 7",
      `decided a dispute,output ${at(0)}`,
    ]);
  });
});

describe("who looks again at what they graded under another wording", () => {
  it("does not find there what they had said", async () => {
    await grade("local", "gb");
    await grade("ann", "gg");
    const words = { name: "kind", wording: "Kind and brief.", why: "", author: "ann" };
    const edit = { ...words, change: "meaning", because: [] } as const;
    expectOk(await rewordCriterion({ projectId, criterionId: criterion.id, ...edit }));
    const onOutput = () =>
      toldBy(OutputPage({ params: Promise.resolve({ projectId, outputId: String(at(1)) }) }));
    const wordings = () =>
      toldBy(
        WordingsPage({
          params: Promise.resolve({ projectId, criterionId: criterion.id }),
          searchParams: Promise.resolve({}),
        }),
      );
    const mine = '"grader":"local","mark":"bad"';
    expect(await onOutput()).not.toContain(mine);
    expect(await onOutput()).toContain('"grader":"ann","mark":"good"');
    expect(await wordings()).not.toContain(`"outputId":${at(1)}`);
    const table = {
      filter: "all",
      page: 1,
      chosen: [],
      hidden: new Set<OutputId>(),
      person: "local",
    } as const;
    expect((await readTable(projectId, table)).rows.map(({ label }) => label)).toEqual([
      ...[null, null, null, null],
    ]);
    const [reworded] = await listCriteria(projectId);
    if (!reworded) throw new Error("There is no criterion.");
    await grade("local", "gb", reworded);
    expect(await onOutput()).toContain(mine);
    expect(await wordings()).toContain(`"outputId":${at(1)}`);
  });
});

it("tells nothing of an output of an audit set that was opened by its address", async () => {
  ({ projectId, outputIds } = await aProject(Array.from({ length: 40 }, (_, i) => `Reply ${i}.`)));
  await recordGrades({
    projectId,
    grader: "ann",
    grades: [0, 1, 2, 3].map((i) => aGradeInput(at(i), i % 2 === 0 ? "bad" : "good")),
  });
  const own = await storeCriterion(projectId, { name: "short" });
  const source = "function check() { return true; }";
  const { id } = await aCandidate(projectId, own, { kind: "javascript", source });
  await saveVerdicts(
    id,
    outputIds.map((outputId, i) => ({ outputId, verdict: { kind: i % 2 === 0 ? "fail" : "pass" } })),
  );
  await addChoice({ projectId, criterionId: own.id, by: "ann" }, { kind: "pin", assertionId: id });
  expectOk(await startAuditSet({ projectId, by: "ann" }));
  const held = (await readBoard(projectId)).auditSet?.outputIds[0];
  if (held === undefined) throw new Error("Nothing was drawn.");
  await recordGrades({ projectId, grader: "ann", grades: [aGradeInput(held, "bad")] });
  expect(expectOk(await reveal({ projectId, outputId: held, grader: "ann" }))).toEqual({
    ...{ said: [], otherwise: null, model: null },
  });
  expect(expectOk(await reveal({ projectId, outputId: at(0), grader: "ann" })).said).toHaveLength(1);
});
