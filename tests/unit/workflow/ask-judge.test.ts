import { afterEach, beforeEach, expect, it } from "vitest";
import { createOpenAiClient } from "@/lib/llm/openai-client";
import type { CallRecord } from "@/lib/llm/client";
import { askJudge } from "@/lib/workflow/ask-judge";
import { startLlmServer, type Fixture, type LlmServer } from "@/tests/support/llm-server/server";

let server: LlmServer;
let calls: CallRecord[];
beforeEach(async () => {
  server = await startLlmServer();
  calls = [];
});
afterEach(() => server.close());

async function answering(fixtures: readonly Fixture[]) {
  await server.close();
  server = await startLlmServer({ fixtures });
}

function judge(text: string, design: "direct" | "critique" = "critique") {
  const model = createOpenAiClient(
    { baseUrl: server.url, apiKey: null, writingModel: "m", judgingModel: "m" },
    { retries: 0 },
  );
  return askJudge(model, {
    judge: { kind: "judge", design, question: "The output is complete." },
    output: { variables: {}, prompt: null, text },
    onCall: async (call) => {
      calls.push(call);
    },
    signal: new AbortController().signal,
  });
}

it.each(["direct", "critique"] as const)("says pass and fail (%s)", async (design) => {
  expect(await judge("All is well.", design)).toMatchObject({ kind: "pass" });
  expect(await judge("Dear [name], all is well.", design)).toMatchObject({ kind: "fail" });
});

it("keeps what does not apply apart", async () => {
  await answering([{ when: /./, answer: "n/a" }]);
  expect(await judge("x", "direct")).toEqual({ kind: "notApplicable" });
});

it("asks once more, with a fresh nonce, before an unreadable answer is an error", async () => {
  await answering([{ when: /./, answer: "Perhaps." }]);
  expect(await judge("x")).toMatchObject({ kind: "error" });
  expect(calls).toHaveLength(2);
  expect(calls[0]?.prompt).not.toBe(calls[1]?.prompt);
  expect(calls.map(({ answer }) => answer)).toEqual(["Perhaps.", "Perhaps."]);
});

it.each(["truncated", "malformed", "refused", "filtered"] as const)(
  "is in error, not failed: %s",
  async (kind) => {
    server.setMode({ kind });
    expect((await judge("All is well.")).kind).toBe("error");
  },
);

it("waits for the second answer when only the first is unreadable", async () => {
  server.setMode({ kind: "malformed", times: 1 });
  expect((await judge("All is well.")).kind).toBe("pass");
});

it("takes an outage for no verdict at all", async () => {
  server.setMode({ kind: "failing", status: 503 });
  expect((await judge("All is well.")).kind).toBe("unavailable");
});
