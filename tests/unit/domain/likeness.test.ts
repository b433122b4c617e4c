import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { likenessOf } from "@/lib/domain/likeness";

const isAlike = (a: string, b: string) => likenessOf({ q: "x" }, a) === likenessOf({ q: "x" }, b);

describe("outputs that are graded once", () => {
  it("differ in case, spacing, quotation marks, dashes or a final full stop", () => {
    expect(isAlike("We’re sorry — it is late.", "we're  sorry - it is late")).toBe(true);
    expect(isAlike("“Fine”\n\n", '"fine"')).toBe(true);
  });
  it.each([
    ["It is on time.", "It is not on time."],
    ["Pay 15 now", "Pay 1.5 now"],
    ["a < b", "a > b"],
    ["-5", "5"],
    ["Really?", "Really."],
    ["", "?"],
  ])("are not %j and %j", (a, b) => {
    expect(isAlike(a, b)).toBe(false);
  });
  it("answer the same question", () => {
    expect(likenessOf({ q: "One?" }, "Yes.")).not.toBe(likenessOf({ q: "Two?" }, "Yes."));
    expect(likenessOf({ q: "One?" }, "Yes.")).toBe(likenessOf({ q: "one?" }, "yes"));
  });
  it("never mix up input and output", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        fc.pre(a.normalize("NFKC").trim().toLowerCase() !== b.normalize("NFKC").trim().toLowerCase());
        return likenessOf({ q: a }, `${b}|`) !== likenessOf({ q: b }, `${a}|`);
      }),
    );
  });
});
