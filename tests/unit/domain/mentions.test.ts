import { describe, expect, it } from "vitest";
import { cutAtMentions, mentionsIn } from "@/lib/domain/mentions";

const people = new Map([
  ["1", "Ann"],
  ["2", "Ann Lee"],
  ["3", "Zoë"],
  ["4", "ann"],
  ["5", "C++ (team)"],
]);

describe("who is named", () => {
  it.each([
    ["@Zoë what do you say?", ["3"]],
    ["what do you say, @zoë?", ["3"]],
    ["(@Zoë)", ["3"]],
    ["@Ann Lee decides", ["2"]],
    ["@Ann decides", ["1", "4"]],
    ["@Annabel decides", []],
    ["ask ann@example.org", []],
    ["ask x.@Ann", []],
    ["@@Ann", ["1", "4"]],
    ["@C++ (team), please", ["5"]],
    ["@Zoë and @Zoë and @Ann Lee", ["3", "2"]],
    ["@", []],
    ["Zoë", []],
    ["", []],
  ])("in %j", (text, ids) => {
    expect(mentionsIn(text, people)).toEqual(ids);
  });
});

describe("a text that is cut", () => {
  it.each(["@Zoë, @Ann Lee: so?", "no one", "@Zoë", "a @nobody b @Zoë c", "<b>@Zoë</b>", ""])(
    "is still all of %j",
    (text) => {
      expect(
        cutAtMentions(text, people)
          .map((piece) => piece.text)
          .join(""),
      ).toBe(text);
    },
  );

  it("marks the names", () => {
    expect(cutAtMentions("so @Zoë, no?", people)).toEqual([
      { text: "so ", person: null },
      { text: "@Zoë", person: "3" },
      { text: ", no?", person: null },
    ]);
  });
});
