import { beforeEach, describe, expect, it } from "vitest";
import { OutputId, ProjectId } from "@/lib/domain/ids";
import type { OwnRemark, RemarkInput } from "@/lib/domain/remark";
import { cardOf } from "@/lib/workflow/choose-next-output";
import { readOutput } from "@/lib/workflow/read-outputs";
import { readTags } from "@/lib/workflow/read-tags";
import { recordRemarks } from "@/lib/workflow/record-remarks";
import { aProject } from "@/tests/support/a-project";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { expectOk, sentenceOf } from "@/tests/support/import-file";

endDatabaseAfterAll();

let projectId: ProjectId;
let outputIds: readonly OutputId[];
const at = (index: number): OutputId => OutputId.parse(outputIds[index]);

beforeEach(async () => {
  ({ projectId, outputIds } = await aProject(["It ships tomorrow.", "It does not ship."]));
});

let made = 0;
const aRemark = (outputId: OutputId, remark: OwnRemark): RemarkInput => ({
  key: `remark-key-${++made}`,
  outputId,
  remark,
});
const marked: OwnRemark = {
  kind: "passage",
  id: "passage-id-1",
  passage: { start: 3, end: 8, quote: "ships" },
  note: "no such date\u0000",
  criterionId: null,
};
const record = async (remarks: readonly RemarkInput[], grader = "ann") =>
  recordRemarks({ projectId, grader, remarks });

describe("what a grader says beside the grades", () => {
  it("is stored once however often it is sent, and comes back with the card and on the output's page", async () => {
    const remarks = [aRemark(at(0), marked), aRemark(at(0), { kind: "tags", tags: ["date"] })];
    expectOk(await record(remarks));
    expect(expectOk(await record(remarks)).settled).toEqual(remarks.map(({ key }) => key));
    const card = expectOk(await cardOf({ projectId, outputId: at(0), grader: "ann" }));
    expect(card.remarks.tags).toEqual(["date"]);
    expect(card.remarks.passages.map(({ passage, note }) => [passage.quote, note])).toEqual([
      ["ships", "no such date␀"],
    ]);
    const page = await readOutput(projectId, at(0), "local");
    expect(page?.remarks).toEqual([{ grader: "ann", ...card.remarks }]);
    expect(await readTags(projectId)).toEqual(["date"]);
  });

  it("is each grader's own, and nobody else sees it on a card", async () => {
    expectOk(await record([aRemark(at(0), marked)]));
    expectOk(await record([aRemark(at(0), { kind: "tags", tags: ["fine"] })], "ben"));
    const card = expectOk(await cardOf({ projectId, outputId: at(0), grader: "ben" }));
    expect(card.remarks).toEqual({ passages: [], tags: ["fine"] });
  });

  it("on an output of another project is settled with a sentence and kept nowhere", async () => {
    const other = await aProject(["Elsewhere."]);
    const foreign = OutputId.parse(other.outputIds[0]);
    const { notices } = expectOk(await record([aRemark(foreign, marked), aRemark(at(1), marked)]));
    expect(notices).toHaveLength(1);
    expect((await readOutput(other.projectId, foreign, "local"))?.remarks).toEqual([]);
    expect((await readOutput(projectId, at(1), "local"))?.remarks).toHaveLength(1);
  });

  it("of a project that is gone is refused", async () => {
    const gone = { projectId: ProjectId.parse("gone"), grader: "ann", remarks: [aRemark(at(0), marked)] };
    expect(sentenceOf(await recordRemarks(gone))).toContain("no longer exists");
  });
});
