import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { GET as downloadBadRows } from "@/app/api/imports/[importId]/bad-rows/route";
import { listAssertions } from "@/lib/db/assertions";
import { db } from "@/lib/db/client";
import { listCriteria } from "@/lib/db/criteria";
import { listGradeEvents } from "@/lib/db/grades";
import { deleteOldUploads, findImport } from "@/lib/db/imports";
import { listOutputIds } from "@/lib/db/outputs";
import { AssertionId } from "@/lib/domain/ids";
import { previewImport, runImport, startImport } from "@/lib/workflow/import-outputs";
import { readBoard } from "@/lib/workflow/read-board";
import { readImport } from "@/lib/workflow/read-import";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import {
  expectOk,
  importFile,
  outcomeOf,
  planOf,
  sentenceOf,
  upload,
  withRoles,
} from "@/tests/support/import-file";
import { countRows, outputsOf, projectOf } from "@/tests/support/imported";

endDatabaseAfterAll();

const fixture = readFileSync(path.join(import.meta.dirname, "../fixtures/import/graded-replies.csv"), "utf8");

const badRowsOf = async (importId: string): Promise<string> =>
  (await downloadBadRows(new Request("http://127.0.0.1/"), { params: Promise.resolve({ importId }) })).text();

describe("a file with grades and verdicts", () => {
  it("never speaks for somebody who has an account here, nor for the local owner", async () => {
    await db.user.create({ data: { id: "account-7", name: "Ana", email: "ana@example.org" } });
    const rows = ["local", "account-7", "bo"].map((grader, i) => ({
      ...{ output: `Reply ${i}.`, label: "bad", grader },
    }));
    const outcome = await importFile(rows.map((row) => JSON.stringify(row)).join("\n"));
    const events = await listGradeEvents(projectOf(outcome));
    expect(events.map(({ grader }) => grader)).toEqual([...["import:local", "import:account-7", "bo"]]);
    expect(outcome.renamed).toEqual(["local", "account-7"]);
  });

  it("comes in with its outputs, grades by criterion and grader, notes and recorded verdicts", async () => {
    const outcome = await importFile(fixture, ({ mapping }) => ({
      mapping: withRoles(mapping, { judge_gpt: { role: "verdict", evaluator: "GPT" } }),
    }));
    expect(outcome).toMatchObject({
      ...{ state: "done", rows: 5, outputs: 5, duplicates: 0, badRows: 0 },
      ...{ grades: 14, verdicts: 4, failure: null },
    });
    const projectId = projectOf(outcome);
    const outputs = await outputsOf(projectId);
    expect(outputs.map(({ externalId, text, variables }) => [externalId, text, variables])).toEqual([
      ["t-1", "Dear Ana, it left us on Monday.", { question: "Where is my parcel?" }],
      ["t-2", "No.", { question: "Can I have my money back?" }],
      ["t-3", "Hola 👋, su pedido\nllega mañana.", { question: "¿Dónde está mi pedido?" }],
      ["t-4", "It is, as ordered; see #1234.", { question: 'Is it "blue"?' }],
      ["t-5", "أهلاً وسهلاً", { question: "مرحبا" }],
    ]);
    const criteria = await listCriteria(projectId);
    expect(criteria.map(({ revision, origin }) => [revision.name, origin])).toEqual([
      ["polite", "imported"],
      ["true to the order", "imported"],
    ]);
    const events = await listGradeEvents(projectId);
    const names = new Map(criteria.map(({ id, revision }) => [id, revision.name]));
    const second = outputs[1]?.id;
    expect(
      events
        .filter(({ outputId }) => outputId === second)
        .map(({ criterionId, grader, mark, note, shown }) => [
          criterionId && names.get(criterionId),
          ...[grader, mark, note, shown.policy, shown.inclusionProbability],
        ]),
    ).toEqual([
      ["polite", "ana", "bad", "rude", "imported", null],
      ["true to the order", "ana", "good", "rude", "imported", null],
      [null, "ana", "bad", "rude", "imported", null],
    ]);
    const [judge, ...others] = await listAssertions(projectId);
    expect(others).toEqual([]);
    expect(judge).toMatchObject({
      name: "GPT",
      criterionId: null,
      origin: "imported",
      implementation: { kind: "recorded", evaluator: "GPT" },
    });
    const { matrix } = await readBoard(projectId);
    // The fifth says nothing: not measured, and no failure.
    expect(judge && matrix.counts(judge.id)).toEqual({
      ...{ pass: 3, fail: 1, notApplicable: 0, error: 0 },
      missing: 1,
    });
  });

  it("keeps each grade and verdict with its own output where all rows stand on one line", async () => {
    const labels = ["bad", "good", "bad"];
    const rows = labels.map((label, i) => ({ output: `Reply ${i}.`, label, grader: "ana", judge: label }));
    const outcome = await importFile(JSON.stringify(rows), ({ mapping }) => ({
      mapping: withRoles(mapping, { judge: { role: "verdict", evaluator: "GPT" } }),
    }));
    expect(outcome).toMatchObject({ outputs: 3, grades: 3, verdicts: 3 });
    const projectId = projectOf(outcome);
    const outputIds = (await outputsOf(projectId)).map(({ id }) => id);
    const events = await listGradeEvents(projectId);
    expect(events.map(({ outputId, mark }) => [outputId, mark])).toEqual(
      outputIds.map((id, i) => [id, labels[i]]),
    );
    const { matrix, assertions } = await readBoard(projectId);
    expect(outputIds.map((id) => matrix.kind(assertions[0]?.id ?? AssertionId.parse(1), id))).toEqual([
      "fail",
      "pass",
      "fail",
    ]);
  });

  it("brings grades alone for outputs that are known by their id", async () => {
    const outcome = await importFile("id,output\na,One\nb,Two\n");
    const projectId = projectOf(outcome);
    const later = await importFile(
      "id,criterion,grader,label,note\na,short,ana,good,\nb,short,ana,bad,too long\nzz,short,ana,bad,\n",
      () => ({ projectId }),
    );
    expect(later).toMatchObject({ state: "done", outputs: 0, grades: 2, badRows: 1, projectId });
    expect(later.firstBadRows).toEqual([
      { line: 4, problem: "This project has no output with the id zz.", raw: "" },
    ]);
    const { labels, criteria } = await readBoard(projectId);
    const [criterion] = criteria;
    const own = criterion && labels.byCriterion.get(criterion.id)?.labels;
    const ids = await listOutputIds(projectId);
    expect(own && [...own]).toEqual([
      [ids[0], "good"],
      [ids[1], "bad"],
    ]);
  });

  const shared = path.join(import.meta.dirname, "../../../shared/data/qa_feedback");
  it.skipIf(!existsSync(shared))("of real life comes in whole: 300 outputs, 900 grades", async () => {
    const file = (name: string) => readFileSync(path.join(shared, name));
    const outcome = await importFile(file("qa_feedback_import.csv"));
    expect(outcome).toMatchObject({ state: "done", rows: 300, outputs: 300, badRows: 0 });
    const projectId = projectOf(outcome);
    const graded = await importFile(file("qa_feedback_grades.csv"), () => ({ projectId }));
    expect(graded).toMatchObject({ state: "done", rows: 900, grades: 900, badRows: 0 });
    const rows = await importFile(file("normalised.jsonl"), () => ({ projectId: null, name: "as rows" }));
    expect(rows).toMatchObject({ state: "done", rows: 900, outputs: 300, duplicates: 600, grades: 900 });
    const criteria = await listCriteria(projectOf(rows));
    expect(criteria).toHaveLength(3);
  });
});

describe("an import", () => {
  it("brings nothing before the person confirms, and once when it is confirmed twice", async () => {
    const before = await countRows();
    const importId = await upload("id,output\n1,a\n2,b\n");
    const preview = expectOk(await previewImport(importId));
    expect(preview).toMatchObject({
      columns: ["id", "output"],
      rows: [
        ["1", "a"],
        ["2", "b"],
      ],
    });
    await runImport(importId);
    expect(await countRows()).toEqual(before);
    expect(await findImport(importId)).toMatchObject({ state: "ready", plan: null });
    expectOk(await startImport(importId, planOf(preview)));
    expectOk(await startImport(importId, planOf(preview, { name: "once more" })));
    await Promise.all([runImport(importId), runImport(importId)]);
    await runImport(importId);
    expect(await countRows()).toEqual({
      ...before,
      projects: before.projects + 1,
      outputs: before.outputs + 2,
    });
    expect(expectOk(await readImport(importId))).toMatchObject({ state: "done", done: 2 });
    // The file is not kept once its rows are in.
    expect(await db.importChunk.count({ where: { importId } })).toBe(0);
  });

  it("that fails midway leaves nothing behind, says why, and can be tried again", async () => {
    const before = await countRows();
    const rows = Array.from({ length: 1_200 }, (_, i) => `${i},text ${i},good`);
    const broken = `id,output,grade\n${rows.join("\n")}\n1200,"never closed,good\n1201,x,good\n`;
    const importId = await upload(broken);
    const preview = expectOk(await previewImport(importId));
    expectOk(await startImport(importId, planOf(preview)));
    await runImport(importId);
    const outcome = await outcomeOf(importId);
    expect(outcome).toMatchObject({ state: "failed", projectId: null, outputs: 0, grades: 0 });
    expect(outcome.failure).toMatch(/quotation mark that opens in line 120\d or later is never closed/);
    expect(await countRows()).toEqual(before);
    expectOk(await startImport(importId, planOf(preview)));
    expect(await findImport(importId)).toMatchObject({ state: "importing", outcome: null, done: 0 });
    await runImport(importId);
    expect(await outcomeOf(importId)).toMatchObject({ state: "failed", failure: outcome.failure });
  });

  it("into a project that is deleted meanwhile says so", async () => {
    const projectId = projectOf(await importFile("id,output\n1,a\n"));
    const importId = await upload("id,output\n2,b\n");
    const plan = planOf(expectOk(await previewImport(importId)), { projectId });
    expectOk(await startImport(importId, plan));
    await db.project.delete({ where: { id: projectId } });
    await runImport(importId);
    expect((await outcomeOf(importId)).failure).toBe(
      "The project was deleted meanwhile, so nothing was imported.",
    );
    const late = await upload("id,output\n3,c\n");
    expect(sentenceOf(await startImport(late, plan))).toBe(
      "This project no longer exists. It may have been deleted in another tab.",
    );
  });

  it("finds duplicates by content, within a file and between files, whatever their ids", async () => {
    const outcome = await importFile("id,question,output\n1,q,same\n2,q,same\n3,other q,same\n4,q,new\n");
    expect(outcome).toMatchObject({ rows: 4, outputs: 3, duplicates: 1 });
    const again = await importFile("output,id,question\nsame,9,q\nnewer,10,q\n", () => ({
      projectId: outcome.projectId,
    }));
    expect(again).toMatchObject({ rows: 2, outputs: 1, duplicates: 1 });
    expect((await outputsOf(outcome.projectId)).map(({ externalId }) => externalId)).toEqual([
      ...["1", "3", "4", "10"],
    ]);
  });

  it("lists bad rows by line with the reason, and hands them all out", async () => {
    const bad = Array.from({ length: 150 }, (_, i) => `b${i},too,many,fields`);
    const text = `id,output,grade\n1,fine,good\n2,,good\n3,"two\nlines",bad\n4,x,perhaps\n${bad.join("\n")}\n`;
    const importId = await upload(text);
    const preview = expectOk(await previewImport(importId));
    const mapping = withRoles(preview.mapping, { grade: { role: "grade", criterion: null } });
    expectOk(await startImport(importId, planOf(preview, { mapping: { ...mapping, values: [] } })));
    await runImport(importId);
    const outcome = await outcomeOf(importId);
    expect(outcome).toMatchObject({ rows: 154, outputs: 2, badRows: 152 });
    expect(outcome.firstBadRows).toHaveLength(100);
    expect(outcome.firstBadRows.slice(0, 3).map(({ line, problem }) => [line, problem])).toEqual([
      [3, "The output is empty."],
      [6, "“perhaps” in grade is no grade that is known: say what it means."],
      [7, "The row has 4 fields, the header has 3."],
    ]);
    const lines = (await badRowsOf(importId)).trimEnd().split("\n");
    expect(lines).toHaveLength(152);
    expect(JSON.parse(lines.at(-1) ?? "")).toEqual({
      line: 156,
      problem: "The row has 4 fields, the header has 3.",
      raw: "b149,too,many,fields",
    });
    expect((await badRowsOf("nobody")).trim()).toBe(
      "This import no longer exists. It may have been deleted in another tab.",
    );
  });

  it("of nothing but bad rows imports nothing and says so", async () => {
    const before = await countRows();
    const outcome = await importFile('{"output": ""}\n{"output": "  "}\n');
    expect(outcome).toMatchObject({
      state: "failed",
      badRows: 2,
      failure: "No row of the file could be used, so nothing was imported.",
    });
    expect(await countRows()).toEqual(before);
  });

  it("is deleted when nobody confirmed it", async () => {
    const [old, done] = [await upload("id,output\n1,a\n"), await upload("id,output\n1,a\n")];
    expectOk(await startImport(done, planOf(expectOk(await previewImport(done)))));
    await runImport(done);
    const later = new Date(Date.now() + 60_000);
    await deleteOldUploads(new Date(0));
    expect(await findImport(old)).not.toBeNull();
    await deleteOldUploads(later);
    expect(await findImport(old)).toBeNull();
    expect(await db.importChunk.count({ where: { importId: old } })).toBe(0);
    expect(await findImport(done)).not.toBeNull();
    expect(sentenceOf(await previewImport(old))).toBe(
      "This import no longer exists. It may have been deleted in another tab.",
    );
  });
});
