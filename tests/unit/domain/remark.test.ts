import { describe, expect, it } from "vitest";
import { OutputId } from "@/lib/domain/ids";
import { standingRemarks, tagsByUse, type Remark, type RemarkEvent } from "@/lib/domain/remark";

const said = (remark: Remark, output = 1, grader = "ann"): RemarkEvent => ({
  outputId: OutputId.parse(output),
  grader,
  remark,
});
const passage = (id: string, note: string): Remark => ({
  kind: "passage",
  id,
  passage: { start: 0, end: 2, quote: "It" },
  note,
  criterionId: null,
});
const tags = (...names: readonly string[]): Remark => ({ kind: "tags", tags: [...names] });

describe("remarks on an output", () => {
  it("stand as they were said last, each grader's own", () => {
    const standing = standingRemarks([
      said(passage("passage-1", "vague")),
      said(passage("passage-2", "rude")),
      said(passage("passage-1", "too vague")),
      said({ kind: "passageRemoved", id: "passage-2" }),
      said(tags("tone")),
      said(tags("tone", "length", "tone")),
      said(tags("facts"), 1, "ben"),
    ]);
    expect(standing.get("ann")).toMatchObject({
      passages: [{ id: "passage-1", note: "too vague" }],
      tags: ["tone", "length"],
    });
    expect(standing.get("ben")).toEqual({ passages: [], tags: ["facts"] });
  });

  it("offer the tags used most, without those taken back", () => {
    const events = [
      said(tags("tone"), 1),
      said(tags("tone", "facts"), 2),
      said(tags("length"), 3),
      said(tags(), 3),
      said(tags("brief"), 4),
    ];
    expect(tagsByUse(events)).toEqual(["tone", "brief", "facts"]);
  });
});
