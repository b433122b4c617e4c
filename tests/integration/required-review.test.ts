import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { saveVerdicts } from "@/lib/db/verdicts";
import { listEvaluators } from "@/lib/db/evaluators";
import type { Assertion } from "@/lib/domain/assertion";
import type { Criterion } from "@/lib/domain/criterion";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import { problemMessage, type Result } from "@/lib/domain/problem";
import { addJudge } from "@/lib/workflow/add-judge";
import { chooseAssertion } from "@/lib/workflow/choose-assertion";
import { addOwnCode, dropAssertion } from "@/lib/workflow/edit-assertions";
import { requireReview } from "@/lib/workflow/edit-project";
import { proposeChange, proposeSelection } from "@/lib/workflow/propose";
import { publishEvaluator } from "@/lib/workflow/publish-evaluator";
import { readExport } from "@/lib/workflow/read-export";
import { readProposal } from "@/lib/workflow/read-proposals";
import { recordGrades } from "@/lib/workflow/record-grade";
import { setAllLimits, setCriterion, setLimit } from "@/lib/workflow/revise-criterion";
import { rollBack } from "@/lib/workflow/roll-back";
import { mergeProposal, reviewProposal } from "@/lib/workflow/settle-proposal";
import { aProject, storeCriterion } from "@/tests/support/a-project";
import { aCandidate } from "@/tests/support/candidates";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { aGradeInput } from "@/tests/support/grading-input";
import { expectOk } from "@/tests/support/import-file";

endDatabaseAfterAll();

const at = new Date("2026-11-20T10:00:00Z");
const words = { title: "t", why: "" };

let projectId: ProjectId;
let outputIds: readonly OutputId[];
let criterion: Criterion;
/** The better one; the other one catches half. */
let best: Assertion;
let other: Assertion;
let ann: string;
let ben: string;

async function addPerson(name: string): Promise<string> {
  const id = `${name}-of-${projectId}`;
  await db.user.create({
    data: { id, name, email: `${id}@example.org`, emailVerified: true, createdAt: at, updatedAt: at },
  });
  await db.member.create({ data: { projectId, userId: id, role: "editor" } });
  return id;
}

const judged = (assertion: Assertion, letters: string) =>
  saveVerdicts(
    assertion.id,
    outputIds.map((outputId, i) => ({
      outputId,
      verdict: { kind: letters[i] === "f" ? "fail" : "pass" } as const,
    })),
  );

const on = () => ({ projectId, criterionId: criterion.id });
const pin = (assertion: Assertion) => ({ kind: "pin", assertionId: assertion.id }) as const;
const publish = () => publishEvaluator({ projectId, note: "" }, at);
const sentenceOf = (result: Result<unknown>): string | null =>
  result.ok ? null : problemMessage(result.problem);
const refused = /need somebody else’s approval/;

async function grade(labels: string): Promise<void> {
  const grades = outputIds.map((id, i) => aGradeInput(id, labels[i] === "b" ? "bad" : "good"));
  expectOk(await recordGrades({ projectId, grader: "ann", grades }));
}

async function approveAndMerge(number: number): Promise<void> {
  const target = { projectId, number };
  const proposal = await db.proposal.findUniqueOrThrow({ where: { projectId_number: target } });
  const review = { verdict: "approve", comment: "", version: proposal.version } as const;
  expectOk(await reviewProposal(target, review, { by: ben, at: new Date() }));
  expectOk(await mergeProposal(target, { by: ann, at: new Date() }));
}

beforeEach(async () => {
  ({ projectId, outputIds } = await aProject(["A.", "B.", "C.", "D.", "E.", "F.", "G.", "H."]));
  criterion = await storeCriterion(projectId, { name: "no apology" });
  [ann, ben] = [await addPerson("ann"), await addPerson("ben")];
  best = await aCandidate(projectId, criterion, { kind: "javascript", source: "best" });
  other = await aCandidate(projectId, criterion, { kind: "javascript", source: "other" });
  await judged(best, "pfpfpfpf");
  await judged(other, "ffppffpp");
  await grade("gbgbgbgb");
});

describe("where changes need approval", () => {
  it("they are refused, and everything can be proposed instead", async () => {
    expectOk(await publish());
    expectOk(await requireReview(projectId, true, ann));
    const source = { name: "n", language: "javascript", source: "s" } as const;
    const refusals = [
      await chooseAssertion({ ...on(), choice: pin(other), by: ann }),
      await setLimit({ ...on(), ffrLimit: 0.3, by: "ann" }),
      await setCriterion({ ...on(), mustPass: true }),
      await setAllLimits({ projectId, ffrLimit: 0.3, by: "ann" }),
      await addOwnCode({ ...on(), ...source }),
      await addJudge({ ...on(), choice: { design: "direct" } }),
      await dropAssertion({ projectId, assertionId: best.id }),
    ];
    for (const one of refusals) {
      expect(sentenceOf(one)).toMatch(refused);
      expect(sentenceOf(one)).toMatch(/propose/i);
    }
    // What is not in the choice can go, and what moves no figure can change.
    expectOk(await dropAssertion({ projectId, assertionId: other.id }));
    expectOk(await setCriterion({ ...on(), isRelative: true }));
  });

  it("nobody merges alone, and it is not turned on where nobody else could approve", async () => {
    expectOk(await requireReview(projectId, true, ann));
    expectOk(
      await proposeChange({
        ...on(),
        ...words,
        author: ann,
        at,
        change: { kind: "choice", choice: pin(other) },
      }),
    );
    await db.member.deleteMany({ where: { projectId, userId: ben } });
    const merged = await mergeProposal({ projectId, number: 1 }, { by: ann, at });
    expect(sentenceOf(merged)).toMatch(/nobody else could give it/);
    expectOk(await requireReview(projectId, false, ann));
    expect(sentenceOf(await requireReview(projectId, true, ann))).toMatch(/invite another editor/);
    expectOk(await mergeProposal({ projectId, number: 1 }, { by: ann, at }));
  });

  it("the first version needs the approval of its selection", async () => {
    expectOk(await requireReview(projectId, true, ann));
    expect(sentenceOf(await publish())).toMatch(/nobody has approved.*“no apology”.*Propose this selection/);
    expectOk(await proposeSelection({ projectId, ...words, author: ann, at }));
    const page = await readProposal(projectId, 1);
    expect(page?.open?.evidence).toMatchObject({
      before: { members: [], figures: null },
      after: { members: [best.name], figures: { coverage: { ratio: { count: 4, of: 4 } } } },
    });
    expect(sentenceOf(await publish())).toMatch(refused);
    await approveAndMerge(1);
    expectOk(await publish());
    expect((await listEvaluators(projectId))[0]?.manifest).toMatchObject({
      isReviewed: true,
      proposals: [{ number: 1, author: "ann", approvedBy: ["ben"] }],
    });
    // The same once more needs no other approval.
    expectOk(await publish());
  });

  it("a merged choice can be published, and what new grades select instead cannot", async () => {
    expectOk(await publish());
    expectOk(await requireReview(projectId, true, ann));
    await grade("bbggbbgg");
    expect((await readExport(projectId, { version: null, target: "python" })).next).toMatchObject({
      uncovered: ["no apology"],
    });
    expect(sentenceOf(await publish())).toMatch(refused);
    expectOk(await proposeSelection({ projectId, ...words, author: ann, at }));
    expect((await readProposal(projectId, 1))?.open?.evidence).toMatchObject({
      before: { title: "version 1", members: [best.name] },
      after: { members: [other.name] },
      verdicts: { compared: 8, changes: [{}, {}, {}, {}] },
    });
    await approveAndMerge(1);
    expectOk(await publish());
    const change = { kind: "choice", choice: pin(best) } as const;
    expectOk(await proposeChange({ ...on(), ...words, author: ann, at, change }));
    await approveAndMerge(2);
    expectOk(await publish());
    expect((await listEvaluators(projectId)).map(({ manifest }) => manifest.isReviewed)).toEqual([
      ...[true, true, undefined],
    ]);
  });

  it("a proposed selection that has moved is not merged", async () => {
    expectOk(await requireReview(projectId, true, ann));
    expectOk(await proposeSelection({ projectId, ...words, author: ann, at }));
    await grade("bbggbbgg");
    const merged = await mergeProposal({ projectId, number: 1 }, { by: ann, at });
    expect(sentenceOf(merged)).toMatch(/Something else is selected by now.*Refresh/);
  });

  it("one goes back to a version that was approved, and to no other", async () => {
    expectOk(await publish());
    expectOk(await requireReview(projectId, true, ann));
    await grade("bbggbbgg");
    expectOk(await proposeSelection({ projectId, ...words, author: ann, at }));
    await approveAndMerge(1);
    expectOk(await publish());
    expect(sentenceOf(await rollBack({ projectId, number: 1 }, at))).toMatch(
      /not all of version 1 was approved/,
    );
    expectOk(
      await proposeChange({
        ...on(),
        ...words,
        author: ann,
        at,
        change: { kind: "choice", choice: pin(best) },
      }),
    );
    await approveAndMerge(2);
    expectOk(await publish());
    expectOk(await rollBack({ projectId, number: 2 }, at));
  });
});
