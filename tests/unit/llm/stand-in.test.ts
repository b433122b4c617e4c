import OpenAI from "openai";
import { afterEach, beforeEach, expect, it } from "vitest";
import { startLlmServer, type LlmServer } from "@/tests/support/llm-server/server";

let server: LlmServer;
beforeEach(async () => {
  server = await startLlmServer({
    fixtures: [{ when: /weather/, answer: "It rains in Bergen, as it does most days." }],
  });
});
afterEach(() => server.close());

const ask = { model: "m", messages: [{ role: "user" as const, content: "the weather?" }] };

it("streams an answer in pieces, with usage at the end where that is asked for", async () => {
  const openai = new OpenAI({ baseURL: server.url, apiKey: "none" });
  const stream = await openai.chat.completions.create({
    ...ask,
    stream: true,
    stream_options: { include_usage: true },
  });
  const pieces: string[] = [];
  let tokens: number | undefined;
  for await (const chunk of stream) {
    pieces.push(chunk.choices[0]?.delta.content ?? "");
    tokens = chunk.usage?.completion_tokens ?? tokens;
  }
  expect(pieces.length).toBeGreaterThan(3);
  expect(pieces.join("")).toBe("It rains in Bergen, as it does most days.");
  expect(tokens).toBeGreaterThan(0);
});

it("is set from another process, and returns to normal after so many calls", async () => {
  const address = new URL("/control", server.url);
  const set = await fetch(address, {
    method: "POST",
    body: JSON.stringify({ kind: "failing", status: 503, times: 1 }),
  });
  expect(set.status).toBe(200);
  const chat = () =>
    fetch(`${server.url}/chat/completions`, { method: "POST", body: JSON.stringify(ask) }).then(
      ({ status }) => status,
    );
  expect([await chat(), await chat()]).toEqual([503, 200]);
  expect(await fetch(new URL("/calls", server.url)).then((response) => response.json())).toHaveLength(2);
});
