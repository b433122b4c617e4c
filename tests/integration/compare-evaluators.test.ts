import { beforeAll, describe, expect, it } from "vitest";
import { GET } from "@/app/api/projects/[projectId]/evaluators/compare/route";
import { retireAssertion } from "@/lib/db/assertions";
import { saveVerdicts } from "@/lib/db/verdicts";
import type { Assertion } from "@/lib/domain/assertion";
import type { Criterion } from "@/lib/domain/criterion";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import { chooseAssertion } from "@/lib/workflow/choose-assertion";
import { compareEvaluators } from "@/lib/workflow/compare-evaluators";
import { publishEvaluator } from "@/lib/workflow/publish-evaluator";
import { readExport } from "@/lib/workflow/read-export";
import { recordGrades } from "@/lib/workflow/record-grade";
import { aProject, storeCriterion } from "@/tests/support/a-project";
import { aCandidate } from "@/tests/support/candidates";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { aGradeInput } from "@/tests/support/grading-input";
import { expectOk } from "@/tests/support/import-file";

endDatabaseAfterAll();

const TEXTS = ["Fine.", "Sorry.", "Good day.", "So sorry.", "Here it is.", "Sorry, no.", "Bye.", "Alas."];
const now = new Date("2026-11-20T10:00:00Z");

let projectId: ProjectId;
let outputIds: readonly OutputId[];
let criterion: Criterion;

const judged = (assertion: Assertion, letters: string) =>
  saveVerdicts(
    assertion.id,
    Array.from(letters).flatMap((letter, i) => {
      const outputId = outputIds[i];
      if (outputId === undefined || letter === ".") return [];
      return [{ outputId, verdict: { kind: letter === "f" ? ("fail" as const) : ("pass" as const) } }];
    }),
  );

async function publishWith(assertion: Assertion, note: string): Promise<void> {
  const choice = { kind: "pin", assertionId: assertion.id } as const;
  expectOk(await chooseAssertion({ projectId, criterionId: criterion.id, choice, by: "ann" }));
  expectOk(await publishEvaluator({ projectId, note }, now));
}

beforeAll(async () => {
  ({ projectId, outputIds } = await aProject(TEXTS));
  criterion = await storeCriterion(projectId, { name: "no apology" });
  const grades = outputIds.map((id, i) => aGradeInput(id, i % 2 === 1 ? "bad" : "good"));
  expectOk(await recordGrades({ projectId, grader: "ann", grades }));
});

describe("two versions", () => {
  it("cannot be compared before there are two", async () => {
    expect(await compareEvaluators(projectId, { before: null, after: null })).toMatchObject({
      numbers: [],
      diff: null,
    });
  });

  it("differ in how a member decides and on which outputs, also when one is out of play since", async () => {
    const old = await aCandidate(projectId, criterion, { kind: "javascript", source: "old\nsame\n" });
    const fresh = await aCandidate(projectId, criterion, { kind: "javascript", source: "new\nsame\n" });
    await judged(old, "pfpfpfpp");
    await judged(fresh, "pfpfpfff");
    await publishWith(old, "first");
    await publishWith(fresh, "second");
    await retireAssertion(projectId, old.id, { at: now });
    const { diff, numbers, outputNames } = await compareEvaluators(projectId, { before: null, after: null });
    expect(numbers).toEqual([2, 1]);
    expect(diff).toMatchObject({
      before: { number: 1, note: "first", figures: { coverage: { ratio: { count: 3, of: 4 } } } },
      after: { number: 2, note: "second", figures: { coverage: { ratio: { count: 4, of: 4 } } } },
      members: [{ kind: "changed", differs: ["source", "name"] }],
      verdicts: {
        compared: 8,
        notMeasured: 0,
        changes: [
          { outputId: outputIds[6], before: "pass", after: "fail", label: "good" },
          { outputId: outputIds[7], before: "pass", after: "fail", label: "bad" },
        ],
      },
    });
    expect([...outputNames.keys()]).toEqual([outputIds[6], outputIds[7]]);
    const { versions } = await readExport(projectId, { version: null, target: "json" });
    expect(versions[0]?.changes).toBe(`changed ${fresh.name} (how it decides, name)`);
  });

  it("say not measured where a member has not judged", async () => {
    const partly = await aCandidate(projectId, criterion, { kind: "javascript", source: "partly" });
    await judged(partly, "pfpfpf..");
    await publishWith(partly, "third");
    const { diff } = await compareEvaluators(projectId, { before: 2, after: 3 });
    expect(diff?.verdicts).toEqual({ compared: 6, notMeasured: 2, changes: [] });
  });

  it("that were not published are not compared", async () => {
    expect((await compareEvaluators(projectId, { before: 9, after: 1 })).diff).toBeNull();
    expect((await compareEvaluators(projectId, { before: null, after: 1 })).diff).toBeNull();
  });

  it("come down as Markdown", async () => {
    const ask = (query: string) =>
      GET(new Request(`http://127.0.0.1/api/projects/${projectId}/evaluators/compare${query}`), {
        params: Promise.resolve({ projectId }),
      });
    const response = await ask("?a=1&b=2");
    expect(response.headers.get("content-disposition")).toBe(`attachment; filename="what-changed.md"`);
    const text = await response.text();
    expect(text).toContain("- pass → fail: 2 (1 graded bad, 1 graded good):");
    expect(text).toContain("```diff\n- old\n+ new\n  same\n```");
    expect((await ask("?a=7&b=8")).status).toBe(409);
  });
});
