import { beforeEach, expect, it } from "vitest";
import { listEvaluators } from "@/lib/db/evaluators";
import { saveVerdicts } from "@/lib/db/verdicts";
import type { Criterion } from "@/lib/domain/criterion";
import { OutputId, type ProjectId } from "@/lib/domain/ids";
import { adjudicate } from "@/lib/workflow/adjudicate";
import { chooseAssertion } from "@/lib/workflow/choose-assertion";
import { setLabelling } from "@/lib/workflow/edit-project";
import { exportGrades } from "@/lib/workflow/export-grades";
import { createQueue } from "@/lib/workflow/manage-queues";
import { publishEvaluator } from "@/lib/workflow/publish-evaluator";
import { readDrift } from "@/lib/workflow/read-drift";
import { readReport } from "@/lib/workflow/read-report";
import { recordGrades } from "@/lib/workflow/record-grade";
import { weighGraders } from "@/lib/workflow/weigh-graders";
import { aProject, storeCriterion } from "@/tests/support/a-project";
import { aCandidate } from "@/tests/support/candidates";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { aGradeInput } from "@/tests/support/grading-input";
import { expectOk } from "@/tests/support/import-file";

endDatabaseAfterAll();

let projectId: ProjectId;
let outputIds: readonly OutputId[];
let criterion: Criterion;
const at = (i: number) => OutputId.parse(outputIds[i]);

const grade = async (grader: string, letters: string) =>
  expectOk(
    await recordGrades({
      ...{ projectId, grader },
      grades: Array.from(letters, (letter, i) =>
        aGradeInput(at(i), letter === "g" ? "good" : "bad", {
          criterionId: criterion.id,
          revisionId: criterion.revision.id,
        }),
      ),
    }),
  );

/** Ann and Ben always agree; Cyn and Dan err every other time, and on the last both do, against the two who do not. */
beforeEach(async () => {
  ({ projectId, outputIds } = await aProject(Array.from({ length: 22 }, (_, i) => `Reply ${i}.`)));
  criterion = await storeCriterion(projectId, { name: "kind" });
  const truth = "gb".repeat(11);
  await grade("ann", truth);
  await grade("ben", truth);
  await grade("cyn", "ggbb".repeat(5) + "bg");
  await grade("dan", "bggb".repeat(5) + "bg");
  const { id } = await aCandidate(projectId, criterion, {
    kind: "javascript",
    source: "function check() {}",
  });
  await saveVerdicts(
    id,
    outputIds.map((outputId, i) => ({ outputId, verdict: { kind: i % 2 === 0 ? "pass" : "fail" } as const })),
  );
  const choice = { kind: "pin", assertionId: id } as const;
  expectOk(await chooseAssertion({ projectId, criterionId: criterion.id, by: "ann", choice }));
});

async function weighed(person = "ann") {
  const view = expectOk(await weighGraders({ projectId, criterionId: criterion.id }, person));
  if (view.kind !== "weighed") throw new Error("too few");
  return view;
}

it("decides what votes leave open by who is reliable, and shows the figures of what is in play under both", async () => {
  const { differing, graders, figures } = await weighed();
  const last = differing.filter(({ outputId }) => [at(20), at(21)].includes(outputId));
  expect(last.map(({ outputId, majority, weighed: label }) => [outputId, majority, label])).toEqual(
    expect.arrayContaining([
      [at(20), null, "good"],
      [at(21), null, "bad"],
    ]),
  );
  expect(
    graders
      .map(({ grader }) => grader)
      .slice(2)
      .toSorted(),
  ).toEqual(["ann", "ben"]);
  // With the two that were open, and as all votes of Ann and Ben.
  expect(figures?.weighed.coverage).toEqual({ count: 11, of: 11 });
  expect(figures?.weighed.falseFailureRate).toEqual({ count: 0, of: 11 });
  expect(figures?.majority.coverage.of).toBeLessThan(11);
});

it("leaves decisions alone, and does not list what the person has still to grade", async () => {
  const decision = {
    mark: "bad",
    note: "rude",
    key: `decision-${projectId}`.slice(0, 60),
    by: "ann",
  } as const;
  expectOk(await adjudicate({ projectId, outputId: at(20), criterionId: criterion.id, ...decision }));
  const ids = async (person: string) => (await weighed(person)).differing.map(({ outputId }) => outputId);
  expect(await ids("ann")).not.toContain(at(20));
  expect(await ids("ann")).toContain(at(21));
  const settings = {
    ...{ name: "q", instructions: "", assignees: ["dan"] },
    ...{ gradersPerOutput: 1, reservationMinutes: 30 },
  };
  const draw = { scope: { of: "all" }, share: 1 } as const;
  expectOk(await createQueue({ projectId, by: "ann", settings, overlapShare: 0, draw, now: new Date() }));
  expect(await ids("dan")).toEqual([]);
});

it("counts where an owner says so: in the report, the journal, the download and what is published, until it is taken back", async () => {
  const reported = async () => {
    const { report } = await readReport(projectId, { isRefitted: false });
    const own = report.criteria.find((one) => one.criterion.id === criterion.id);
    return { of: own && own.graded.good + own.graded.bad, isWeighed: own?.isWeighed, open: own?.undecided };
  };
  const consensus = async () => {
    const { pieces } = expectOk(await exportGrades(projectId, { format: "jsonl", queue: null }, "ann"));
    let text = "";
    for await (const piece of pieces) text += piece;
    return text.split("\n").filter((line) => line.includes('"consensus":null')).length;
  };
  const before = await reported();
  expect(before).toMatchObject({ isWeighed: false });
  expect(before.open).toBeGreaterThan(1);
  expect(await consensus()).toBe(before.open);
  expectOk(await setLabelling(projectId, "weighed"));
  expect(await reported()).toEqual({ of: 22, isWeighed: true, open: 0 });
  expect((await weighed()).counts).toBe("weighed");
  expect(await consensus()).toBe(0);
  const { timelines } = await readDrift(projectId);
  expect(timelines[0]?.points.at(-1)).toMatchObject({ alignment: 1, labelled: 22 });
  expectOk(await publishEvaluator({ projectId, note: "" }, new Date()));
  const [evaluator] = await listEvaluators(projectId);
  expect(evaluator?.manifest.grades?.labelling).toBe("weighed");
  expect(evaluator?.manifest.assertions[0]?.note).toContain("Dawid–Skene");
  expectOk(await setLabelling(projectId, "majority"));
  expect(await reported()).toEqual(before);
});

it("says what is missing where too few have graded", async () => {
  expect(expectOk(await weighGraders({ projectId, criterionId: null }, "ann"))).toEqual({
    ...{ kind: "tooFew", graders: 0, shared: 0 },
  });
  const other = await aProject(["One."]);
  const foreign = { projectId: other.projectId, criterionId: criterion.id };
  expect((await weighGraders(foreign, "ann")).ok).toBe(false);
});
