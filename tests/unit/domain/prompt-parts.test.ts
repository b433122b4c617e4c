import { describe, expect, it } from "vitest";
import { promptParts, repeatedInstructions } from "@/lib/domain/prompt-parts";

const sent = (system: string, user: string) =>
  JSON.stringify([
    { role: "system", content: system },
    { role: "user", content: user },
  ]);

describe("a prompt that was sent as messages", () => {
  it("is known by its roles, whatever holds the messages", () => {
    const parts = [
      { role: "system", text: "Be kind." },
      { role: "user", text: "Hi" },
    ];
    expect(promptParts(sent("Be kind.", "Hi"))).toEqual(parts);
    expect(promptParts(`{"model":"m","messages":${sent("Be kind.", "Hi")}}`)).toEqual(parts);
    expect(promptParts('[{"role":"user","content":[{"type":"text","text":"a"},{"text":"b"}]}]')).toEqual([
      { role: "user", text: "a\nb" },
    ]);
  });

  it("is one text where it has no roles", () => {
    expect(promptParts("Answer the customer.")).toBeNull();
    expect(promptParts("[1, 2]")).toBeNull();
    expect(promptParts("{broken")).toBeNull();
    expect(promptParts("[]")).toBeNull();
  });

  it("has instructions that repeat where several have the same", () => {
    const prompts = [sent("Be kind.", "a"), sent("Be kind.", "b"), sent("Be short.", "b"), null, "text"];
    expect(repeatedInstructions(prompts)).toEqual(new Set(["Be kind."]));
    expect(repeatedInstructions([sent("Be kind.", "a")])).toEqual(new Set());
  });
});
