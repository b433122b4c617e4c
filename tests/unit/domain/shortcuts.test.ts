import { describe, expect, it } from "vitest";
import {
  bindingsWith,
  Command,
  commandOf,
  DEFAULT_BINDINGS,
  OwnBindings,
  rebind,
  type Press,
} from "@/lib/domain/shortcuts";

const pressed = (key: string, held: Partial<Press> = {}): Press => ({
  ...{ key, ctrlKey: false, metaKey: false, altKey: false },
  ...held,
});

describe("the keys of the grading page", () => {
  it("do one thing each, and capitals lock changes nothing", () => {
    const all = Command.options.flatMap((command) => DEFAULT_BINDINGS[command]);
    expect(new Set(all).size).toBe(all.length);
    expect(commandOf(DEFAULT_BINDINGS, "J")).toBe("next");
    expect(commandOf(DEFAULT_BINDINGS, "?")).toBe("sheet");
    expect(commandOf(DEFAULT_BINDINGS, "y")).toBeNull();
  });

  it("can be changed, and the old key is free then", () => {
    const bound = rebind({}, "good", pressed("B"));
    if (bound.kind !== "bound") throw new Error(bound.kind);
    const bindings = bindingsWith(OwnBindings.parse(bound.own));
    expect([commandOf(bindings, "b"), commandOf(bindings, "1"), commandOf(bindings, "2")]).toEqual([
      "good",
      null,
      "bad",
    ]);
    expect(rebind(bound.own, "bad", pressed("1"))).toMatchObject({ kind: "bound" });
  });

  it("are not taken from another command, nor from the browser", () => {
    expect(rebind({}, "good", pressed("2"))).toEqual({ kind: "taken", by: "bad" });
    expect(rebind({ bad: ["y"] }, "good", pressed("Y"))).toEqual({ kind: "taken", by: "bad" });
    expect(rebind({}, "good", pressed("1"))).toMatchObject({ kind: "bound" });
    expect(rebind({}, "good", pressed("Tab"))).toEqual({ kind: "reserved" });
    expect(rebind({}, "good", pressed(" "))).toEqual({ kind: "reserved" });
  });

  it("are not those with which the browser does something, alone or with Ctrl, Alt or ⌘", () => {
    for (const key of ["F5", "F12", "PageDown", "Home", "End"])
      expect(rebind({}, "good", pressed(key))).toEqual({ kind: "reserved" });
    for (const held of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }])
      expect(rebind({}, "good", pressed("g", held))).toEqual({ kind: "modified" });
    expect(rebind({}, "good", pressed("f"))).toMatchObject({ kind: "bound" });
  });
});
