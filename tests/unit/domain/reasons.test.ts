import { describe, expect, it } from "vitest";
import type { Cause } from "@/lib/domain/cause";
import type { GradeEvent } from "@/lib/domain/grade";
import { CriterionId, OutputId } from "@/lib/domain/ids";
import { labelBoard } from "@/lib/domain/labels";
import { causesOfNotes, explanations } from "@/lib/domain/reasons";
import type { Remark, RemarkEvent } from "@/lib/domain/remark";
import { aCriterion, aGrade } from "@/tests/support/domain-builders";

const polite = aCriterion("polite");
const because = (output: number, note: string, change: Parameters<typeof aGrade>[2] = {}): GradeEvent => ({
  ...aGrade(output, "bad", change),
  note,
});
const remark = (output: number, said: Remark, grader = "ann"): RemarkEvent => ({
  outputId: OutputId.parse(output),
  grader,
  remark: said,
});
const link = (output: number, reason: string, cause: Cause | null) =>
  remark(output, { kind: "cause", of: "ann", reason, cause }, "ben");
const isPolite: Cause = { kind: "criterion", criterionId: polite.id };

const explain = (events: readonly GradeEvent[], remarks: readonly RemarkEvent[] = [], criteria = [polite]) =>
  explanations(labelBoard(events, criteria), { events, remarks, criteria });
const ids = (outputs: readonly { readonly outputId: OutputId }[]) => outputs.map(({ outputId }) => outputId);

describe("how far criteria explain bad outputs", () => {
  it("counts outputs bad on a criterion, and those whose reason is linked to one; the rest is listed", () => {
    const found = explain(
      [
        aGrade(1, "bad", { criterion: "polite" }),
        because(2, "rude"),
        because(3, "no idea where it ships"),
        aGrade(4, "good"),
        aGrade(5, "bad"),
      ],
      [link(2, "note:", isPolite)],
    );
    expect(found.explained).toEqual({ count: 2, of: 4 });
    expect(found.unexplainedOutputs.map(({ outputId, reasons }) => [outputId, reasons.length])).toEqual([
      [3, 1],
      [5, 0],
    ]);
  });

  it("does not take labels that a criterion only borrows for its own", () => {
    expect(explain([aGrade(1, "bad"), aGrade(2, "good")]).explained).toEqual({ count: 0, of: 1 });
  });

  it("takes a reason beside a criterion's grade for one of that criterion, unless somebody says otherwise", () => {
    const marked = remark(1, {
      kind: "passage",
      id: "passage-1",
      passage: { start: 0, end: 4, quote: "Well" },
      note: "curt",
      criterionId: polite.id,
    });
    const events = [because(1, "")];
    const [output] = explain(events, [marked]).explainedOutputs;
    expect(output?.reasons).toMatchObject([
      { id: "passage:passage-1", text: "Well — curt", cause: isPolite },
    ]);
    const unlinked = explain(events, [marked, link(1, "passage:passage-1", null)]);
    expect(unlinked.explained).toEqual({ count: 0, of: 1 });
  });

  it("lets the latest link of a reason count, and none to a criterion that is gone", () => {
    const events = [because(1, "rude")];
    const gone: Cause = { kind: "criterion", criterionId: CriterionId.parse("gone") };
    expect(explain(events, [link(1, "note:", isPolite), link(1, "note:", null)]).explained.count).toBe(0);
    expect(explain(events, [link(1, "note:", gone)]).unexplainedOutputs[0]?.reasons[0]?.cause).toBeNull();
  });

  it("drops the reasons of grades that do not stand", () => {
    const found = explain([because(1, "rude"), because(1, "curt"), because(2, "rude"), aGrade(2, "good")]);
    expect(found.unexplainedOutputs.flatMap(({ reasons }) => reasons.map(({ text }) => text))).toEqual([
      "curt",
    ]);
  });

  it("gathers what is called for under one name, and fixes of the prompt", () => {
    const tagged = remark(3, { kind: "tags", tags: ["date"] });
    const found = explain(
      [because(1, "invents a date"), because(2, "a date from nowhere"), because(3, "")],
      [
        tagged,
        link(1, "note:", { kind: "proposed", name: "No invented dates" }),
        link(2, "note:", { kind: "proposed", name: "no invented  dates" }),
        link(3, "tag:date", { kind: "prompt", fix: "Give no date." }),
      ],
    );
    expect(found.explained.count).toBe(0);
    expect(found.proposals).toEqual([{ name: "No invented dates", outputIds: [1, 2] }]);
    expect(found.fixes).toEqual([{ fix: "Give no date.", outputIds: [3] }]);
    expect(ids(found.unexplainedOutputs)).toEqual([1, 2, 3]);
  });

  it("knows what the notes of one grader on whole outputs come down to, as was said last", () => {
    const other = remark(3, { kind: "cause", of: "ben", reason: "note:", cause: isPolite });
    const remarks = [
      ...[link(1, "note:", isPolite), link(1, "note:", null), link(2, "note:", isPolite)],
      ...[link(4, "tag:curt", isPolite), other],
    ];
    expect([...causesOfNotes(remarks, "ann")]).toEqual([
      [1, null],
      [2, isPolite],
    ]);
  });
});
