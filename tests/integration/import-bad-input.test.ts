import { describe, expect, it } from "vitest";
import { POST as postImport } from "@/app/api/imports/route";
import { listCriteria } from "@/lib/db/criteria";
import { listGradeEvents } from "@/lib/db/grades";
import { findImport } from "@/lib/db/imports";
import { previewImport, receiveFile, startImport } from "@/lib/workflow/import-outputs";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import {
  expectOk,
  importFile,
  inPieces,
  planOf,
  sentenceOf,
  upload,
  withRoles,
} from "@/tests/support/import-file";
import { countRows, outputsOf, projectOf } from "@/tests/support/imported";

endDatabaseAfterAll();

describe("bad input", () => {
  const post = (body: string | Uint8Array | null): Promise<Response> =>
    postImport(
      new Request("http://127.0.0.1/api/imports?name=x.csv", {
        method: "POST",
        ...(body === null ? {} : { body: typeof body === "string" ? body : Buffer.from(body) }),
      }),
    );

  it.each([[""], [null]])("that is empty (%j) is turned away at the door", async (body) => {
    const response = await post(body);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ problem: "The file is empty." });
  });

  it.each<[string, string | Uint8Array, string]>([
    ["of blanks", " \n\n \r\n", "The file is empty."],
    ["with a header and no rows", "id,output\n", "The file has no rows."],
    ["of an empty list", "[]", "The file has no rows."],
    ["of a list of bare values", '["a", 2]', "No row can be read. Line 1: Each row must be an object"],
    ["of broken rows", '{"output": tru}\n{"x"}\n', "No row can be read. Line 1: This is no valid JSON"],
    ["that is binary", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]), "looks like a binary file"],
    ["that is a sheet of Excel", new Uint8Array([0x50, 0x4b, 3, 4, 20]), "zip or Excel file. Save"],
    ["of UTF-16 without a mark", Buffer.from("id,output\n1,a\n", "utf16le"), "with a byte order mark"],
    ["with a quotation mark left open", 'id,output\n1,"a\n2,b\n', "never closed"],
  ])("%s is turned down with a sentence and leaves nothing", async (_, source, sentence) => {
    const before = await countRows();
    const received = await receiveFile("file", inPieces(source), "local");
    expect(sentenceOf(received.ok ? await previewImport(received.value.importId) : received)).toContain(
      sentence,
    );
    expect(await countRows()).toEqual(before);
  });

  it("without a column of outputs asks for one", async () => {
    const importId = await upload("id,label\n1,good\n2,bad\n");
    const preview = expectOk(await previewImport(importId));
    const mapping = withRoles(preview.mapping, { id: { role: "id" }, label: { role: "metadata" } });
    expect(sentenceOf(await startImport(importId, planOf(preview, { mapping })))).toBe(
      "Choose which column holds the outputs.",
    );
    const both = withRoles(preview.mapping, { id: { role: "output" }, label: { role: "output" } });
    expect(sentenceOf(await startImport(importId, planOf(preview, { mapping: both })))).toBe(
      "Only one column can be the output: choose which.",
    );
    expect(await findImport(importId)).toMatchObject({ state: "ready", plan: null });
  });

  it.each([
    ["semicolons", "id;output\n1;a, b\n2;c\n"],
    ["tabs and CRLF", "id\toutput\r\n1\ta, b\r\n2\tc\r\n"],
    ["bars and a byte order mark", "\ufeffid|output\n1|a, b\n2|c\n"],
  ])("with %s instead of commas is read as it is meant", async (_, text) => {
    const outputs = await outputsOf((await importFile(text)).projectId);
    expect(outputs.map(({ externalId, text: said }) => [externalId, said])).toEqual([
      ["1", "a, b"],
      ["2", "c"],
    ]);
  });

  it.each(["utf16le", "utf16be"])("in %s keeps emoji and right-to-left text", async (encoding) => {
    const bytes = Buffer.from("\ufeffid,output\n1,👩‍👩‍👧 שלום עולם\n", "utf16le");
    const outcome = await importFile(encoding === "utf16le" ? bytes : bytes.swap16());
    expect((await outputsOf(outcome.projectId)).map(({ text }) => text)).toEqual(["👩‍👩‍👧 שלום עולם"]);
  });

  it("with duplicate and hostile column names loses no value", async () => {
    const csv = "output,output,__proto__,constructor,toString,\na,b,c,d,e,f\n";
    const values = { "output (2)": "b", _proto_: "c", constructor: "d", toString: "e", "column 6": "f" };
    const [fromCsv] = await outputsOf((await importFile(csv)).projectId);
    expect(fromCsv?.text).toBe("a");
    expect(Object.entries(fromCsv?.variables ?? {}).toSorted()).toEqual(Object.entries(values).toSorted());
    const json = '[{"output": "a", "__proto__": "b", "meta": {"__proto__": {"polluted": true}, "x": 1}}]';
    const [fromJson] = await outputsOf((await importFile(json)).projectId);
    expect(fromJson).toMatchObject({ variables: { _proto_: "b" }, metadata: { meta: { x: 1 } } });
    expect(fromJson?.metadata["meta"]).toEqual({ _proto_: { polluted: true }, x: 1 });
    expect("polluted" in {}).toBe(false);
  });

  it("with HTML, script, SQL and formulas in every field comes out as it went in", async () => {
    const evil = `<script>alert("1")</script><img src=x onerror='alert(1)'>'; DROP TABLE "Output"; --=1+1`;
    const field = `"${evil.replaceAll('"', '""')}"`;
    const outcome = await importFile(
      `id,${field},output,criterion,grade,note,grader\n${[field, field, field, field, "bad", field, field].join(",")}\n`,
    );
    const projectId = projectOf(outcome);
    const [output] = await outputsOf(projectId);
    expect(output).toMatchObject({ externalId: evil, text: evil, variables: { [evil]: evil } });
    const [criterion] = await listCriteria(projectId);
    expect(criterion?.revision.wording).toBe(evil);
    expect(await listGradeEvents(projectId)).toMatchObject([{ grader: evil, note: evil, mark: "bad" }]);
  });

  it("with NUL and halves of characters is kept with marks in their place", async () => {
    const lines = [
      String.raw`{"id": "n\u0000", "output": "a\u0000b \ud83d c", "k\u0000": "v\udc00"}`,
      `{"id": "bad", "output": 1, "x": "${"y".repeat(180)}${"😀".repeat(20)}`,
    ];
    const outcome = await importFile(lines.join("\n"), () => ({ name: "na\u0000me" }));
    expect(outcome).toMatchObject({ state: "done", outputs: 1, badRows: 1 });
    expect(await outputsOf(outcome.projectId)).toMatchObject([
      { externalId: "n␀", text: "a␀b \ufffd c", variables: { "k␀": "v\ufffd" } },
    ]);
    // A bad row with NUL in it must not keep the import from ending.
    const tail = "x".repeat(5_000);
    const csv = await importFile(`id,output\n1,${tail}\n2,a\u0000,b\n`);
    expect(csv).toMatchObject({ state: "done", outputs: 1, badRows: 1 });
    expect(csv.firstBadRows).toMatchObject([{ line: 3, raw: "2,a␀,b" }]);
  });

  it("with an output of 10 MB is kept whole", async () => {
    const big = "äb ".repeat(3_500_000);
    const outcome = await importFile(JSON.stringify([{ output: big, id: "big" }, { output: "small" }]));
    expect(outcome).toMatchObject({ state: "done", outputs: 2, badRows: 0 });
    const [output] = await outputsOf(outcome.projectId);
    expect(output?.text.length).toBe(big.length);
    expect(output?.text === big).toBe(true);
  });

  it("with a criterion of 10,000 characters keeps its wording and shortens its name", async () => {
    const wording = "The reply is kind. ".repeat(527).trim();
    expect(wording.length).toBeGreaterThan(10_000);
    const outcome = await importFile(JSON.stringify([{ output: "a", criterion: wording, grade: "good" }]));
    const [criterion] = await listCriteria(projectOf(outcome));
    expect(criterion?.revision.wording).toBe(wording);
    expect(criterion?.revision.name).toHaveLength(120);
  });

  it("larger than a gigabyte is turned away while it comes in", async () => {
    const block = Buffer.alloc(64 << 20, "x");
    async function* tooMuch(): AsyncGenerator<Uint8Array> {
      // Seen as large without being stored: the limit stands before the database.
      Object.defineProperty(block, "length", { value: (1 << 30) + 1 });
      yield block;
    }
    await expect(receiveFile("huge", tooMuch(), "local")).rejects.toThrow("larger than 1 GB. Split it");
  });
});
