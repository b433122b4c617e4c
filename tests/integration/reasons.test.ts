import { beforeEach, describe, expect, it } from "vitest";
import { listCriteria } from "@/lib/db/criteria";
import { CriterionId, OutputId, type ProjectId } from "@/lib/domain/ids";
import { adoptProposal, linkReason, type ReasonLink } from "@/lib/workflow/link-reason";
import { readReasons } from "@/lib/workflow/read-reasons";
import { recordGrades } from "@/lib/workflow/record-grade";
import { aProject, storeCriterion } from "@/tests/support/a-project";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { aGradeInput } from "@/tests/support/grading-input";
import { expectOk, sentenceOf } from "@/tests/support/import-file";

endDatabaseAfterAll();

let projectId: ProjectId;
let outputIds: readonly OutputId[];
const at = (index: number): OutputId => OutputId.parse(outputIds[index]);

beforeEach(async () => {
  ({ projectId, outputIds } = await aProject(["One.", "Two.", "Three."]));
  const grades = ["rude", "on no evidence", "made up"].map((note, i) => aGradeInput(at(i), "bad", { note }));
  expectOk(await recordGrades({ projectId, grader: "ann", grades }));
});

const link = async (output: number, cause: ReasonLink["cause"]) =>
  linkReason({ projectId, outputId: at(output), of: "ann", reason: "note:", cause, by: "ben" });

describe("reasons on bad outputs", () => {
  it("are linked to criteria, and a proposal that is adopted explains its outputs", async () => {
    const polite = await storeCriterion(projectId, { name: "polite" });
    expectOk(await link(0, { kind: "criterion", criterionId: polite.id }));
    expectOk(await link(1, { kind: "proposed", name: "grounded" }));
    expectOk(await link(2, { kind: "proposed", name: "Grounded" }));
    const before = await readReasons(projectId);
    expect(before.explained).toEqual({ count: 1, of: 3 });
    expect(before.proposals).toEqual([{ name: "grounded", outputIds: [at(1), at(2)] }]);
    expect(before.names.get(at(1))?.beginning).toBe("Two.");

    const proposal = {
      projectId,
      name: "grounded",
      wording: "grounded",
      kind: "either",
      author: "ben",
    } as const;
    expectOk(await adoptProposal(proposal));
    const after = await readReasons(projectId);
    expect(after.explained).toEqual({ count: 3, of: 3 });
    expect(after.proposals).toEqual([]);
    expect((await listCriteria(projectId)).map(({ revision }) => revision.name)).toEqual([
      "polite",
      "grounded",
    ]);
  });

  it("are not linked to what is not there", async () => {
    const nowhere = { kind: "criterion", criterionId: CriterionId.parse("nowhere") } as const;
    expect(sentenceOf(await link(0, nowhere))).toContain("criterion no longer exists");
    const other = await aProject(["Elsewhere."]);
    const foreign = await linkReason({
      projectId,
      outputId: OutputId.parse(other.outputIds[0]),
      of: "ann",
      reason: "note:",
      cause: null,
      by: "ben",
    });
    expect(sentenceOf(foreign)).toContain("output no longer exists");
  });
});
