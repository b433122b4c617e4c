import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gradesByGrader } from "@/lib/domain/grades-by-grader";
import type { GradeEvent } from "@/lib/domain/grade";
import { OutputId } from "@/lib/domain/ids";
import { csvRow } from "@/lib/formats/csv-row";
import { gradesCsv } from "@/lib/formats/grades-csv";
import { gradesJsonl } from "@/lib/formats/grades-jsonl";
import { parseLabelledRow } from "@/lib/formats/labelled-rows";
import { readCsv } from "@/lib/formats/read-csv";
import { aCriterion, aGrade } from "@/tests/support/domain-builders";

const tone = aCriterion("tone");
const output = {
  ...{ id: OutputId.parse(1), externalId: "o-1", prompt: null, text: 'He said "no",\nthen =1+1' },
  ...{ variables: { q: "=SUM(A1)" }, metadata: { version: "v1", n: 3 } },
};
const decided: GradeEvent = {
  ...aGrade(1, "bad", { grader: "dora" }),
  note: "settled",
  shown: { policy: "adjudication", inclusionProbability: null, rank: null, seed: null },
};
const events: readonly GradeEvent[] = [
  { ...aGrade(1, "good"), note: "@fine" },
  aGrade(1, "bad", { grader: "ben" }),
  { ...aGrade(1, "unsure", { grader: "cleo" }), note: "needs the order" },
  aGrade(1, "skipped"),
  decided,
  aGrade(1, "bad", { criterion: "tone" }),
  aGrade(1, "good", { criterion: "tone", grader: "ben" }),
  aGrade(1, "good", { criterion: "tone", grader: "old", revision: "tone-r0" }),
];
const subjects = gradesByGrader(events, [tone], "majority");
const nameOf = (grader: string) => (grader === "cleo" ? "Cleo C." : grader);

async function* once(text: string) {
  yield await Promise.resolve(text);
}

async function read(text: string): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  for await (const row of readCsv(once(text), ",")) {
    if (!("record" in row)) throw new Error(row.problem);
    rows.push(Object.fromEntries(row.record));
  }
  return rows;
}

describe("grades as CSV", () => {
  it("have a column a grader with the note beside it, the consensus and what was decided", async () => {
    const { head, rowOf } = gradesCsv({ variables: ["q"], metadata: ["version", "n"] }, subjects, nameOf);
    expect(await read(head + rowOf(output))).toEqual([
      {
        ...{ id: "o-1", output: output.text, "input.q": "'=SUM(A1)", "meta.version": "v1", "meta.n": "3" },
        ...{ "overall | consensus": "bad", "overall | decided by": "dora" },
        ...{
          "overall | decision note": "settled",
          "overall | ann": "good",
          "overall | ann | note": "'@fine",
        },
        ...{ "overall | ben": "bad", "overall | ben | note": "", "overall | Cleo C.": "unsure" },
        "overall | Cleo C. | note": "needs the order",
        ...{ "tone | consensus": "", "tone | decided by": "", "tone | decision note": "" },
        ...{ "tone | ann": "bad", "tone | ann | note": "", "tone | ben": "good", "tone | ben | note": "" },
      },
    ]);
  });

  it("come back as they were from any reader, formulas aside", async () => {
    const text = fc.string({ unit: "grapheme" }).filter((one) => !one.includes("\0"));
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 2, maxLength: 5 }), async (cells) => {
        const names = cells.map((_, i) => `c${i}`);
        const [row] = await read(csvRow(names) + csvRow(["x", ...cells.slice(1)]));
        expect(Object.values(row ?? {}).map((cell) => String(cell).replace(/^'/, ""))).toEqual(
          ["x", ...cells.slice(1)].map((cell) => cell.replace(/^'/, "")),
        );
      }),
    );
  });

  it("begin no cell as a formula, and leave numbers alone", () => {
    for (const start of ["=", "+", "-", "@", "\t", "\r", "＝"])
      expect(csvRow([`${start}cmd`]).replace(/^"/, "")).toMatch(/^'/);
    expect(csvRow(["-5", "+1.5", "a=b"])).toBe("-5,+1.5,a=b\r\n");
  });
});

describe("grades as JSON lines", () => {
  it("are read again with the same labels; “can't tell” has none", () => {
    const lines = gradesJsonl(output, subjects, nameOf).trimEnd().split("\n");
    const rows = lines.map((line, i) => parseLabelledRow(line, i + 1));
    expect(rows.map((row) => row.ok && [row.value.criterion, row.value.label, row.value.grades])).toEqual([
      [
        null,
        "bad",
        [
          { grader: "ann", label: "good", note: "@fine" },
          { grader: "ben", label: "bad", note: "" },
        ],
      ],
      [
        "tone",
        null,
        [
          { grader: "ann", label: "bad", note: "" },
          { grader: "ben", label: "good", note: "" },
        ],
      ],
    ]);
    expect(lines[0]).toContain('"grader":"Cleo C.","answer":"unsure","note":"needs the order","label":null');
    expect(lines[0]).toContain('"decision":{"by":"dora","label":"bad","note":"settled"}');
  });
});
