import { describe, expect, it } from "vitest";
import { ConnectionInput, hintOf, isSameServer, PRESETS, USUAL_LIMITS } from "@/lib/domain/connection";

const input = (part: object) =>
  ConnectionInput.safeParse({
    ...USUAL_LIMITS,
    id: null,
    name: "A",
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

  it("is a name, and limits that let something through", () => {
    for (const part of [{ name: " " }, { callsAtOnce: 0 }, { callsAtOnce: 1.5 }, { requestsPerMinute: 0 }])
      expect(input(part).success).toBe(false);
  });

  it("is trimmed, for it is pasted", () => {
    const typed = { baseUrl: " https://a.test/v1 ", apiKey: " sk-1\n", writingModel: " m ", name: " A " };
    expect(input(typed).data).toEqual({
      ...USUAL_LIMITS,
      id: null,
      name: "A",
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
