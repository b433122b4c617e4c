import { describe, expect, it } from "vitest";
import { FormatError } from "@/lib/formats/read-text";
import type { ReadRow } from "@/lib/formats/read-row";
import { readRows } from "@/lib/formats/read-rows";

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
}

async function read(source: string | Uint8Array, size = 7): Promise<ReadRow[]> {
  const bytes = typeof source === "string" ? new TextEncoder().encode(source) : source;
  const rows: ReadRow[] = [];
  for await (const row of readRows(inPieces(bytes, size))) rows.push(row);
  return rows;
}

const records = (rows: readonly ReadRow[]) =>
  rows.map((row) =>
    "record" in row ? Object.fromEntries(row.record) : { problem: row.problem, line: row.line },
  );
const utf16 = (text: string, isBig: boolean) => {
  const bytes = Buffer.from(`\ufeff${text}`, "utf16le");
  return isBig ? bytes.swap16() : bytes;
};

describe("a file of rows", () => {
  it.each([
    ["CSV", 'id,output\n1,"a, ""b"""\n2,c\n'],
    ["CSV with CRLF and a byte order mark", '\ufeffid,output\r\n1,"a, ""b"""\r\n2,c\r\n'],
    ["CSV with semicolons", 'id;output\n1;"a, ""b"""\n2;c'],
    ["TSV", 'id\toutput\n1\t"a, ""b"""\n2\tc'],
    ["JSON", '[{"id":"1","output":"a, \\"b\\""},\n {"id":"2","output":"c"}]'],
    [
      "JSON in an object",
      '{"version": 1, "rows": [{"id":"1","output":"a, \\"b\\""}, {"id":"2","output":"c"}], "more": [{"id": 9}]}',
    ],
    ["JSONL", '{"id":"1","output":"a, \\"b\\""}\n\n{"id":"2","output":"c"}\n'],
  ])("is read as %s", async (_, text) => {
    const expected = [
      { id: "1", output: 'a, "b"' },
      { id: "2", output: "c" },
    ];
    for (const size of [1, 5, 10_000]) expect(records(await read(text, size))).toEqual(expected);
  });

  it.each([false, true])("is read in UTF-16 (big end first: %s)", async (isBig) => {
    expect(records(await read(utf16("id,output\n1,¿qué? 😀 שלום\n", isBig)))).toEqual([
      { id: "1", output: "¿qué? 😀 שלום" },
    ]);
  });

  it("keeps quoted line ends, and says in which line a row begins", async () => {
    const rows = await read('id,output\n1,"two\nlines"\n2,x,too many\n3,y\n');
    expect(records(rows)).toEqual([
      { id: "1", output: "two\nlines" },
      { problem: "The row has 3 fields, the header has 2.", line: 4 },
      { id: "3", output: "y" },
    ]);
  });

  it("renames columns that come twice and takes hostile ones as they are", async () => {
    const [row] = await read("output,output,,__proto__,constructor\na,b,c,d,e\n");
    if (!row || !("record" in row)) throw new Error("no row");
    expect([...row.record]).toEqual([
      ["output", "a"],
      ["output (2)", "b"],
      ["column 3", "c"],
      ["__proto__", "d"],
      ["constructor", "e"],
    ]);
  });

  it("lists broken JSON rows by line and goes on", async () => {
    const rows = await read('{"output":"a"}\n{"output":\n[1]\n{"output":"b"}');
    expect(rows.map(({ line }) => line)).toEqual([1, 2, 3, 4]);
    expect(rows.map((row) => "record" in row)).toEqual([true, false, false, true]);
    expect(records(await read('[{"output":"a"}, {"output": tru}, {"output":"b"}'))).toMatchObject([
      { output: "a" },
      { problem: expect.stringContaining("JSON") },
      { output: "b" },
      { problem: expect.stringContaining("cut off") },
    ]);
  });

  it.each([
    ["", "The file is empty."],
    ["  \n \n", "The file is empty."],
    [new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]), "binary"],
    [new Uint8Array([0x50, 0x4b, 3, 4, 20]), "Excel"],
    ['{"a": 1, "b": {"c": 2}\n}', "no list of rows"],
    ['id,output\n1,"never closed\n2,b\n', "never closed"],
  ])("says what is wrong with %j", async (source, sentence) => {
    await expect(read(source)).rejects.toThrow(FormatError);
    await expect(read(source)).rejects.toThrow(sentence);
  });

  it("leaves out a line that never ends without holding it, and reads on behind it", async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      const bytes = new TextEncoder();
      yield bytes.encode('{"output":"a"}\n{"output":"');
      const block = bytes.encode("x".repeat(1 << 20));
      for (let i = 0; i < 64; i++) yield block;
      yield bytes.encode('"}\n{"output":"b"}\n');
    }
    const rows: ReadRow[] = [];
    for await (const row of readRows(endless())) rows.push(row);
    expect(records(rows)).toEqual([
      { output: "a" },
      { line: 2, problem: expect.stringContaining("longer than 16 million") },
      { output: "b" },
    ]);
  });
});
