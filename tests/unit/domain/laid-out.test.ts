import { describe, expect, it } from "vitest";
import { codeLanguageOf, laidOut } from "@/lib/domain/laid-out";

describe("what a text is laid out as", () => {
  it("is indented JSON, code in or without a fence, Markdown, or nothing", () => {
    expect(laidOut('{"a":[1]}')).toEqual({ kind: "json", text: '{\n  "a": [\n    1\n  ]\n}' });
    expect(laidOut("```py\nprint(1)\n```")).toEqual({ kind: "code", text: "print(1)", language: "py" });
    expect(laidOut("def add(a, b):\n    return a + b\n")).toMatchObject({ kind: "code", language: "python" });
    expect(laidOut("Here it is:\n\n```js\nlet a;\n```\nand that is all.")).toMatchObject({
      kind: "markdown",
    });
    expect(laidOut("```\na\n```\nand\n```\nb\n```")).toMatchObject({ kind: "markdown" });
    expect(laidOut("Dear Ann,\nyour order ships tomorrow.")).toBeNull();
    expect(laidOut("{not json}")).toBeNull();
    expect(laidOut("")).toBeNull();
  });

  it.each([
    ["python", "import os\n\nclass A:\n    def f(self):\n        return os.getcwd()\n"],
    ["javascript", "const add = (a, b) => a + b;\nconsole.log(add(1, 2));"],
    ["javascript", "function f(x) {\n  if (x) {\n    return 1;\n  }\n  return 2;\n}"],
    ["typescript", "interface A {\n  readonly b: string;\n}\nexport const c: number = 1;"],
  ])("takes for %s what is nothing but that", (language, text) => {
    expect(codeLanguageOf(text)).toBe(language);
  });

  it.each([
    "Dear Ann,\nif you return it, we pay.\nfor you: free.",
    "Import duties may apply.\nReturn it within 30 days.\nThank you.",
    "import from Spain",
    "To add numbers, call the function.\nconst add = (a, b) => a + b;\nThat is how it is done here.",
    "- one;\n- two;\n- three;",
    "Order: 12\nStatus: shipped\nDate: tomorrow",
  ])("takes no letter for code: %s", (text) => {
    expect(codeLanguageOf(text)).toBeNull();
  });
});
