import { describe, expect, it } from "vitest";
import { ConnectionInput, hintOf, isSameServer, PRESETS } from "@/lib/domain/connection";

const input = (part: object) =>
  ConnectionInput.safeParse({
    baseUrl: "https://a.test/v1",
    apiKey: null,
    writingModel: "m",
    judgingModel: "m",
    ...part,
  });

describe("what a person enters", () => {
  it.each(["ftp://a.test", "api.openai.com/v1", "", "javascript:alert(1)", "https://me:secret@a.test/v1"])(
    "is no base URL: %j",
    (baseUrl) => {
      expect(input({ baseUrl }).success).toBe(false);
    },
  );

  it.each(["two words", "schlüssel", "a\nb"])("is no key: %j", (apiKey) => {
    expect(input({ apiKey }).success).toBe(false);
  });

  it("is trimmed, for it is pasted", () => {
    expect(input({ baseUrl: " https://a.test/v1 ", apiKey: " sk-1\n", writingModel: " m " }).data).toEqual({
      baseUrl: "https://a.test/v1",
      apiKey: "sk-1",
      writingModel: "m",
      judgingModel: "m",
    });
  });

  it("may start from each preset", () => {
    expect(PRESETS.filter(({ baseUrl }) => !input({ baseUrl }).success)).toEqual([]);
  });
});

it("a hint shows the end of a long key and nothing of a short one", () => {
  expect(hintOf("sk-0123456789abcd")).toBe("…abcd");
  expect(hintOf("password")).toBe("…");
  expect(hintOf("")).toBeNull();
  expect(hintOf(null)).toBeNull();
});

it("the same server is the same origin", () => {
  expect(isSameServer("https://a.test/v1", "https://a.test/v2")).toBe(true);
  expect(isSameServer("https://a.test/v1", "https://a.test.evil.test/v1")).toBe(false);
  expect(isSameServer("https://a.test/v1", "http://a.test/v1")).toBe(false);
  expect(isSameServer("", "")).toBe(false);
});
