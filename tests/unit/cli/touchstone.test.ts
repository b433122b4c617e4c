import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { touchstone } from "@/tests/support/run-touchstone";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "touchstone-cli-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

/** Four evaluators on six outputs: gggbbb. */
const verdicts = { first: "gggbbg", second: "gggggb", strict: "bbbbbb", silent: "g....." };
const rows = Array.from("gggbbb")
  .map((label, i) => {
    const word = (letter?: string) => (letter === "g" ? "good" : letter === "b" ? "bad" : null);
    const judge_verdicts = Object.entries(verdicts).map(([judge, said]) => ({ judge, label: word(said[i]) }));
    const grades = [{ grader: "ann", label: word(label) }];
    return JSON.stringify({
      id: `r${i}`,
      input: {},
      output: `text ${i}`,
      criterion: "Is polite",
      grades,
      judge_verdicts,
    });
  })
  .join("\n");

describe("touchstone report", () => {
  it("prints one JSON document: graders, and every evaluator over the rows that it answered", async () => {
    const { code, out } = await touchstone("report", file("rows.jsonl", rows), "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      rows: 6,
      graded: 6,
      good: 3,
      bad: 3,
      graders: { krippendorffAlpha: null, pairs: [] },
      assertions: [
        {
          name: "first",
          answered: 6,
          coverage: 2 / 3,
          falseFailureRate: 0,
          alignment: 0.8,
          agreement: 5 / 6,
        },
        {
          name: "second",
          unanswered: 0,
          confusion: { goodPassed: 3, goodFailed: 0, badPassed: 2, badFailed: 1 },
        },
        {
          name: "silent",
          answered: 1,
          unanswered: 5,
          coverage: null,
          alignment: null,
          interval: { coverage: null },
        },
        { name: "strict", coverage: 1, falseFailureRate: 1, alignment: 0 },
      ],
    });
  });

  it("takes one criterion by a part of its text", async () => {
    const path = file("two.jsonl", `${rows}\n{"output":"x","criterion":"Is short","consensus":"bad"}`);
    expect(
      JSON.parse((await touchstone("report", path, "--criterion", "short", "--json")).out),
    ).toMatchObject({ rows: 1, bad: 1 });
    const unclear = await touchstone("report", path, "--criterion", "is ");
    expect(unclear.code).toBe(2);
    expect(unclear.err).toContain("fits 2 criteria");
  });
});

describe("touchstone select", () => {
  it("finds the best set, where an evaluator that did not answer passes", async () => {
    const { code, out } = await touchstone("select", file("rows.jsonl", rows), "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      feasible: true,
      selection: ["first", "second"],
      coverage: 1,
      falseFailureRate: 0,
      alignment: 1,
      proven: true,
    });
  });

  it("says that limits cannot be met, with what comes nearest and exit code 1", async () => {
    const limits = ["--min-coverage", "1", "--max-ffr", "0", "--max-assertions", "1"];
    const path = file("rows.jsonl", rows);
    const { code, out } = await touchstone("select", path, "--objective", "fewest", ...limits, "--json");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      feasible: false,
      selection: [],
      nearest: {
        mostCoverage: { selection: ["first"], coverage: 2 / 3 },
        leastFalseFailureRate: { selection: ["strict"], falseFailureRate: 1 },
      },
    });
  });
});

describe("touchstone simulate", () => {
  it("gives the same figures for the same seed", async () => {
    const path = file("many.jsonl", Array.from({ length: 10 }, () => rows).join("\n"));
    const run = (seed: string) =>
      touchstone("simulate", path, "--grades", "8,16", "--draws", "20", "--seed", seed, "--json");
    const [one, again, other] = await Promise.all([run("1"), run("1"), run("2")]);
    expect(one.out).toBe(again.out);
    expect(one.out).not.toBe(other.out);
    const { byGrades } = z
      .object({ byGrades: z.array(z.record(z.string(), z.unknown())) })
      .parse(JSON.parse(one.out));
    expect(byGrades.map((entry) => entry["grades"])).toEqual([8, 16]);
    for (const key of ["inSample", "honest", "heldOut", "heldOutP10", "regret"])
      expect(byGrades[0]).toHaveProperty(key);
  });
});

describe("usage and input that cannot be used", () => {
  it.each([
    [[], "COMMAND"],
    [["grade"], 'no command "grade"'],
    [["report"], "Give one FILE"],
    [["report", "a", "b"], "too much"],
    [["report", "nowhere.jsonl"], "nowhere.jsonl cannot be read"],
    [["report", "--frobnicate"], "--frobnicate"],
    [["select", "EMPTY"], "no rows"],
    [["select", "ROWS", "--max-ffr", "2"], "--max-ffr must be a number from 0 to 1"],
    [["select", "ROWS", "--objective", "best"], "alignment, coverage, fewest"],
    [["simulate", "ROWS", "--grades", "6"], "leaves nothing"],
    [["simulate", "ROWS", "--grades", "4,x"], '"x"'],
  ])("%j exits 2 with a sentence on stderr and nothing on stdout", async (args, sentence) => {
    const paths: Readonly<Record<string, string>> = {
      ROWS: file("rows.jsonl", rows),
      EMPTY: file("empty.jsonl", ""),
    };
    const told = await touchstone(...args.map((arg) => paths[arg] ?? arg));
    expect([told.code, told.out]).toEqual([2, ""]);
    expect(told.err).toContain(sentence);
    expect(told.err).not.toContain("    at ");
  });

  it("explains every command", async () => {
    for (const name of ["report", "select", "simulate"]) {
      const { code, out } = await touchstone(name, "--help");
      expect(code).toBe(0);
      expect(out).toContain(`-- ${name} FILE`);
    }
  });
});
