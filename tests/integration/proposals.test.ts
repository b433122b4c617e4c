import { beforeEach, describe, expect, it } from "vitest";
import { listAssertions } from "@/lib/db/assertions";
import { db } from "@/lib/db/client";
import { listLimitChanges } from "@/lib/db/limits";
import { listEvaluators } from "@/lib/db/evaluators";
import { findUnfinishedAssertions } from "@/lib/db/unfinished";
import { saveVerdicts } from "@/lib/db/verdicts";
import type { Assertion } from "@/lib/domain/assertion";
import type { Criterion } from "@/lib/domain/criterion";
import { AssertionId, type OutputId, type ProjectId } from "@/lib/domain/ids";
import { ExemplarEdit } from "@/lib/domain/judge-designs/exemplar-edit";
import { problemMessage, type Result } from "@/lib/domain/problem";
import type { AskedChange } from "@/lib/domain/proposal";
import { chooseAssertion } from "@/lib/workflow/choose-assertion";
import { addOwnCode } from "@/lib/workflow/edit-assertions";
import { proposeChange, proposeCode, proposeExemplars, proposeJudge } from "@/lib/workflow/propose";
import { publishEvaluator } from "@/lib/workflow/publish-evaluator";
import { readProposal, readProposals } from "@/lib/workflow/read-proposals";
import { readRail } from "@/lib/workflow/read-rail";
import { readReport } from "@/lib/workflow/read-report";
import { readTable } from "@/lib/workflow/read-table";
import { recordGrades } from "@/lib/workflow/record-grade";
import { rewordCriterion } from "@/lib/workflow/revise-criterion";
import { rollBack } from "@/lib/workflow/roll-back";
import {
  commentProposal,
  mergeProposal,
  refreshProposal,
  rejectProposal,
  reviewProposal,
  withdrawProposal,
} from "@/lib/workflow/settle-proposal";
import { aProject, storeCriterion } from "@/tests/support/a-project";
import { aCandidate } from "@/tests/support/candidates";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { aGradeInput } from "@/tests/support/grading-input";
import { expectOk } from "@/tests/support/import-file";

endDatabaseAfterAll();

const TEXTS = ["Fine.", "Sorry.", "Good day.", "So sorry.", "Here it is.", "Sorry, no.", "Bye.", "Alas."];
const at = new Date("2026-11-20T10:00:00Z");
const ann = { by: "ann", at };
const [approve, ask] = [
  { verdict: "approve", comment: "", version: 1 },
  { verdict: "ask", comment: "Name it better.", version: 1 },
] as const;

let projectId: ProjectId;
let outputIds: readonly OutputId[];
let criterion: Criterion;
let old: Assertion;

const judged = (assertionId: AssertionId, letters: string) =>
  saveVerdicts(
    assertionId,
    outputIds.flatMap((outputId, i) => {
      const kind = { f: "fail", p: "pass" }[letters[i] ?? ""];
      return kind === "fail" || kind === "pass" ? [{ outputId, verdict: { kind } }] : [];
    }),
  );

const on = () => ({ projectId, criterionId: criterion.id });
const target = (number = 1) => ({ projectId, number });
const words = { title: "Catch every apology", why: "It missed two.", author: "ann", at };
const using = (assertionId: AssertionId): AskedChange => ({
  kind: "choice",
  choice: { kind: "pin", assertionId },
});

const sentenceOf = (result: Result<unknown>): string | null =>
  result.ok ? null : problemMessage(result.problem);

/** Somebody else with an account could approve. */
async function addEditor(name: string): Promise<{ readonly by: string; readonly at: Date }> {
  const id = `${name}-of-${projectId}`;
  await db.user.create({
    data: { id, name, email: `${id}@example.org`, emailVerified: true, createdAt: at, updatedAt: at },
  });
  await db.member.create({ data: { projectId, userId: id, role: "editor" } });
  return { by: id, at };
}

beforeEach(async () => {
  ({ projectId, outputIds } = await aProject(TEXTS));
  criterion = await storeCriterion(projectId, { name: "no apology" });
  const grades = outputIds.map((id, i) => aGradeInput(id, i % 2 === 1 ? "bad" : "good"));
  expectOk(await recordGrades({ projectId, grader: "ann", grades }));
  old = await aCandidate(projectId, criterion, { kind: "javascript", source: "old" });
  await judged(old.id, "pfpppfpp");
  const choice = { kind: "pin", assertionId: old.id } as const;
  expectOk(await chooseAssertion({ ...on(), choice, by: "ann" }));
});

describe("a proposed assertion", () => {
  const code = { name: "any apology", language: "javascript", source: "fresh" } as const;

  async function propose(): Promise<AssertionId> {
    expectOk(await proposeCode({ ...on(), ...words, ...code, replaces: old.id }));
    const row = await db.assertion.findFirstOrThrow({ where: { projectId, name: code.name } });
    return AssertionId.parse(row.id);
  }

  it("stands in no figure while the proposal is open, and is in force and published once it is merged", async () => {
    const before = await readReport(projectId, { isRefitted: false });
    const id = await propose();
    await judged(id, "pfpfpfpf");
    expect(await readReport(projectId, { isRefitted: false })).toEqual(before);
    expect((await listAssertions(projectId)).map((one) => one.id)).toEqual([old.id]);
    expect(await readRail(projectId)).toMatchObject({ openProposals: 1 });

    const page = await readProposal(projectId, 1);
    expect(page).toMatchObject({ assertion: { id }, replaced: { id: old.id } });
    expect(page?.open?.evidence).toMatchObject({
      before: {
        members: [old.name],
        figures: { coverage: { ratio: { count: 2, of: 4 } } },
        criterion: { confusion: { badFailed: 2, badPassed: 2, goodPassed: 4, goodFailed: 0 } },
      },
      after: {
        members: [code.name],
        figures: {
          coverage: { ratio: { count: 4, of: 4 } },
          falseFailureRate: { ratio: { count: 0, of: 4 } },
        },
        criterion: { confusion: { badFailed: 4, badPassed: 0, goodPassed: 4, goodFailed: 0 } },
      },
      verdicts: {
        compared: 8,
        changes: [
          { outputId: outputIds[3], before: "pass", after: "fail", label: "bad" },
          { outputId: outputIds[7], before: "pass", after: "fail", label: "bad" },
        ],
      },
      waiting: 0,
    });
    // Its mistakes open like those of every other.
    const query = {
      filter: "caught",
      page: 1,
      chosen: [id],
      hidden: new Set<OutputId>(),
      person: "ann",
    } as const;
    expect((await readTable(projectId, query)).rows.map(({ outputId }) => outputId)).toEqual(
      outputIds.filter((_, i) => i % 2 === 1),
    );
    // A choice that saw the grades is never called honest.
    expect(page?.open?.evidence.cautions.join(" ")).toMatch(/in-sample/i);

    expectOk(await mergeProposal(target(), ann));
    const { report } = await readReport(projectId, { isRefitted: false });
    expect(report.set?.assertionIds).toEqual([id]);
    expect(report.set?.coverage).toEqual({ count: 4, of: 4 });
    expectOk(await publishEvaluator({ projectId, note: "" }, at));
    const [version] = await listEvaluators(projectId);
    expect(version?.manifest.assertions).toMatchObject([{ name: code.name, source: "fresh" }]);
    expect(version?.manifest.proposals).toEqual([
      { number: 1, title: words.title, author: "ann", approvedBy: [] },
    ]);
    expect(await readProposal(projectId, 1)).toMatchObject({
      open: null,
      proposal: {
        state: "merged",
        settledBy: "ann",
        evaluatorNumber: 1,
        outcome: { compared: 8, flipped: 2, after: { coverage: { ratio: { count: 4, of: 4 } } } },
      },
    });
    // The next version names only what is new in it, and going back names nothing.
    expectOk(await publishEvaluator({ projectId, note: "" }, at));
    expectOk(await rollBack({ projectId, number: 1 }, at));
    const versions = await listEvaluators(projectId);
    expect(versions.map(({ manifest }) => manifest.proposals?.length ?? 0)).toEqual([0, 0, 1]);
  });

  it("is run for its evidence as long as the proposal is open", async () => {
    const id = await propose();
    const isUnfinished = async () =>
      (await findUnfinishedAssertions()).some(({ assertionId }) => assertionId === id);
    expect(await isUnfinished()).toBe(true);
    expect((await readProposal(projectId, 1))?.open?.evidence).toMatchObject({ waiting: 8 });
    expectOk(await withdrawProposal(target(), ann));
    expect(await isUnfinished()).toBe(false);
    expect((await listAssertions(projectId)).map((one) => one.id)).toEqual([old.id]);
  });

  it("is a judge in the question and design of a person, with how much of its evidence is there", async () => {
    const judge = { choice: { design: "critique" }, question: "Does it grovel?" } as const;
    expectOk(await proposeJudge({ ...on(), ...words, ...judge }));
    const row = await db.assertion.findFirstOrThrow({ where: { projectId, isProposed: true } });
    expect(row.implementation).toEqual({ kind: "judge", design: "critique", question: "Does it grovel?" });
    const id = AssertionId.parse(row.id);
    await judged(id, "pfp");
    const page = await readProposal(projectId, 1);
    expect(page?.open?.evidence).toMatchObject({ waiting: 5, graded: 8 });
    expect(page?.open?.evidence.cautions[0]).toMatch(/^3 of 8 graded outputs judged so far/);
    // No model is connected here: nobody will judge the rest.
    expect(page?.open?.isUnasked).toBe(true);
    await judged(id, "pfpfpfpf");
    expect((await readProposal(projectId, 1))?.open).toMatchObject({ isUnasked: false });
    expectOk(await mergeProposal(target(), ann));
    expect((await readReport(projectId, { isRefitted: false })).report.set?.assertionIds).toEqual([id]);
  });

  it("is a judge with other examples", async () => {
    const [good, bad] = [outputIds[0], outputIds[1]].map((outputId) => ({
      outputId,
      note: "",
      borderline: false,
    }));
    const example = (i: number) => ({
      ...{ outputId: outputIds[i] ?? null, text: TEXTS[i] ?? "", variables: {} },
      ...{ label: i % 2 === 1 ? ("bad" as const) : ("good" as const), note: "", borderline: false },
    });
    const common = { kind: "judge", design: "few-shot", question: "Does it grovel?" } as const;
    const shown = await aCandidate(projectId, criterion, { ...common, exemplars: [2, 3].map(example) });
    const edit = { projectId, ...words, assertionId: shown.id };
    const exemplars = [good, bad].map((one) => ExemplarEdit.parse(one));
    expect(sentenceOf(await proposeExemplars({ ...edit, exemplars: exemplars.slice(1) }))).toMatch(
      /Choose two/,
    );
    expectOk(await proposeExemplars({ ...edit, exemplars }));
    expect(await readProposal(projectId, 1)).toMatchObject({
      replaced: { id: shown.id },
      assertion: { implementation: { ...common, exemplars: [{ label: "good" }, { label: "bad" }] } },
    });
  });

  it("that somebody writes as a candidate, too, is a candidate like every other", async () => {
    const id = await propose();
    expectOk(await addOwnCode({ ...on(), ...code }));
    expect((await listAssertions(projectId)).map((one) => one.id)).toEqual([old.id, id]);
    // And to propose what is a candidate already is to propose its use.
    expectOk(await proposeCode({ ...on(), ...words, ...code, replaces: null }));
    expect((await readProposal(projectId, 2))?.proposal.change).toEqual(using(id));
  });

  it("follows a change of meaning only when it is refreshed, as another assertion", async () => {
    const id = await propose();
    const wording = { name: "no apology", wording: "It says sorry for nothing.", why: "", because: [] };
    expectOk(await rewordCriterion({ ...on(), ...wording, change: "meaning", author: "ben" }));
    expect(sentenceOf(await mergeProposal(target(), ann))).toMatch(/reworded.*Refresh/);
    expectOk(await refreshProposal(target(), new Date()));
    const page = await readProposal(projectId, 1);
    expect(page?.open?.moved).toEqual([]);
    expect(page?.assertion).toMatchObject({ name: code.name, implementation: { source: "fresh" } });
    expect(page?.assertion?.id).not.toBe(id);
  });
});

describe("a proposed choice", () => {
  let fresh: Assertion;
  beforeEach(async () => {
    fresh = await aCandidate(projectId, criterion, { kind: "javascript", source: "fresh" });
    await judged(fresh.id, "pfpfpfpf");
  });
  const propose = () => proposeChange({ ...on(), ...words, change: using(fresh.id) });

  it("is merged by whoever may once somebody else has approved it, and not before", async () => {
    const ben = await addEditor("ben");
    expectOk(await propose());
    expect(sentenceOf(await mergeProposal(target(), ann))).toMatch(/Somebody else than its author/);
    expect(sentenceOf(await reviewProposal(target(), approve, ann))).toMatch(/your own proposal/);
    expectOk(await reviewProposal(target(), ask, ben));
    expect(sentenceOf(await mergeProposal(target(), ben))).toMatch(/asks for changes/);
    expectOk(await reviewProposal(target(), approve, ben));
    expectOk(await mergeProposal(target(), ann));
    expect((await readReport(projectId, { isRefitted: false })).report.set?.assertionIds).toEqual([fresh.id]);
    expectOk(await publishEvaluator({ projectId, note: "" }, at));
    const [version] = await listEvaluators(projectId);
    expect(version?.manifest.proposals).toMatchObject([{ author: "ann", approvedBy: ["ben"] }]);
    // Merged once is merged.
    expect(sentenceOf(await mergeProposal(target(), ann))).toMatch(/settled already/);
  });

  it("is refused when its ground has moved, and asks for approval anew when it is refreshed", async () => {
    const ben = await addEditor("ben");
    expectOk(await propose());
    expectOk(await reviewProposal(target(), approve, ben));
    expectOk(await chooseAssertion({ ...on(), choice: { kind: "none" }, by: "cleo" }));
    expect(sentenceOf(await mergeProposal(target(), ann))).toMatch(/Another choice was made.*Refresh/);
    expectOk(await refreshProposal(target(), new Date(at.getTime() + 1_000)));
    expect(sentenceOf(await mergeProposal(target(), ann))).toMatch(/Somebody else than its author/);
  });

  it("is not merged by the approval of somebody who is no editor any more", async () => {
    const [ben, cleo] = [await addEditor("ben"), await addEditor("cleo")];
    expectOk(await propose());
    expectOk(await reviewProposal(target(), approve, ben));
    await db.member.update({
      where: { projectId_userId: { projectId, userId: ben.by } },
      data: { role: "grader" },
    });
    expect(sentenceOf(await mergeProposal(target(), ann))).toMatch(/Somebody else than its author/);
    expectOk(await reviewProposal(target(), approve, cleo));
    expectOk(await mergeProposal(target(), ann));
    expect((await readProposal(projectId, 1))?.proposal.outcome?.approvedBy).toEqual([cleo.by]);
  });

  it("is amended by its author: earlier reviews do not count, and the discussion stays", async () => {
    const ben = await addEditor("ben");
    expectOk(await propose());
    expectOk(await reviewProposal(target(), ask, ben));
    expectOk(await commentProposal(target(), "Better so?", ann));
    const other = { kind: "choice", choice: { kind: "none" } } as const;
    const next = {
      ...words,
      title: "Use none",
      change: other,
      amends: 1,
      at: new Date(at.getTime() + 1_000),
    };
    expect(sentenceOf(await proposeChange({ ...on(), ...next, author: "ben" }))).toMatch(/Only who made/);
    expectOk(await proposeChange({ ...on(), ...next }));
    const page = await readProposal(projectId, 1);
    expect(page?.proposal).toMatchObject({ title: "Use none", change: other, version: 2 });
    expect(page?.proposal.reviews.map(({ verdict, comment }) => [verdict, comment])).toEqual([
      ["ask", "Name it better."],
      ["comment", "Better so?"],
      ["amend", `Version 2. Before: Use “${fresh.name}”.`],
    ]);
    // Nobody asks for changes to it any more, and nobody has approved it; whoever looked at the first looks again.
    expect(sentenceOf(await mergeProposal(target(), ann))).toMatch(/Somebody else than its author/);
    const later = { ...ben, at: new Date(at.getTime() + 2_000) };
    expect(sentenceOf(await reviewProposal(target(), approve, later))).toMatch(/amended while you looked/);
    expectOk(await reviewProposal(target(), { ...approve, version: 2 }, later));
    expectOk(await mergeProposal(target(), ann));
    expect((await readProposals(projectId)).map(({ proposal }) => proposal.number)).toEqual([1]);
  });

  it("that is there already, or settled, is refused with a sentence", async () => {
    expect(sentenceOf(await proposeChange({ ...on(), ...words, change: using(old.id) }))).toMatch(/already/);
    expectOk(await propose());
    expect(sentenceOf(await rejectProposal(target(), ann))).toMatch(/withdraw/);
    expect(sentenceOf(await withdrawProposal(target(), { ...ann, by: "ben" }))).toMatch(/Only who made/);
    expectOk(await rejectProposal(target(), { ...ann, by: "ben" }));
    expect(sentenceOf(await rejectProposal(target(), { ...ann, by: "ben" }))).toMatch(/settled already/);
    expect(await mergeProposal(target(7), ann)).toMatchObject({ problem: { code: "not-found" } });
    expect((await readProposals(projectId)).map(({ proposal }) => proposal.state)).toEqual(["rejected"]);
  });

  it("of another limit is in force once it is merged", async () => {
    const change = { kind: "settings", ffrLimit: 0.05, mustPass: true } as const;
    expectOk(await proposeChange({ ...on(), ...words, change }));
    expectOk(await mergeProposal(target(), ann));
    expect(await db.criterion.findUniqueOrThrow({ where: { id: criterion.id } })).toMatchObject({
      ffrLimit: 0.05,
      mustPass: true,
    });
    expect(await listLimitChanges(projectId, criterion.id)).toMatchObject([
      { from: 0.2, to: 0.05, by: ann.by, revisionId: criterion.revision.id },
    ]);
  });
});
