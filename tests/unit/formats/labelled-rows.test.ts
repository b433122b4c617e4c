import { describe, expect, it } from "vitest";
import { problemMessage } from "@/lib/domain/problem";
import { readLabelledRows } from "@/lib/formats/labelled-rows";

async function* inPieces(text: string, size = 7): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let i = 0; i < bytes.length; i += size) yield bytes.slice(i, i + size);
}

const read = async (text: string) => {
  const result = await readLabelledRows(inPieces(text));
  return result.ok ? result.value : problemMessage(result.problem);
};

describe("labelled rows", () => {
  it("are read whatever the chunks cut, with a byte-order mark, CRLF and empty lines", async () => {
    const rows = await read(
      `\uFEFF{"id":"1","output":"é 🙂 עברית","grades":[{"grader":"a","label":"bad","note":"n"}]}\r\n\r\n{"output":"two"}`,
    );
    expect(rows).toMatchObject([
      {
        id: "1",
        output: "é 🙂 עברית",
        label: "bad",
        grades: [{ grader: "a", label: "bad", note: "n" }],
        criterion: null,
      },
      { id: "line 3", output: "two", label: null, grades: [], prompt: null },
    ]);
  });

  it("take the consensus as reference, else the majority; a tie is not graded", async () => {
    const row = (labels: string[], consensus?: string) =>
      JSON.stringify({
        output: "x",
        grades: labels.map((label, i) => ({ grader: `g${i}`, label })),
        consensus,
      });
    const rows = await read(
      [row(["good", "bad"]), row(["good", "bad", "bad"]), row(["bad", "bad"], "good")].join("\n"),
    );
    expect(typeof rows !== "string" && rows.map(({ label }) => label)).toEqual([null, "bad", "good"]);
  });

  it("leave out verdicts of judges that abstained", async () => {
    const rows = await read(
      '{"output":"x","judge_verdicts":[{"judge":"a","label":null},{"judge":"__proto__","label":"bad"}]}',
    );
    expect(typeof rows !== "string" && [...(rows[0]?.verdicts ?? [])]).toEqual([["__proto__", "bad"]]);
  });

  it.each([
    ["", "There are no rows in this file."],
    ["\n\n", "There are no rows in this file."],
    ['{"output":"x"}\n{"output":', "Line 2 is not a row"],
    ['{"id":"1"}', "output"],
    ["[1]", "Line 1 is not a row"],
    ['{"output":"x","grades":[{"grader":"a","label":"meh"}]}', "label"],
    ["PK\0\0", "not a text file"],
  ])("%j is refused with a sentence", async (text, sentence) => {
    expect(await read(text)).toContain(sentence);
  });
});
