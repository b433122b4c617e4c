import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { db } from "@/lib/db/client";
import { ACTIONS, DEEPER, KEEP_NOTHING, PAGES, ROUTES, type AccessWorld } from "@/tests/support/access-cases";
import { aFullWorld } from "@/tests/support/a-world";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { call, exportsOf, listActions, listRoutes } from "@/tests/support/reach";

endDatabaseAfterAll();

let mine: AccessWorld;
let theirs: AccessWorld;

beforeAll(async () => {
  const people = { importId: "none", bystanderId: "local" };
  theirs = { ...(await aFullWorld("theirs")), ...people };
  mine = { ...(await aFullWorld("mine")), ...people };
});

/** The ids of a world by what fields that hold them are called. */
const idsOf = (world: AccessWorld): ReadonlyMap<string, unknown> =>
  new Map<string, unknown>([
    ...["criterionId", "criterionIds"].map((name) => [name, world.criterion.id] as const),
    ...["assertionId", "replaces"].map((name) => [name, world.judge.id] as const),
    ...["outputId", "leftId", "rightId"].map((name) => [name, world.outputId] as const),
    ...[["revisionId", world.criterion.revision.id] as const, ["eventId", world.eventId] as const],
    ...[["queueId", world.queueId] as const, ["id", world.perturbationId] as const],
  ]);

/** Every way in which one id of an input can be that of the other project. */
function swapsOf(input: unknown, name = ""): unknown[] {
  if (Array.isArray(input))
    return input.flatMap((inner: unknown, i) =>
      swapsOf(inner, name).map((swapped) => input.map((one: unknown, at) => (at === i ? swapped : one))),
    );
  if (typeof input === "object" && input !== null)
    return Object.entries(input).flatMap(([key, inner]) =>
      swapsOf(inner, key).map((swapped) => ({ ...input, [key]: swapped })),
    );
  return idsOf(mine).has(name) && idsOf(mine).get(name) === input ? [idsOf(theirs).get(name)] : [];
}

/** All that is stored, a line a table. */
async function stored(): Promise<unknown> {
  const tables = await db.$queryRaw<{ readonly name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`;
  return Promise.all(
    tables.map(({ name }) =>
      db.$queryRawUnsafe(
        `SELECT '${name}' AS name, md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS rows FROM "${name}" t`,
      ),
    ),
  );
}

const Refusal = z.object({ ok: z.boolean(), problem: z.object({ code: z.string() }).optional() });

const inputs = [...Object.entries(ACTIONS).map(([name, [, input]]) => [name, input] as const), ...DEEPER];

describe("ids of another project", () => {
  it.each(inputs)("are turned down by %s, and nothing is changed", async (name, input) => {
    const action = (await listActions()).get(name);
    const before = await stored();
    for (const swapped of swapsOf(input(mine))) {
      const result = Refusal.parse(await call(action, swapped));
      const inWords = `${name} ${JSON.stringify(swapped)}`;
      if (!KEEP_NOTHING.includes(name)) {
        expect(result.ok, inWords).toBe(false);
        expect(["not-found", "bad-input"], inWords).toContain(result.problem?.code);
      }
      expect(await stored(), inWords).toEqual(before);
    }
  });

  it("are tried wherever an input names one", () => {
    const tried = inputs.flatMap(([, input]) => swapsOf(input(mine)));
    expect(tried.length).toBeGreaterThan(60);
    // Whatever looks like an id of a project's own is among those that are swapped.
    const named = new Set<string>();
    const collect = (value: unknown, name = ""): void => {
      if (Array.isArray(value)) for (const inner of value) collect(inner, name);
      else if (typeof value === "object" && value !== null)
        for (const [key, inner] of Object.entries(value)) collect(inner, key);
      else if (/ids?$/i.test(name) && value !== null) named.add(name);
    };
    for (const [, input] of inputs) collect(input(mine));
    const elsewhere = ["projectId", "importId", "userId", "connectionId", "commentIds"];
    expect([...named].filter((name) => !idsOf(mine).has(name) && !elsewhere.includes(name))).toEqual([]);
  });
});

describe("a request with ids of another project in its body", () => {
  it("changes nothing", async () => {
    const handler = (await listRoutes()).get("POST app/api/projects/[projectId]/grades");
    const [, init] = ROUTES["POST app/api/projects/[projectId]/grades"] ?? ["anyone"];
    const before = await stored();
    const request = new Request("http://localhost:3000/", init?.(theirs));
    await call(handler, request, { params: Promise.resolve({ projectId: mine.projectId }) });
    expect(await stored()).toEqual(before);
  });
});

/** By the name of a part of an address: what of another project stands there. */
const PARTS: Readonly<Record<string, (world: AccessWorld) => string>> = {
  outputId: ({ outputId }) => String(outputId),
  criterionId: ({ criterion }) => criterion.id,
  assertionId: ({ judge }) => String(judge.id),
  queueId: ({ queueId }) => queueId,
};
/** What is no id, or is counted anew in every project. */
const NO_ID = ["projectId", "token", "number"];

const partsOf = (folder: string): string[] =>
  [...folder.matchAll(/\[(?:\.\.\.)?(?<part>\w+)\]/g)].map(({ groups }) => groups?.["part"] ?? "");

/** "not there", or all that the page hands to its parts. */
async function visit(folder: string, params: unknown, searchParams: unknown = {}): Promise<string> {
  const { default: page } = await exportsOf(`${folder}/page.tsx`);
  const props = { params: Promise.resolve(params), searchParams: Promise.resolve(searchParams) };
  try {
    return JSON.stringify(await call(page, props), (_, value: unknown) =>
      value instanceof Map ? [...value] : value,
    );
  } catch (error) {
    const { digest } = z.looseObject({ digest: z.string() }).parse(error);
    if (digest === "NEXT_HTTP_ERROR_FALLBACK;404") return "not there";
    throw error;
  }
}

describe("a page at an address with an id of another project", () => {
  const pages = Object.keys(PAGES).flatMap((folder) =>
    partsOf(folder)
      .filter((part) => !NO_ID.includes(part))
      .map((part) => [folder, part] as const),
  );

  it.each(pages)("%s: is not there (%s)", async (folder, part) => {
    const id = PARTS[part];
    if (!id) throw new Error(`It is not said what “${part}” of an address is.`);
    const { projectId } = mine;
    expect(await visit(folder, { projectId, [part]: id(mine) })).not.toBe("not there");
    expect(await visit(folder, { projectId, [part]: id(theirs) })).toBe("not there");
  });

  it("asks for no queue of theirs, and shows no output", async () => {
    const { projectId } = mine;
    const grade = "app/projects/[projectId]/grade";
    expect(await visit(grade, { projectId }, { queue: theirs.queueId })).toBe("not there");
    for (const folder of [grade, "app/projects/[projectId]/outputs/compare"]) {
      const ids = { output: String(theirs.outputId), a: String(theirs.outputId), b: String(mine.outputId) };
      expect(await visit(folder, { projectId }, ids)).not.toContain("theirs: one.");
    }
  });
});
