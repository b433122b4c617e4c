import { describe, expect, it } from "vitest";
import {
  ALL_OUTPUTS,
  isFiltered,
  metadataOf,
  OutputsQuery,
  outputsParams,
  withState,
} from "@/lib/domain/outputs-query";

const roundTrip = (query: OutputsQuery): OutputsQuery => {
  const said: Record<string, string[]> = {};
  for (const [name, value] of outputsParams(query)) said[name] = [...(said[name] ?? []), value];
  return OutputsQuery.parse(
    Object.fromEntries(
      Object.entries(said).map(([name, list]) => [name, list.length === 1 ? list[0] : list]),
    ),
  );
};

describe("what the table of outputs is asked for", () => {
  it("comes back from an address as it went into it", () => {
    const query = OutputsQuery.parse({
      show: ["bad", "skipped"],
      ...{ q: "a&b=c", tag: "rude, or not", meta: ["model=a=b", "v= 1"], on: "c1" },
      ...{ sort: "length", dir: "down", page: "3" },
    });
    expect(roundTrip(query)).toEqual(query);
    expect(roundTrip(ALL_OUTPUTS)).toEqual(ALL_OUTPUTS);
    expect(outputsParams(ALL_OUTPUTS)).toEqual([]);
  });

  it("leaves out what makes no sense, and what is said twice", () => {
    const query = OutputsQuery.parse({
      show: ["all", "bad", "bad", "nonsense"],
      ...{ tag: ["", "x".repeat(61)], meta: ["no value", "=no key"], sort: "colour", page: "-1" },
    });
    expect(query).toEqual({ ...ALL_OUTPUTS, show: ["bad"] });
  });

  it("knows whether anything is left out", () => {
    expect(isFiltered(ALL_OUTPUTS)).toBe(false);
    expect(isFiltered({ ...ALL_OUTPUTS, sort: "id", page: 2 })).toBe(false);
    expect(isFiltered({ ...ALL_OUTPUTS, meta: ["a=b"] })).toBe(true);
  });

  it("reads a key and a value, which may hold the sign itself", () => {
    expect(metadataOf("url=a=b")).toEqual({ key: "url", value: "a=b" });
  });

  it("puts one grade in the place of another, and takes back what is asked for again", () => {
    expect(withState(["good", "mine"], "bad")).toEqual(["mine", "bad"]);
    expect(withState(["good", "mine"], "mine")).toEqual(["good"]);
    expect(withState(["good"], "error")).toEqual(["good", "error"]);
  });
});
