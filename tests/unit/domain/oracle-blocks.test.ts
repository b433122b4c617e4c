import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import oracle from "@/tests/fixtures/oracles/statistics.json";

it("every block of the statistical references is held against our code by a test", () => {
  const here = import.meta.dirname;
  const tests = readdirSync(here)
    .filter((name) => name.endsWith(".test.ts") && name !== path.basename(import.meta.filename))
    .map((name) => readFileSync(path.join(here, name), "utf8"))
    .join("\n");
  const untested = Object.keys(oracle).filter((block) => !new RegExp(`\\b${block}\\b`).test(tests));
  expect(untested).toEqual([]);
});
