import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { disconnect } from "@/lib/db/client";
import { db } from "@/lib/db/client";
import { findConnection, viewConnection } from "@/lib/db/connections";
import { seal, unseal } from "@/lib/db/secret-box";
import type { ConnectionInput } from "@/lib/domain/connection";
import { problemMessage } from "@/lib/domain/problem";
import { stopQueue } from "@/lib/jobs/queue";
import {
  connectedModel,
  connectModel,
  disconnectModel,
  listConnectionModels,
  testConnection,
} from "@/lib/workflow/connections";
import { startLlmServer, type LlmServer } from "@/tests/support/llm-server/server";

const KEY = "sk-0123456789abcdefWXYZ";

let server: LlmServer;

beforeEach(async () => {
  server = await startLlmServer({ key: KEY });
});
afterEach(async () => {
  await server.close();
  await disconnectModel();
});
afterAll(async () => {
  await stopQueue();
  await disconnect();
});

const input = (part: Partial<ConnectionInput> = {}): ConnectionInput => ({
  baseUrl: server.url,
  apiKey: KEY,
  writingModel: "large",
  judgingModel: "small",
  ...part,
});

describe("a secret box", () => {
  it("opens only whole, and shows nothing", () => {
    const box = seal(KEY);
    expect(unseal(box)).toBe(KEY);
    expect(box).not.toContain(KEY);
    expect(seal(KEY)).not.toBe(box);
    const parts = box.split(".");
    for (const [i, part] of parts.entries()) {
      const other = part.startsWith("A") ? `B${part.slice(1)}` : `A${part.slice(1)}`;
      expect(unseal(parts.with(i, other).join("."))).toBeNull();
      expect(unseal(parts.with(i, "").join("."))).toBeNull();
    }
    expect(unseal("")).toBeNull();
  });
});

describe("a connection", () => {
  it("is absent at first", async () => {
    expect(await viewConnection()).toBeNull();
    expect(await connectedModel()).toBeNull();
  });

  it("is stored with its key encrypted, and shown without", async () => {
    expect(await connectModel(input())).toEqual({ ok: true, value: null });
    expect(await findConnection()).toEqual(input());
    expect(await viewConnection()).toEqual({
      source: "stored",
      baseUrl: server.url,
      keyHint: "…WXYZ",
      isKeyLost: false,
      writingModel: "large",
      judgingModel: "small",
    });
    expect(JSON.stringify(await db.connection.findMany())).not.toContain(KEY);
  });

  it("keeps its key when it is changed, but gives it to no other server", async () => {
    await connectModel(input());
    await connectModel(input({ apiKey: null, writingModel: "other" }));
    expect(await findConnection()).toEqual(input({ writingModel: "other" }));
    const elsewhere = await startLlmServer();
    for (const attempt of [testConnection, connectModel, listConnectionModels]) {
      const result = await attempt(input({ apiKey: null, baseUrl: elsewhere.url }));
      expect(result.ok ? null : problemMessage(result.problem)).toMatch(/another server/);
    }
    expect(elsewhere.calls).toEqual([]);
    await elsewhere.close();
    expect(await findConnection()).toEqual(input({ writingModel: "other" }));
  });

  it("can do without a key", async () => {
    await connectModel(input({ apiKey: "" }));
    expect(await viewConnection()).toMatchObject({ keyHint: null, isKeyLost: false });
  });

  it("says when its key was encrypted under another secret", async () => {
    await connectModel(input());
    await db.connection.updateMany({
      data: { keyCipher: "v1.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA==.AAAA" },
    });
    expect(await viewConnection()).toMatchObject({ isKeyLost: true });
    expect(await findConnection()).toMatchObject({ apiKey: null });
  });

  it("has one client for as long as it stays the same", async () => {
    await connectModel(input());
    const first = await connectedModel();
    expect(await connectedModel()).toBe(first);
    await connectModel(input({ judgingModel: "other" }));
    expect(await connectedModel()).not.toBe(first);
  });
});

describe("a test of a connection", () => {
  it("asks a question, and stores nothing", async () => {
    const result = await testConnection(input());
    expect(result).toMatchObject({
      ok: true,
      value: { structuredOutput: true, models: ["stand-in-large", "stand-in-small"] },
    });
    expect(await findConnection()).toBeNull();
  });

  it("tells a server without structured output", async () => {
    server.setMode({ kind: "narrow", unknown: ["response_format"] });
    expect(await testConnection(input())).toMatchObject({ ok: true, value: { structuredOutput: false } });
  });

  it("tells a server that ignores the schema", async () => {
    const ignoring = await startLlmServer({ fixtures: [{ when: /./, answer: "Yes, I am." }] });
    expect(await testConnection(input({ baseUrl: ignoring.url }))).toMatchObject({
      ok: true,
      value: { structuredOutput: false },
    });
    await ignoring.close();
  });

  it("says what is wrong, without the key", async () => {
    const wrong = await testConnection(input({ apiKey: "sk-wrong-wrong-wrong" }));
    expect(wrong).toEqual({
      ok: false,
      problem: { code: "llm-unavailable", detail: "it turned the key away: check the key" },
    });
    server.setMode({ kind: "failing", status: 400, message: `no ${KEY} here` });
    const refused = await testConnection(input());
    expect(refused.ok).toBe(false);
    expect(JSON.stringify(refused)).not.toContain(KEY);
  });

  it("uses the key in force for the list of models", async () => {
    await connectModel(input());
    expect(await listConnectionModels(input({ apiKey: null }))).toEqual({
      ok: true,
      value: ["stand-in-large", "stand-in-small"],
    });
  });
});

describe("the environment", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.resetModules();
  });

  it("gives a connection where none is stored", async () => {
    vi.stubEnv("OPENAI_API_KEY", KEY);
    vi.stubEnv("OPENAI_BASE_URL", server.url);
    vi.stubEnv("OPENAI_MODEL", "from-outside");
    vi.resetModules();
    const fresh = await import("@/lib/db/connections");
    expect(await fresh.viewConnection()).toEqual({
      source: "environment",
      baseUrl: server.url,
      keyHint: "…WXYZ",
      isKeyLost: false,
      writingModel: "from-outside",
      judgingModel: "from-outside",
    });
    await connectModel(input({ writingModel: "stored" }));
    expect(await fresh.viewConnection()).toMatchObject({ source: "stored", writingModel: "stored" });
  });
});
