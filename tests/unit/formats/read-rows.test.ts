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
/** The library types its matchers as any. */
const containing = (text: string): unknown => expect.stringContaining(text);
const utf16 = (text: string, isBig: boolean) => {
  const bytes = Buffer.from(`\ufeff${text}`, "utf16le");
  return isBig ? bytes.swap16() : bytes;
};

describe("a file of rows", () => {
  it.each([
    ["CSV", 'id,output\n1,"a, ""b"""\n2,c\n'],
    ["CSV with CRLF and a byte order mark", '\ufeffid,output\r\n1,"a, ""b"""\r\n2,c\r\n'],
    ["CSV with CR alone", 'id,output\r1,"a, ""b"""\r2,c\r'],
    ["CSV with mixed line ends", 'id,output\r\n1,"a, ""b"""\n\n2,c'],
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
      { problem: containing("JSON") },
      { output: "b" },
      { problem: containing("cut off") },
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

  it("lists what is no object in a list, in its line, and reads on", async () => {
    const text = '[1,\n {"output": "a, ]"}, "b, {",\n [2, {"x": 3}], null\n, {"output": "c"}, true]';
    for (const size of [1, 3, 10_000])
      expect(records(await read(text, size))).toEqual([
        { line: 1, problem: "Each row must be an object with named fields." },
        { output: "a, ]" },
        { line: 2, problem: "Each row must be an object with named fields." },
        { line: 3, problem: "Each row must be an object with named fields." },
        { line: 4, problem: "Each row must be an object with named fields." },
        { output: "c" },
        { line: 4, problem: "Each row must be an object with named fields." },
      ]);
    expect(await read("[]")).toEqual([]);
    expect(await read('{\n"rows": [ ]}')).toEqual([]);
  });

  it("takes rows whose first line is broken for rows all the same", async () => {
    expect(records(await read('{"output": tru}\n{"output":"b"}\n'))).toEqual([
      { line: 1, problem: containing("JSON") },
      { output: "b" },
    ]);
  });

  it("keeps fields that are called __proto__, and marks NUL in names", async () => {
    const [row] = await read('{"output": "a", "__proto__": {"x": 1}, "n\\u0000": "b"}');
    if (!row || !("record" in row)) throw new Error("no row");
    expect([...row.record]).toEqual([
      ["output", "a"],
      ["__proto__", { x: 1 }],
      ["n␀", "b"],
    ]);
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
      { line: 2, problem: containing("longer than 16 million") },
      { output: "b" },
    ]);
  });

  it.each([
    ["CSV", "id,output\n1,", "\n2,b\n"],
    ["CSV in quotes", 'id,output\n1,"', '"\n2,b\n'],
    ["CSV in its header", "id,", "\n2,b\n"],
  ])("gives up on a line of a gigabyte in %s without holding it", async (_, before, after) => {
    let given = 0;
    async function* huge(): AsyncGenerator<Uint8Array> {
      const bytes = new TextEncoder();
      yield bytes.encode(before);
      const block = bytes.encode("x".repeat(1 << 20));
      for (; given < 1024; given++) yield block;
      yield bytes.encode(after);
    }
    const all = async () => {
      const rows: ReadRow[] = [];
      for await (const row of readRows(huge())) rows.push(row);
    };
    await expect(all()).rejects.toThrow("longer than 16 million characters");
    // It did not read to the end to find out.
    expect(given).toBeLessThan(64);
  });

  it("leaves out an entry of a gigabyte in a JSON list without holding it", async () => {
    async function* huge(): AsyncGenerator<Uint8Array> {
      const bytes = new TextEncoder();
      yield bytes.encode('[{"output":"a"},{"output":"');
      const block = bytes.encode("x".repeat(1 << 20));
      for (let i = 0; i < 48; i++) yield block;
      yield bytes.encode('"},{"output":"b"}]');
    }
    const rows: ReadRow[] = [];
    for await (const row of readRows(huge())) rows.push(row);
    expect(records(rows)).toEqual([
      { output: "a" },
      { line: 1, problem: containing("longer than 16 million") },
      { output: "b" },
    ]);
  });
});
