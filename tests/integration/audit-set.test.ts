import { beforeEach, describe, expect, it } from "vitest";
import { addAssertions, listAssertions } from "@/lib/db/assertions";
import { findLatestEvaluator } from "@/lib/db/evaluators";
import { saveVerdicts } from "@/lib/db/verdicts";
import type { GradeInput } from "@/lib/domain/card";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import { reportCard } from "@/lib/domain/report-card";
import { nextAuditCards } from "@/lib/workflow/choose-audit-card";
import { nextCards } from "@/lib/workflow/choose-next-output";
import { withHash } from "@/lib/workflow/hash-implementation";
import { publishEvaluator } from "@/lib/workflow/publish-evaluator";
import { readBoard } from "@/lib/workflow/read-board";
import { readExport } from "@/lib/workflow/read-export";
import { recordGrades } from "@/lib/workflow/record-grade";
import { endAuditSet, startAuditSet } from "@/lib/workflow/start-audit-set";
import { aProject, storeCriterion } from "@/tests/support/a-project";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { aGradeInput } from "@/tests/support/grading-input";
import { expectOk, sentenceOf } from "@/tests/support/import-file";

endDatabaseAfterAll();

const now = new Date("2026-11-20T10:00:00Z");
const isSorry = (i: number) => i % 3 === 0;
let projectId: ProjectId;
let outputIds: readonly OutputId[];

/** Sixty outputs, of which the first twelve are graded as the one candidate says. */
beforeEach(async () => {
  const texts = Array.from({ length: 60 }, (_, i) => (isSorry(i) ? `Sorry, ${i}.` : `Fine, ${i}.`));
  ({ projectId, outputIds } = await aProject(texts));
  const criterion = await storeCriterion(projectId, { name: "no apology", kind: "code" });
  const implementation = { kind: "javascript", source: "function check(o) { return true; }" } as const;
  await addAssertions({ projectId, criterionId: criterion.id, revisionId: criterion.revision.id }, [
    withHash({ name: "no sorry", implementation, origin: "hand" }),
  ]);
  const assertion = (await listAssertions(projectId)).find(({ name }) => name === "no sorry");
  if (!assertion) throw new Error("the assertion was not added");
  await saveVerdicts(
    assertion.id,
    outputIds.map((outputId, i) => ({ outputId, verdict: { kind: isSorry(i) ? "fail" : "pass" } })),
  );
  await grade(outputIds.slice(0, 12).map((id, i) => aGradeInput(id, isSorry(i) ? "bad" : "good")));
});

const grade = async (grades: readonly GradeInput[]) =>
  expectOk(await recordGrades({ projectId, grader: "ann", grades }));
const start = async () => startAuditSet({ projectId, by: "ann" });
const cards = async (count: number) =>
  expectOk(await nextAuditCards({ projectId, grader: "ann", count, exclude: [] }));
const selectionSees = async () => reportCard(await readBoard(projectId)).graded;

/** Grades so many outputs of the audit set, all of them good. */
async function gradeAudit(count: number): Promise<void> {
  const { cards: drawn } = await cards(count);
  await grade(drawn.map(({ output, shown, ticket }) => aGradeInput(output.id, "good", { shown, ticket })));
}

describe("an audit set", () => {
  it("is drawn from outputs that nobody graded, and stays out of the ordinary queue", async () => {
    expectOk(await start());
    const { cards: drawn, left } = await cards(30);
    expect(left).toBe(30);
    const graded = new Set(outputIds.slice(0, 12));
    expect(drawn.filter(({ output }) => graded.has(output.id))).toEqual([]);
    expect(drawn[0]?.shown).toMatchObject({ policy: "audit-set", inclusionProbability: 1 / 48, rank: 1 });
    const queue = expectOk(await nextCards({ projectId, grader: "ann", count: 10, exclude: [] }));
    expect(queue.left).toBe(60 - 12 - 30);
  });

  it("chooses nothing and shows no figure until it is complete", async () => {
    expectOk(await start());
    await gradeAudit(29);
    expect(await selectionSees()).toMatchObject({ good: 8, bad: 4 });
    expect((await readExport(projectId, { version: null, target: "json" })).audit).toMatchObject({
      graded: 29,
      of: 30,
      figures: null,
    });
  });

  it("is published with the version that it measured, and spent by it", async () => {
    expectOk(await start());
    await gradeAudit(30);
    const { audit } = await readExport(projectId, { version: null, target: "json" });
    expect(audit?.figures).toMatchObject({ n: 30, coverage: { of: 0 }, falseFailureRate: { of: 30 } });
    expectOk(await publishEvaluator({ projectId, note: "" }, now));
    const published = (await findLatestEvaluator(projectId))?.manifest.set;
    expect(published?.audit).toMatchObject({ n: 30, coverageAtLeast: null, falseFailureRate: { of: 30 } });
    // In-sample figures are of the twelve grades that chose; only now do the others count.
    expect(published?.coverage).toMatchObject({ count: 4, of: 4 });
    expect(await selectionSees()).toMatchObject({ good: 38, bad: 4 });
    expect((await readExport(projectId, { version: null, target: "json" })).audit).toBeNull();
  });

  it("is not published with another selection than it measured", async () => {
    expectOk(await start());
    const implementation = { kind: "javascript", source: "function check() { return false; }" } as const;
    const criterion = await storeCriterion(projectId, { name: "another", kind: "code" });
    await addAssertions({ projectId, criterionId: criterion.id, revisionId: criterion.revision.id }, [
      withHash({ name: "same again", implementation, origin: "hand" }),
    ]);
    const twin = (await listAssertions(projectId)).find(({ name }) => name === "same again");
    if (!twin) throw new Error("the assertion was not added");
    await saveVerdicts(
      twin.id,
      outputIds.map((outputId, i) => ({ outputId, verdict: { kind: isSorry(i) ? "fail" : "pass" } })),
    );
    await gradeAudit(30);
    expectOk(await publishEvaluator({ projectId, note: "" }, now));
    expect((await findLatestEvaluator(projectId))?.manifest.set?.audit).toBeUndefined();
    expect((await readExport(projectId, { version: null, target: "json" })).audit).toMatchObject({
      isOfSelection: false,
    });
  });

  it("that is given up gives its grades to the selection", async () => {
    expectOk(await start());
    await gradeAudit(5);
    expectOk(await endAuditSet(projectId, now));
    expect(await selectionSees()).toMatchObject({ good: 13, bad: 4 });
  });

  it("is one, however often it is started at once", async () => {
    await Promise.all([start(), start(), start()]);
    expect((await cards(10)).left).toBe(30);
  });

  it("needs twenty outputs that nobody graded", async () => {
    await grade(outputIds.slice(12, 45).map((id, i) => aGradeInput(id, isSorry(i) ? "bad" : "good")));
    expect(sentenceOf(await start())).toBe(
      "An audit needs 20 outputs that nobody has graded, and there are 15. Import more outputs first.",
    );
  });
});
