import { describe, expect, it } from "vitest";
import { guessMapping, mapRecord, mappingProblem, type RawRecord } from "@/lib/domain/import-mapping";
import type { Json } from "@/lib/domain/json";

const record = (fields: Readonly<Record<string, Json>>): RawRecord => new Map(Object.entries(fields));

const rolesOf = (rows: readonly Readonly<Record<string, Json>>[]) =>
  Object.fromEntries(
    guessMapping(Object.keys(rows[0] ?? {}), rows.map(record)).columns.map(({ name, as }) => [name, as.role]),
  );

describe("the guess of what columns mean", () => {
  it("knows the usual names, whatever their case", () => {
    expect(
      rolesOf([
        { ID: "1", question: "Where?", Response: "There.", prompt_version: "v2", grade: "good", notes: "" },
      ]),
    ).toEqual({
      ID: "id",
      question: "variable",
      Response: "output",
      prompt_version: "metadata",
      grade: "grade",
      notes: "note",
    });
  });

  it("reads labelled rows, with a summary of the grades left out", () => {
    const grades = [{ grader: "ann", label: "bad" }];
    const verdicts = [{ judge: "gpt-4", label: "good" }];
    expect(
      rolesOf([
        { id: "1", input: { q: "?" }, output: "a", grades, judge_verdicts: verdicts, consensus: "bad" },
      ]),
    ).toEqual({
      id: "id",
      input: "variables",
      output: "output",
      grades: "grades",
      judge_verdicts: "verdicts",
      consensus: "ignore",
    });
  });

  it("leaves out what follows from the criterion of a row, so that an output stays one output", () => {
    const rows = ["a", "b"].flatMap((output) =>
      ["polite", "short"].map((criterion) => ({
        output,
        criterion,
        label: "good",
        group: `group of ${criterion}`,
        model: output === "a" ? "m1" : "m2",
      })),
    );
    const roles = rolesOf(rows);
    expect(roles["group"]).toBe("ignore");
    expect(roles["model"]).toBe("metadata");
  });

  it("keeps metadata of a file with a single criterion", () => {
    expect(rolesOf([{ output: "a", criterion: "polite", label: "good", group: "g" }])["group"]).toBe(
      "metadata",
    );
  });

  it("knows a reference and who verified it, where the names say so", () => {
    expect(rolesOf([{ output: "a", reference_answer: "b", "verified by": "ann", expected: "c" }])).toEqual({
      output: "output",
      reference_answer: "reference",
      "verified by": "verifiedBy",
      expected: "variable",
    });
  });

  it("takes a column named __proto__ as any other", () => {
    const row: RawRecord = new Map([
      ["output", "a"],
      ["__proto__", "b"],
      ["constructor", "c"],
    ]);
    const mapped = mapRecord(guessMapping([...row.keys()], [row]), row);
    expect(mapped.ok && [...Object.entries(mapped.row.variables)]).toEqual([
      ["__proto__", "b"],
      ["constructor", "c"],
    ]);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });
});

describe("a reference", () => {
  const read = (reference: string, verifiedBy?: Json) => {
    const row = record({
      output: "a",
      reference,
      ...(verifiedBy === undefined ? {} : { verified_by: verifiedBy }),
    });
    const mapped = mapRecord(guessMapping(["output", "reference", "verified_by"], [row]), row);
    return mapped.ok ? mapped.row.reference : mapped.reason;
  };

  it("is verified by whoever is named, and by nobody where nobody is", () => {
    expect(read(" 42 ", "ann")).toEqual({ text: "42", verifiedBy: "ann" });
    for (const nobody of [undefined, "", "none", "no", false, null]) {
      expect(read("42", nobody)).toEqual({ text: "42", verifiedBy: null });
    }
    expect(read("  ", "ann")).toBeNull();
  });

  it("turns its row down where it cannot be used, saying why", () => {
    expect(read("42", "yes")).toMatch(/“yes” does not say who verified/);
    expect(read("42", true)).toMatch(/a name is needed/);
    expect(read("x".repeat(50_001), "ann")).toMatch(/50,000 characters/);
  });

  it("may come alone for outputs that are known by their ids, but not without the reference itself", () => {
    const columns = (roles: readonly ("id" | "reference" | "verifiedBy" | "output")[]) => ({
      columns: roles.map((role) => ({ name: role, as: { role } })),
      values: [],
    });
    expect(mappingProblem(columns(["id", "reference"]), true)).toBeNull();
    expect(mappingProblem(columns(["id", "reference"]), false)).toMatch(/outputs/);
    expect(mappingProblem(columns(["output", "verifiedBy"]), false)).toMatch(/none holds the reference/);
  });
});
