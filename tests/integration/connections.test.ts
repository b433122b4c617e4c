import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { db } from "@/lib/db/client";
import { listConnections, viewConnections } from "@/lib/db/connections";
import { seal, unseal } from "@/lib/db/secret-box";
import { USUAL_LIMITS, type ConnectionInput } from "@/lib/domain/connection";
import { ProjectId } from "@/lib/domain/ids";
import { problemMessage } from "@/lib/domain/problem";
import { greet } from "@/lib/llm/tasks/greet";
import {
  chooseConnection,
  connectedModel,
  connectModel,
  disconnectModel,
  listConnectionModels,
  modelsInUse,
  testConnection,
} from "@/lib/workflow/connections";
import { aProject } from "@/tests/support/a-project";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { expectOk } from "@/tests/support/import-file";
import { startLlmServer, type LlmServer } from "@/tests/support/llm-server/server";

const KEY = "sk-0123456789abcdefWXYZ";

let server: LlmServer;

beforeEach(async () => {
  server = await startLlmServer({ key: KEY });
});
afterEach(async () => {
  await server.close();
  for (const { id } of await db.connection.findMany()) await disconnectModel({ id, evenInUse: true });
});
endDatabaseAfterAll();

const input = (part: Partial<ConnectionInput> = {}): ConnectionInput => ({
  ...USUAL_LIMITS,
  id: null,
  name: "Stand-in",
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

const nowhere = ProjectId.parse("no-project");
const stored = async () => (await listConnections())[0] ?? null;
const viewed = async () => (await viewConnections())[0] ?? null;
const idOf = async (name: string) =>
  (await listConnections()).find((connection) => connection.name === name)?.id ?? null;

describe("a connection", () => {
  it("is absent at first", async () => {
    expect(await viewConnections()).toEqual([]);
    expect(await connectedModel(nowhere)).toBeNull();
    expect(await modelsInUse(null)).toBeNull();
  });

  it("is stored with its key encrypted, and shown without", async () => {
    expect(await connectModel(input())).toEqual({ ok: true, value: null });
    const id = await idOf("Stand-in");
    expect(await stored()).toEqual({ ...input(), id, capabilities: null });
    const { apiKey, ...shown } = input();
    expect(apiKey).toBe(KEY);
    expect(await viewed()).toEqual({ ...shown, id, keyHint: "…WXYZ", isKeyLost: false, capabilities: null });
    expect(JSON.stringify(await db.connection.findMany())).not.toContain(KEY);
  });

  it("keeps its key when it is changed, but gives it to no other server", async () => {
    await connectModel(input());
    const id = await idOf("Stand-in");
    await connectModel(input({ id, apiKey: null, writingModel: "other" }));
    expect(await stored()).toMatchObject({ apiKey: KEY, writingModel: "other" });
    const elsewhere = await startLlmServer();
    for (const attempt of [testConnection, connectModel, listConnectionModels]) {
      const result = await attempt(input({ id, apiKey: null, baseUrl: elsewhere.url }));
      expect(result.ok ? null : problemMessage(result.problem)).toMatch(/another server/);
    }
    expect(elsewhere.calls).toEqual([]);
    await elsewhere.close();
    expect(await stored()).toMatchObject({ baseUrl: server.url, writingModel: "other" });
    // A new one gets no other one's key.
    await connectModel(input({ name: "Second", apiKey: null }));
    expect((await listConnections())[1]).toMatchObject({ name: "Second", apiKey: null });
  });

  it("can do without a key", async () => {
    await connectModel(input({ apiKey: "" }));
    expect(await viewed()).toMatchObject({ keyHint: null, isKeyLost: false });
  });

  it("has a name of its own", async () => {
    await connectModel(input());
    const again = await connectModel(input());
    expect(again.ok ? null : problemMessage(again.problem)).toMatch(/another name/);
    expect(await connectModel(input({ id: "gone" }))).toMatchObject({ ok: false });
    expect(await listConnections()).toHaveLength(1);
  });

  it("says when its key was encrypted under another secret", async () => {
    await connectModel(input());
    await db.connection.updateMany({
      data: { keyCipher: "v1.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA==.AAAA" },
    });
    expect(await viewed()).toMatchObject({ isKeyLost: true });
    expect(await stored()).toMatchObject({ apiKey: null });
  });

  it("has one client for as long as it stays the same", async () => {
    await connectModel(input());
    const id = await idOf("Stand-in");
    const first = await connectedModel(nowhere);
    expect(await connectedModel(nowhere)).toBe(first);
    await connectModel(input({ id, judgingModel: "other" }));
    expect(await connectedModel(nowhere)).not.toBe(first);
  });
});

describe("several connections", () => {
  const ask = async (projectId: ProjectId, task: typeof greet | typeof written) =>
    (await connectedModel(projectId))?.ask(task, null);
  const written = { ...greet, role: "writing" } as const;

  it("share the work as chosen, in the installation and in a project", async () => {
    const strong = await startLlmServer();
    const { projectId } = await aProject(["a"]);
    await connectModel(input({ name: "Cheap" }));
    await connectModel(input({ name: "Strong", baseUrl: strong.url, apiKey: "", writingModel: "huge" }));
    const strongId = await idOf("Strong");
    // Nothing is chosen: the first one does it all.
    expect(await modelsInUse(projectId)).toMatchObject({
      writing: { connection: "Cheap", model: "large" },
      judging: { connection: "Cheap", model: "small" },
    });
    expectOk(await chooseConnection(null, "writing", strongId));
    const client = await connectedModel(projectId);
    expect(client?.identity).toEqual({
      baseUrl: server.url,
      judgingModel: "small",
      writingModel: "huge",
      // Whoever writes decides, as long as nobody else is chosen.
      decidingBaseUrl: strong.url,
      decidingModel: "huge",
    });
    expect(await connectedModel(projectId)).toBe(client);
    await ask(projectId, greet);
    expect([server.calls.length, strong.calls.length]).toEqual([1, 0]);
    await ask(projectId, written);
    expect([server.calls.length, strong.calls.length]).toEqual([1, 1]);
    // The key of the one never reaches the other.
    expect(strong.calls[0]?.authorization).not.toContain(KEY);
    expectOk(await chooseConnection(projectId, "judging", strongId));
    await ask(projectId, greet);
    await ask(nowhere, greet);
    expect([server.calls.length, strong.calls.length]).toEqual([2, 2]);
    expectOk(await chooseConnection(projectId, "deciding", await idOf("Cheap")));
    await (await connectedModel(projectId))?.ask({ ...greet, role: "deciding" }, null);
    expect(server.calls.at(-1)?.question.request.model).toBe("large");
    await (await connectedModel(nowhere))?.ask({ ...greet, role: "deciding" }, null);
    expect(strong.calls.at(-1)?.question.request.model).toBe("huge");
    // Removed, which takes a second word, it is chosen nowhere any more.
    const once = await disconnectModel({ id: strongId ?? "", evenInUse: false });
    expect(once.ok ? null : problemMessage(once.problem)).toMatch(
      /^This connection writes and decides wherever a project says nothing else, judges in “Imported”\./,
    );
    expect(await idOf("Strong")).toBe(strongId);
    expectOk(await disconnectModel({ id: strongId ?? "", evenInUse: true }));
    expect(await modelsInUse(projectId)).toMatchObject({
      writing: { connection: "Cheap" },
      judging: { connection: "Cheap" },
    });
    expect(await chooseConnection(projectId, "judging", strongId)).toMatchObject({ ok: false });
    await strong.close();
  });
});

describe("a test of a connection", () => {
  it("asks a question, and stores nothing", async () => {
    const result = await testConnection(input());
    expect(result).toMatchObject({
      ok: true,
      value: {
        capabilities: {
          structuredOutput: true,
          logprobs: false,
          seed: true,
          temperature: true,
          model: "small",
        },
        models: ["stand-in-large", "stand-in-small"],
      },
    });
    expect(await listConnections()).toEqual([]);
  });

  it("finds out what the server can do, and spares it what it cannot from then on", async () => {
    const telling = await startLlmServer({
      fixtures: [{ when: /./, answer: { ready: true }, pYes: () => 0.9 }],
    });
    telling.setMode({ kind: "narrow", unknown: ["seed", "response_format"] });
    await connectModel(input({ baseUrl: telling.url }));
    const id = await idOf("Stand-in");
    expectOk(await testConnection(input({ id, baseUrl: telling.url, apiKey: null })));
    expect(await viewed()).toMatchObject({
      capabilities: { structuredOutput: false, logprobs: true, seed: false, temperature: true },
    });
    telling.calls.length = 0;
    await (await connectedModel(nowhere))?.ask(greet, null);
    expect(telling.calls).toHaveLength(1);
    // Another model may be another matter.
    await connectModel(input({ id, baseUrl: telling.url, apiKey: null, judgingModel: "other" }));
    expect(await viewed()).toMatchObject({ capabilities: null });
    await telling.close();
  });

  it("holds until the server turns down what it once took", async () => {
    await connectModel(input());
    const id = await idOf("Stand-in");
    expectOk(await testConnection(input({ id, apiKey: null })));
    expect(await viewed()).toMatchObject({ capabilities: { structuredOutput: true, temperature: true } });
    server.setMode({ kind: "narrow", unknown: ["response_format"] });
    await (await connectedModel(nowhere))?.ask(greet, null);
    await expect
      .poll(viewed)
      .toMatchObject({ capabilities: { structuredOutput: false, temperature: true, model: "small" } });
    server.calls.length = 0;
    await (await connectedModel(nowhere))?.ask(greet, null);
    expect(server.calls).toHaveLength(1);
  });

  it("keeps what was asked within the minute when the connection is changed", async () => {
    await connectModel(input({ requestsPerMinute: 1 }));
    const id = await idOf("Stand-in");
    await (await connectedModel(nowhere))?.ask(greet, null);
    await connectModel(input({ id, apiKey: null, requestsPerMinute: 1, judgingModel: "other" }));
    const changed = await connectedModel(nowhere);
    expect(changed?.identity.judgingModel).toBe("other");
    const stop = new AbortController();
    const waiting = changed?.ask(greet, null, stop.signal);
    await wait(100);
    expect(server.calls).toHaveLength(1);
    stop.abort();
    await expect(waiting).rejects.toThrow();
  });

  it("tells a server without structured output", async () => {
    server.setMode({ kind: "narrow", unknown: ["response_format"] });
    expect(await testConnection(input())).toMatchObject({
      ok: true,
      value: { capabilities: { structuredOutput: false } },
    });
  });

  it("tells a server that ignores the schema", async () => {
    const ignoring = await startLlmServer({ fixtures: [{ when: /./, answer: "Yes, I am." }] });
    expect(await testConnection(input({ baseUrl: ignoring.url }))).toMatchObject({
      ok: true,
      value: { capabilities: { structuredOutput: false } },
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
    expect(await listConnectionModels(input({ id: await idOf("Stand-in"), apiKey: null }))).toEqual({
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
    expect(await fresh.viewConnections()).toEqual([
      {
        ...USUAL_LIMITS,
        id: "environment",
        name: "Environment",
        baseUrl: server.url,
        keyHint: "…WXYZ",
        isKeyLost: false,
        writingModel: "from-outside",
        judgingModel: "from-outside",
        capabilities: null,
      },
    ]);
    await connectModel(input({ writingModel: "stored" }));
    // What a person entered comes first; that of the environment can still be chosen.
    expect((await fresh.viewConnections()).map(({ name }) => name)).toEqual(["Stand-in", "Environment"]);
  });
});
