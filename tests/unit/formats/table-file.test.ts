import { describe, expect, it } from "vitest";
import { smallTable, type TableFormat } from "@/lib/domain/table-file";
import { tableFile } from "@/lib/formats/table-file";

type Row = { readonly name: string; readonly rate: number | null; readonly isOn: boolean };

async function written(rows: readonly Row[], format: TableFormat): Promise<string> {
  const table = smallTable(rows, [
    ["name", ({ name }) => name],
    ["rate", ({ rate }) => rate],
    ["name", ({ isOn }) => isOn],
  ]);
  let text = "";
  for await (const piece of tableFile(table, format)) text += piece;
  return text;
}

const rows: readonly Row[] = [
  { name: '=HYPERLINK("http://x")', rate: null, isOn: true },
  { name: 'a,"b"\nc', rate: 0, isOn: false },
];

describe("a table that is taken away", () => {
  it("is CSV in which no text is a formula and what was not measured is empty, not 0", async () => {
    expect(await written(rows, "csv")).toBe(
      `name,rate,name (2)\r\n"'=HYPERLINK(""http://x"")",,yes\r\n"a,""b""\nc",0,no\r\n`,
    );
  });

  it("is JSON with the same rows, in one list or a line each", async () => {
    const expected = [
      { name: '=HYPERLINK("http://x")', rate: null, "name (2)": true },
      { name: 'a,"b"\nc', rate: 0, "name (2)": false },
    ];
    expect(JSON.parse(await written(rows, "json"))).toEqual(expected);
    const lines = (await written(rows, "jsonl")).trimEnd().split("\n");
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual(expected);
  });

  it("has its columns, or is an empty list, where there is no row", async () => {
    expect(await written([], "csv")).toBe("name,rate,name (2)\r\n");
    expect(JSON.parse(await written([], "json"))).toEqual([]);
    expect(await written([], "jsonl")).toBe("");
  });
});
