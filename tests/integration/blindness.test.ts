import { z } from "zod";
import { beforeEach, describe, expect, it } from "vitest";
import { LOCAL_PERSON } from "@/lib/domain/access";
import type { TableName } from "@/lib/domain/table-file";
import { readTableFile } from "@/lib/workflow/tables/read-table-file";
import { db } from "@/lib/db/client";
import { listCriteria } from "@/lib/db/criteria";
import { saveVerdicts } from "@/lib/db/verdicts";
import type { Criterion } from "@/lib/domain/criterion";
import {
  hideInDrift,
  hideInMembers,
  hideInReasons,
  hideInWordings,
  hideRows,
} from "@/lib/domain/hide-outputs";
import { OutputId, type ProjectId, type QueueId } from "@/lib/domain/ids";
import { ALL_OUTPUTS, type OutputsQuery } from "@/lib/domain/outputs-query";
import { chooseAssertion } from "@/lib/workflow/choose-assertion";
import { compareWordings } from "@/lib/workflow/compare-wordings";
import { exportDrift } from "@/lib/workflow/export-drift";
import { exportGrades } from "@/lib/workflow/export-grades";
import { closeQueue, createQueue } from "@/lib/workflow/manage-queues";
import { hiddenFrom } from "@/lib/workflow/read-blind";
import { readDisputes } from "@/lib/workflow/read-disputes";
import { readDrift } from "@/lib/workflow/read-drift";
import { readOutputs } from "@/lib/workflow/read-outputs";
import { readReasons } from "@/lib/workflow/read-reasons";
import { readReport } from "@/lib/workflow/read-report";
import { readTable } from "@/lib/workflow/read-table";
import { recordGrades } from "@/lib/workflow/record-grade";
import { recordRemarks } from "@/lib/workflow/record-remarks";
import { rewordCriterion } from "@/lib/workflow/revise-criterion";
import { aProject, storeCriterion } from "@/tests/support/a-project";
import { aCandidate } from "@/tests/support/candidates";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { aGradeInput } from "@/tests/support/grading-input";
import { expectOk } from "@/tests/support/import-file";

endDatabaseAfterAll();

const now = new Date("2026-11-24T10:00:00Z");
let projectId: ProjectId;
let outputIds: readonly OutputId[];
let queueId: QueueId;
const at = (i: number): OutputId => OutputId.parse(outputIds[i]);

async function grade(grader: string, letters: string, on: Criterion | null = null): Promise<void> {
  const grades = Array.from(letters, (letter, i) =>
    aGradeInput(at(i), letter === "g" ? "good" : "bad", {
      ...(on ? { criterionId: on.id, revisionId: on.revision.id } : {}),
      note: letter === "b" ? "no" : "",
    }),
  );
  expectOk(await recordGrades({ projectId, grader, grades }));
}

/**
 * Ann and Bob differ on the third output, and the fourth flips when the criterion gets another meaning. Cleo is asked for
 * all four in a queue, and has done the first.
 */
beforeEach(async () => {
  ({ projectId, outputIds } = await aProject(["a", "b", "c", "d"]));
  const first = await storeCriterion(projectId, { name: "kind", wording: "Be kind." });
  await grade("cleo", "b");
  const settings = {
    ...{ name: "q", instructions: "", assignees: ["cleo"] },
    ...{ gradersPerOutput: 1, reservationMinutes: 30 },
  };
  const draw = { scope: { of: "all" }, share: 1 } as const;
  queueId = expectOk(await createQueue({ projectId, by: "ann", settings, overlapShare: 0, draw, now }));
  await grade("ann", "bbgg");
  await grade("bob", "bbbg");
  await grade("ann", "bbgg", first);
  const edit = {
    name: "kind",
    wording: "Be kind and brief.",
    why: "",
    change: "meaning",
    because: [],
  } as const;
  expectOk(await rewordCriterion({ projectId, criterionId: first.id, author: "ann", ...edit }));
  const [criterion] = await listCriteria(projectId);
  if (!criterion) throw new Error("no criterion");
  await grade("ann", "bbgb", criterion);
  const source = "function check() { return true; }";
  const { id } = await aCandidate(projectId, criterion, { kind: "javascript", source });
  const verdict = (i: number) => ({ kind: i < 2 ? "fail" : "pass" }) as const;
  await saveVerdicts(
    id,
    outputIds.map((outputId, i) => ({ outputId, verdict: verdict(i) })),
  );
  const choice = { kind: "pin", assertionId: id } as const;
  expectOk(await chooseAssertion({ projectId, criterionId: criterion.id, by: "ann", choice }));
});

/** By the places of the outputs: what each page names beside a label or a verdict. */
async function named(person: string) {
  const hidden = await hiddenFrom(projectId, person);
  const places = (ids: readonly OutputId[]) => ids.map((id) => outputIds.indexOf(id));
  const rows = (list: readonly { readonly outputId: OutputId }[]) =>
    places(list.map(({ outputId }) => outputId));
  const table = await readTable(projectId, { filter: "all", page: 1, chosen: [], hidden, person });
  const disputes = await readDisputes(projectId, { criterionId: null, page: 1, hidden, between: null });
  const { journal, timelines } = hideInDrift(await readDrift(projectId), hidden);
  const reasons = hideInReasons(await readReasons(projectId), hidden);
  const { findings } = await readReport(projectId, { isRefitted: false });
  const [criterion] = await listCriteria(projectId);
  const numbers = { left: 1, right: 2 };
  const wordings = criterion && (await compareWordings(projectId, criterion.id, numbers));
  return {
    table: rows(table.rows),
    disputes: rows(disputes.disputes.map(({ dispute }) => dispute)),
    dots: [...new Set(rows(timelines.flatMap((one) => one.grades)))].toSorted(),
    flipped: rows(journal.flatMap(({ change }) => change?.flipped ?? [])),
    reasons: rows([...reasons.explainedOutputs, ...reasons.unexplainedOutputs]),
    catches: hideInMembers(findings.members, hidden).map(({ onlyCatches }) => places(onlyCatches)),
    wordings: wordings ? rows(hideInWordings(wordings.comparison, hidden).outputs).toSorted() : null,
  };
}

/** The outputs in a download of the grades, and how many it says are missing. */
async function grades(person: string) {
  const { pieces, leftOut } = expectOk(
    await exportGrades(projectId, { format: "jsonl", queue: null }, person),
  );
  let text = "";
  for await (const piece of pieces) text += piece;
  return { ids: outputIds.filter((id) => text.includes(`"id":"${id}"`)), leftOut };
}

/** In the table what was missed comes first. */
const EVERYTHING = {
  ...{ table: [3, 0, 1, 2], disputes: [2], flipped: [3], reasons: [0, 1], dots: [0, 1, 2, 3] },
  ...{ catches: [[0, 1]], wordings: [0, 1, 2, 3] },
};

it("keeps from a grader what others and the assertions say of what is theirs to grade", async () => {
  expect(await named("ann")).toEqual(EVERYTHING);
  expect(await named("cleo")).toEqual({
    ...{ table: [0], disputes: [], flipped: [], reasons: [0], dots: [0], catches: [[0]], wordings: [0] },
  });
  const [ann, cleo] = [await grades("ann"), await grades("cleo")];
  expect(ann).toEqual({ ids: [...outputIds], leftOut: 0 });
  expect(cleo).toEqual({ ids: [at(0)], leftOut: 3 });
  const report = (person: string) => exportDrift(projectId, person, now);
  expect(await report("ann")).toContain(`${at(3)} good → bad`);
  expect(await report("cleo")).not.toContain("good → bad");
});

it("shows it once they have graded it, or the queue is closed", async () => {
  await grade("cleo", "bb");
  expect((await named("cleo")).table).toEqual([0, 1]);
  expectOk(await closeQueue({ projectId, queueId, closedAt: now }));
  expect((await hiddenFrom(projectId, "cleo")).size).toBe(0);
  expect((await named("cleo")).flipped).toEqual([3]);
});

it("leaves rows of other outputs alone", () => {
  const rows = [{ outputId: at(0) }, { outputId: at(1) }];
  expect(hideRows(rows, new Set([at(1)]))).toEqual([rows[0]]);
});

/** By their places, the outputs that a person finds under a filter. */
async function found(person: string, query: Partial<OutputsQuery>) {
  const { rows, total, all } = await readOutputs(projectId, { ...ALL_OUTPUTS, ...query }, person);
  const ids = rows.map(({ output }) => outputIds.indexOf(output.id));
  expect([total, all]).toEqual([ids.length, 4]);
  return ids;
}

const remark = (i: number, tags: readonly string[]) => ({
  key: `tags-${outputIds.length}-${at(i)}-${tags.join()}`,
  outputId: at(i),
  remark: { kind: "tags" as const, tags: [...tags] },
});

describe("the filters of outputs", () => {
  beforeEach(async () => {
    const remarks = outputIds.map((_, i) => remark(i, ["rude"]));
    expectOk(await recordRemarks({ projectId, grader: "ann", remarks }));
    const metadata = { model: "gpt-x", engineer: "gpt-x", version: "v1" };
    await db.output.updateMany({
      where: { projectId },
      data: { metadata, variables: { who: "gpt-x", q: "ab" } },
    });
    for (const grader of ["ann", "bob"])
      expectOk(await recordGrades({ projectId, grader, grades: [aGradeInput(at(3), "unsure")] }));
    const brief = await storeCriterion(projectId, { name: "brief" });
    const source = "function check() { return 1; }";
    const { id } = await aCandidate(projectId, brief, { kind: "javascript", source });
    const verdictOf = (i: number) =>
      i < 2 ? ({ kind: "pass" } as const) : ({ kind: "error", message: "it broke" } as const);
    await saveVerdicts(
      id,
      outputIds.map((outputId, i) => ({ outputId, verdict: verdictOf(i) })),
    );
    const choice = { kind: "pin", assertionId: id } as const;
    expectOk(await chooseAssertion({ projectId, criterionId: brief.id, by: "ann", choice }));
  });

  it.each([
    [{ show: ["good"] }, [], []],
    [{ show: ["bad"] }, [0, 1], [0]],
    [{ show: ["unsure"] }, [3], []],
    [{ show: ["ungraded"] }, [2], [1, 2, 3]],
    [{ show: ["disputed"] }, [2], []],
    [{ show: ["failed"] }, [0, 1], [0]],
    [{ show: ["bad", "failed"] }, [0, 1], [0]],
    [{ show: ["disagreement"] }, [0, 1], [0]],
    [{ show: ["error"] }, [2, 3], []],
    [{ show: ["error", "disputed"] }, [2], []],
    [{ tag: ["rude"] }, [0, 1, 2, 3], [0]],
    [{ meta: ["model=gpt-x"] }, [0, 1, 2, 3], [0]],
    [{ meta: ["engineer=gpt-x"] }, [0, 1, 2, 3], [0]],
    [{ meta: ["version=v1"] }, [0, 1, 2, 3], [0, 1, 2, 3]],
    [{ q: "gpt-x" }, [0, 1, 2, 3], [0]],
    [{ q: "ab" }, [0, 1, 2, 3], [0, 1, 2, 3]],
  ] as const)("%j finds what others said only where it may be known", async (query, byAnn, byCleo) => {
    const wanted = Object.fromEntries(
      Object.entries(query).map(([name, said]) => [name, typeof said === "string" ? said : [...said]]),
    );
    expect(await found("ann", wanted)).toEqual(byAnn);
    expect(await found("cleo", wanted)).toEqual(byCleo);
  });

  it("does not tell on which criterion others graded, nor in which order", async () => {
    const [criterion] = await listCriteria(projectId);
    const on = criterion ? [criterion.id] : [];
    expect([await found("ann", { on }), await found("cleo", { on })]).toEqual([[0, 1, 2, 3], [0]]);
    const last = { sort: "graded", dir: "down" } as const;
    expect(await found("cleo", last)).toEqual([0, 1, 2, 3]);
    expect((await found("ann", last))[0]).toBe(3);
  });

  it("finds what a person did themselves, also what they have still to grade", async () => {
    const skip = aGradeInput(at(1), "skipped");
    expectOk(await recordGrades({ projectId, grader: "cleo", grades: [skip] }));
    expectOk(await recordRemarks({ projectId, grader: "cleo", remarks: [remark(2, ["odd"])] }));
    expect(await found("cleo", { show: ["mine"] })).toEqual([0]);
    expect(await found("cleo", { show: ["skipped"] })).toEqual([1]);
    expect(await found("cleo", { tag: ["odd"] })).toEqual([2]);
    expect(await found("ann", { show: ["skipped"] })).toEqual([]);
  });

  it("keeps the same from downloads of tables", async () => {
    const rowsOf = async (person: string, table: TableName, search: Record<string, string>) => {
      const who = { ...LOCAL_PERSON, id: person };
      const asked = { projectId, person: who, table, search, now };
      let text = "";
      for await (const piece of expectOk(await readTableFile(asked, "json"))) text += piece;
      return z.array(z.looseObject({ id: z.string() })).parse(JSON.parse(text));
    };
    const places = async (person: string, table: TableName, search: Record<string, string> = {}) => [
      ...new Set((await rowsOf(person, table, search)).map(({ id }) => outputIds.map(String).indexOf(id))),
    ];
    expect(await places("ann", "outputs", { show: "bad" })).toEqual([0, 1]);
    expect(await places("cleo", "outputs", { show: "bad" })).toEqual([0]);
    const [first, ...others] = await rowsOf("cleo", "outputs", {});
    expect(first).toMatchObject({ grade: "bad", "grade: kind": "bad", "meta.model": "gpt-x" });
    expect(others).toHaveLength(3);
    for (const row of others)
      expect(row).toMatchObject({ grade: null, "grade: kind": null, "last grade": null });
    expect(JSON.stringify(others)).not.toContain("gpt-x");
    expect((await rowsOf("ann", "outputs", {}))[3]).toMatchObject({ grade: "unsure", "grade: kind": "bad" });
    expect(await places("ann", "verdicts")).toHaveLength(4);
    expect(await places("cleo", "verdicts")).toEqual([0]);
    expect(await places("ann", "reasons")).toEqual(expect.arrayContaining([0, 1]));
    expect(await places("cleo", "reasons")).toEqual([0]);
    const queue = await rowsOf("cleo", "queue", { queue: queueId, show: "disagreements" });
    expect(queue.map(({ id }) => id)).not.toContain(String(at(2)));
  });

  it("shows rows of what is still to be graded without grade, time and model", async () => {
    const { rows } = await readOutputs(projectId, ALL_OUTPUTS, "cleo");
    expect(rows.map(({ answer }) => answer)).toEqual(["bad", null, null, null]);
    expect(rows.map(({ gradedAt }) => gradedAt !== null)).toEqual([true, false, false, false]);
    expect(JSON.stringify(rows.slice(1))).not.toContain("gpt-x");
  });
});
