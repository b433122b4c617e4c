import { beforeEach, describe, expect, it } from "vitest";
import { listCriteria } from "@/lib/db/criteria";
import { listGradeEvents } from "@/lib/db/grades";
import type { Criterion } from "@/lib/domain/criterion";
import type { Label } from "@/lib/domain/grade";
import type { GraderPair } from "@/lib/domain/grader-board";
import { OutputId, type CriterionId, type ProjectId } from "@/lib/domain/ids";
import { adjudicate, type Decision } from "@/lib/workflow/adjudicate";
import { readBoard } from "@/lib/workflow/read-board";
import { readDisputes } from "@/lib/workflow/read-disputes";
import { recordGrades } from "@/lib/workflow/record-grade";
import { rewordCriterion } from "@/lib/workflow/revise-criterion";
import { aProject, storeCriterion } from "@/tests/support/a-project";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { aGradeInput } from "@/tests/support/grading-input";
import { expectOk, sentenceOf } from "@/tests/support/import-file";

endDatabaseAfterAll();

let projectId: ProjectId;
let outputIds: readonly OutputId[];
let kind: Criterion;
const at = (index: number): OutputId => OutputId.parse(outputIds[index]);

beforeEach(async () => {
  ({ projectId, outputIds } = await aProject(Array.from({ length: 25 }, (_, i) => `Reply ${i}.`)));
  kind = await storeCriterion(projectId, { name: "kind", wording: "Be kind." });
});

/** Grades of the criterion, or of the whole output, a letter an output; bad ones with a note. */
async function grade(grader: string, letters: string, criterion: Criterion | null = kind): Promise<void> {
  const place = { criterionId: criterion?.id ?? null, revisionId: criterion?.revision.id ?? null };
  const grades = Array.from(letters).flatMap((letter, i) =>
    letter === "."
      ? []
      : [
          aGradeInput(at(i), letter === "g" ? "good" : "bad", {
            ...place,
            note: letter === "b" ? `${grader}: scolds` : "",
          }),
        ],
  );
  expectOk(await recordGrades({ projectId, grader, grades }));
}

let keys = 0;
const decision = (outputId: OutputId, mark: Decision["mark"], change: Partial<Decision> = {}): Decision => ({
  ...{ projectId, outputId, criterionId: kind.id, mark, note: "", by: "cy", key: `decision-${++keys}` },
  ...change,
});

const disputes = (criterionId: CriterionId | null = kind.id, page = 1) =>
  readDisputes(projectId, { criterionId, page, hidden: new Set(), between: null });
const label = async (outputId: OutputId): Promise<Label | undefined> =>
  (await readBoard(projectId)).labels.byCriterion.get(kind.id)?.labels.get(outputId);

describe("disputed outputs", () => {
  it("can be kept to those on which two graders differ, whatever others said, and name none that is hidden", async () => {
    await grade("ann", "ggg.");
    await grade("bob", "bgbg");
    await grade("cy", "gbgb");
    const between = async (pair: GraderPair, hidden: readonly OutputId[] = []) => {
      const asked = { criterionId: kind.id, page: 1, hidden: new Set(hidden), between: pair };
      const { disputes: found, subjects } = await readDisputes(projectId, asked);
      return [found.map(({ output }) => output.id).toSorted(), subjects.map(({ disputed }) => disputed)];
    };
    expect(await between(["ann", "bob"])).toEqual([[at(0), at(2)], [2]]);
    expect(await between(["cy", "ann"])).toEqual([[at(1)], [1]]);
    expect(await between(["ann", "bob"], [at(2)])).toEqual([[at(0)], [1]]);
    expect(await between(["ann", "nobody"])).toEqual([[], []]);
  });

  it("are decided by who graded them only with a reason, and the decision says what they had graded", async () => {
    await grade("ann", "gg");
    await grade("bob", "bb");
    const mine = (change: Partial<Decision> = {}) => decision(at(0), "good", { by: "ann", ...change });
    expect(sentenceOf(await adjudicate(mine()))).toMatch(/graded this output yourself: say why/);
    expect(await label(at(0))).toBeUndefined();
    expectOk(await adjudicate(mine({ note: "Bob meant another one." })));
    expectOk(await adjudicate(decision(at(1), "bad")));
    // What is graded afterwards does not change what led the decision.
    await grade("ann", "b");
    await grade("bob", "g");
    const { disputes: found } = await disputes();
    expect(found.map(({ dispute }) => [dispute.decision?.grader, dispute.decision?.hadGraded])).toEqual([
      ["ann", "good"],
      ["cy", null],
    ]);
    expectOk(await adjudicate(mine({ mark: "withdrawn" })));
  });

  it("show what each grader said, and nothing where they agree", async () => {
    await grade("ann", "ggb");
    await grade("bob", "gbb");
    const { chosen, disputes: found, subjects } = await disputes();
    expect(subjects).toHaveLength(1);
    expect(chosen).toMatchObject({ name: "“kind”", wording: "Be kind.", disputed: 1, open: 1 });
    expect(found).toMatchObject([
      {
        output: { id: at(1), text: "Reply 1." },
        dispute: {
          decision: null,
          grades: [
            { grader: "ann", label: "good", note: "" },
            { grader: "bob", label: "bad", note: "bob: scolds" },
          ],
        },
      },
    ]);
  });

  it("are decided by a grade of its own; what was graded stays as it was", async () => {
    await grade("ann", "ggb");
    await grade("bob", "gbb");
    expect(await label(at(1))).toBeUndefined();
    const before = await listGradeEvents(projectId);
    const decided = decision(at(1), "bad", { note: "It does scold." });
    for (let again = 0; again < 2; again++) expectOk(await adjudicate(decided));
    expect(await label(at(1))).toBe("bad");
    const after = await listGradeEvents(projectId);
    expect(after.slice(0, -1)).toEqual(before);
    expect(after.at(-1)).toMatchObject({ grader: "cy", mark: "bad", shown: { policy: "adjudication" } });
    const page = await disputes();
    expect(page.chosen).toMatchObject({ disputed: 1, open: 0 });
    expect(page.disputes[0]?.dispute).toMatchObject({
      decision: { grader: "cy", label: "bad", note: "It does scold." },
      grades: [{ grader: "ann" }, { grader: "bob" }],
    });
  });

  it("stand above the majority, until the decision is taken back", async () => {
    for (const [grader, letter] of [
      ["ann", "g"],
      ["bob", "g"],
      ["dee", "b"],
    ] as const)
      await grade(grader, letter);
    expect(await label(at(0))).toBe("good");
    expectOk(await adjudicate(decision(at(0), "bad")));
    expect(await label(at(0))).toBe("bad");
    expectOk(await adjudicate(decision(at(0), "withdrawn")));
    expect(await label(at(0))).toBe("good");
    expect((await disputes()).chosen).toMatchObject({ open: 1 });
  });

  it("come back when it is graded otherwise after the decision, though all agree by now", async () => {
    await grade("ann", "gg");
    await grade("bob", "bb");
    for (const index of [0, 1]) expectOk(await adjudicate(decision(at(index), "good")));
    expect((await disputes()).chosen).toMatchObject({ disputed: 2, open: 0 });
    await grade("ann", "b");
    // Nobody disagrees with the other, but what counts is what nobody says any more.
    expect(await label(at(0))).toBe("good");
    const { chosen, disputes: found } = await disputes();
    expect(chosen).toMatchObject({ disputed: 2, open: 1 });
    expect(found.map(({ output, dispute }) => [output.id, dispute.otherwise])).toEqual([
      [at(0), "bad"],
      [at(1), null],
    ]);
    expectOk(await adjudicate(decision(at(0), "withdrawn")));
    expect(await label(at(0))).toBe("bad");
    expect((await disputes()).chosen).toMatchObject({ disputed: 1, open: 0 });
  });

  it("come with whole outputs, too, undecided ones first, ten a page", async () => {
    await grade("ann", "g".repeat(25), null);
    await grade("bob", "b".repeat(25), null);
    expectOk(await adjudicate(decision(at(0), "good", { criterionId: null })));
    const first = await disputes(null);
    expect(first).toMatchObject({ pages: 3, chosen: { criterionId: null, disputed: 25, open: 24 } });
    expect(first.disputes.map(({ output }) => output.id)).toEqual(outputIds.slice(1, 11));
    const last = await disputes(null, 99);
    expect(last.page).toBe(3);
    expect(last.disputes.at(-1)?.output.id).toBe(at(0));
  });

  it("are of the current meaning: a decision under another one counts no longer", async () => {
    await grade("ann", "g");
    await grade("bob", "b");
    expectOk(await adjudicate(decision(at(0), "good")));
    const rest = { author: "ann", why: "", change: "meaning" } as const;
    const wording = "Be kind, without reproach.";
    expectOk(await rewordCriterion({ projectId, criterionId: kind.id, name: "kind", wording, ...rest }));
    expect(await label(at(0))).toBeUndefined();
    expect((await disputes()).chosen).toBeNull();
    [kind = kind] = await listCriteria(projectId);
    await grade("ann", "b");
    await grade("bob", "g");
    expect((await disputes()).disputes[0]?.dispute.decision).toBeNull();
  });

  it("of another project cannot be decided", async () => {
    await grade("ann", "g");
    await grade("bob", "b");
    const other = await aProject(["Another."]);
    const before = (await listGradeEvents(projectId)).length;
    const foreign = OutputId.parse(other.outputIds[0]);
    expect(sentenceOf(await adjudicate(decision(at(0), "good", { projectId: other.projectId })))).toContain(
      "output",
    );
    expect(sentenceOf(await adjudicate(decision(foreign, "good")))).toContain("This output no longer exists");
    expect(sentenceOf(await adjudicate(decision(foreign, "good", { projectId: other.projectId })))).toContain(
      "This criterion no longer exists",
    );
    expect(await listGradeEvents(projectId)).toHaveLength(before);
    expect(await listGradeEvents(other.projectId)).toEqual([]);
  });
});
