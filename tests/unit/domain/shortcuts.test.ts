import { describe, expect, it } from "vitest";
import {
  bindingsWith,
  Command,
  commandOf,
  DEFAULT_BINDINGS,
  OwnBindings,
  rebind,
} from "@/lib/domain/shortcuts";

describe("the keys of the grading page", () => {
  it("do one thing each, and capitals lock changes nothing", () => {
    const all = Command.options.flatMap((command) => DEFAULT_BINDINGS[command]);
    expect(new Set(all).size).toBe(all.length);
    expect(commandOf(DEFAULT_BINDINGS, "J")).toBe("next");
    expect(commandOf(DEFAULT_BINDINGS, "?")).toBe("sheet");
    expect(commandOf(DEFAULT_BINDINGS, "y")).toBeNull();
  });

  it("can be changed, and the old key is free then", () => {
    const bound = rebind({}, "good", "B");
    if (bound.kind !== "bound") throw new Error(bound.kind);
    const bindings = bindingsWith(OwnBindings.parse(bound.own));
    expect([commandOf(bindings, "b"), commandOf(bindings, "1"), commandOf(bindings, "2")]).toEqual([
      "good",
      null,
      "bad",
    ]);
    expect(rebind(bound.own, "bad", "1")).toMatchObject({ kind: "bound" });
  });

  it("are not taken from another command, nor from the browser", () => {
    expect(rebind({}, "good", "2")).toEqual({ kind: "taken", by: "bad" });
    expect(rebind({ bad: ["y"] }, "good", "Y")).toEqual({ kind: "taken", by: "bad" });
    expect(rebind({}, "good", "1")).toMatchObject({ kind: "bound" });
    expect(rebind({}, "good", "Tab")).toEqual({ kind: "reserved" });
    expect(rebind({}, "good", " ")).toEqual({ kind: "reserved" });
  });
});
