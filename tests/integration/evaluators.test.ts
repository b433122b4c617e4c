import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GET } from "@/app/api/evaluators/[evaluatorId]/[target]/route";
import { addAssertions, listAssertions } from "@/lib/db/assertions";
import { db, disconnect } from "@/lib/db/client";
import { addCriteria } from "@/lib/db/criteria";
import { getEvaluator, listEvaluatorNumbers, listEvaluators } from "@/lib/db/evaluators";
import { addGrades } from "@/lib/db/grades";
import { saveVerdicts } from "@/lib/db/verdicts";
import { ExportTarget } from "@/lib/domain/export-target";
import { OutputId, ProjectId } from "@/lib/domain/ids";
import { stopNotices } from "@/lib/jobs/notify";
import { stopQueue } from "@/lib/jobs/queue";
import { hashImplementation, withHash } from "@/lib/workflow/hash-implementation";
import { publishEvaluator } from "@/lib/workflow/publish-evaluator";
import { rollBack } from "@/lib/workflow/roll-back";
import { readExport } from "@/lib/workflow/read-export";

const SOURCE = "function check(output) { return !/sorry/i.test(output); }";
const TEXTS = [
  "Fine.",
  "Sorry.",
  "Good day.",
  "So sorry.",
  "Here it is.",
  "Sorry, no.",
  "Bye.",
  "I am sorry.",
];
const now = new Date("2026-11-20T10:00:00Z");

let projectId: ProjectId;
let outputIds: OutputId[];

const grade = (outputId: OutputId, mark: "good" | "bad", key: string) =>
  addGrades([
    {
      key,
      projectId,
      outputId,
      criterionId: null,
      revisionId: null,
      grader: "ana",
      mark,
      note: "",
      shown: { policy: "uniform", inclusionProbability: 1, rank: 1, seed: "s" },
    },
  ]);

beforeAll(async () => {
  const project = await db.project.create({
    data: { name: "Support", seed: "s", promptTemplate: "Answer {{question}}" },
  });
  projectId = ProjectId.parse(project.id);
  outputIds = [];
  for (const [i, text] of TEXTS.entries()) {
    const row = await db.output.create({
      data: {
        projectId,
        externalId: `r${i}`,
        variables: { question: "Where?" },
        text,
        metadata: {},
        contentHash: `h${i}`,
      },
    });
    outputIds.push(OutputId.parse(row.id));
  }
});
afterAll(async () => {
  await stopQueue();
  await stopNotices();
  await disconnect();
});

describe("publishing", () => {
  it("says what is missing while nothing is selected", async () => {
    expect(await publishEvaluator({ projectId, note: "" }, now)).toEqual({
      ok: false,
      problem: { code: "needs-grades", missing: 3, label: "good" },
    });
    expect(await readExport(projectId, { version: null, target: "python" })).toEqual({
      versions: [],
      audit: null,
      ungraded: 8,
      next: null,
      missing: { good: 3, bad: 3 },
      shown: null,
    });
  });

  it("freezes the selection with its numbers", async () => {
    const [criterion] = await addCriteria(projectId, [
      {
        name: "no apology",
        wording: "Never says sorry.",
        kind: "code",
        ffrLimit: 0.2,
        origin: "hand",
        author: "ana",
        why: "",
      },
    ]);
    if (!criterion) throw new Error("the criterion was not added");
    const implementation = { kind: "javascript" as const, source: SOURCE };
    await addAssertions({ projectId, criterionId: criterion.id, revisionId: criterion.revision.id }, [
      withHash({ name: "no sorry", implementation, origin: "hand" }),
    ]);
    const [assertion] = await listAssertions(projectId);
    if (!assertion) throw new Error("the assertion was not added");
    const isSorry = (i: number) => i % 2 === 1;
    await saveVerdicts(
      assertion.id,
      outputIds.map((outputId, i) => ({ outputId, verdict: { kind: isSorry(i) ? "fail" : "pass" } })),
    );
    for (const [i, outputId] of outputIds.entries())
      await grade(outputId, isSorry(i) ? "bad" : "good", `k${i}`);
    expect(await publishEvaluator({ projectId, note: "first" }, now)).toEqual({
      ok: true,
      value: { number: 1 },
    });
    const [evaluator] = await listEvaluators(projectId);
    expect(evaluator).toMatchObject({
      number: 1,
      note: "first",
      manifest: {
        name: "Support",
        version: 1,
        publishedAt: "2026-11-20T10:00:00.000Z",
        prompt: "Answer {{question}}",
        grades: { graded: 8, good: 4, bad: 4, graders: 1 },
        set: {
          coverage: { count: 4, of: 4 },
          falseFailureRate: { count: 0, of: 4 },
          alignment: 1,
          inSample: true,
        },
        assertions: [
          {
            name: "no sorry",
            criterion: "no apology",
            wording: "Never says sorry.",
            revision: 1,
            kind: "javascript",
            source: SOURCE,
            hash: hashImplementation(implementation),
          },
        ],
      },
    });
    expect(evaluator?.manifest.examples).toHaveLength(8);
  });

  it("is not touched by later grades, and numbers two publishers apart", async () => {
    const [before] = await listEvaluators(projectId);
    const [first] = outputIds;
    if (!before || first === undefined) throw new Error("version 1 is missing");
    await grade(first, "bad", "later");
    const both = await Promise.all([
      publishEvaluator({ projectId, note: "a" }, now),
      publishEvaluator({ projectId, note: "b" }, now),
    ]);
    expect(both.map(({ ok }) => ok)).toEqual([true, true]);
    expect(await listEvaluatorNumbers(projectId)).toEqual([3, 2, 1]);
    expect(await getEvaluator(before.id)).toEqual(before);
    const page = await readExport(projectId, { version: 1, target: "typescript" });
    expect(page.shown?.evaluator).toMatchObject({
      number: 1,
      assertions: ["no sorry"],
      changes: null,
    });
    expect(page.versions.map(({ changes }) => changes)).toEqual([
      "the same members",
      "the same members",
      null,
    ]);
    expect(page.shown?.files.map(({ path }) => path)).toEqual([
      "evaluators.ts",
      "evaluators.test.ts",
      "examples.jsonl",
      "README.md",
    ]);
    expect(page.versions[0]?.set?.coverage).toMatchObject({ count: 4, of: 5 });
  });
});

describe("going back", () => {
  it("publishes an earlier version once more, with its members and numbers, and changes no other", async () => {
    const before = await listEvaluators(projectId);
    const [newest] = before;
    const first = before.at(-1);
    if (!newest || !first) throw new Error("nothing is published");
    const later = new Date("2026-11-21T10:00:00Z");
    expect(await rollBack({ projectId, number: 1 }, later)).toEqual({
      ok: true,
      value: { number: newest.number + 1 },
    });
    const [back, ...rest] = await listEvaluators(projectId);
    expect(back?.manifest).toEqual({
      ...first.manifest,
      version: newest.number + 1,
      note: "Back to version 1",
      publishedAt: later.toISOString(),
    });
    expect(rest).toEqual(before);
  });
  it("does not go back to where it is, nor to what never was", async () => {
    const [newest] = await listEvaluators(projectId);
    if (!newest) throw new Error("nothing is published");
    expect(await rollBack({ projectId, number: newest.number }, now)).toMatchObject({ ok: false });
    expect(await rollBack({ projectId, number: 999 }, now)).toEqual({
      ok: false,
      problem: { code: "not-found", what: "evaluator" },
    });
  });
});

describe("a download", () => {
  const download = async (evaluatorId: string, target: string, query = ""): Promise<Response> =>
    GET(new Request(`http://127.0.0.1/api/evaluators/${evaluatorId}/${target}${query}`), {
      params: Promise.resolve({ evaluatorId, target }),
    });

  it("is a zip archive for every target, or one file of it", async () => {
    const evaluator = (await listEvaluators(projectId)).at(-1);
    if (!evaluator) throw new Error("version 1 is missing");
    for (const target of ExportTarget.options) {
      const response = await download(evaluator.id, target);
      expect(response.headers.get("content-disposition")).toBe(
        `attachment; filename="support-v1-${target}.zip"`,
      );
      const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
      expect(Object.keys(files)).toEqual(expect.arrayContaining(["README.md", "examples.jsonl"]));
    }
    const single = await download(evaluator.id, "json", "?file=evaluator.json");
    expect(single.headers.get("content-type")).toBe("application/octet-stream");
    expect(await single.json()).toEqual(evaluator.manifest);
  });

  it("of something that is not there is a sentence", async () => {
    const [evaluator] = await listEvaluators(projectId);
    const missing = [
      await download("nobody", "python"),
      await download(evaluator?.id ?? "", "cobol"),
      await download(evaluator?.id ?? "", "python", "?file=../../.env"),
    ];
    expect(missing.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect(await Promise.all(missing.map((response) => response.text()))).toEqual([
      "This evaluator no longer exists.\n",
      'There is no export "cobol"; there are json, python, typescript, promptfoo.\n',
      "The export has no such file.\n",
    ]);
  });
});
