import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { listDriftEvents } from "@/lib/db/drift";
import { listGradeEvents } from "@/lib/db/grades";
import type { Label } from "@/lib/domain/grade";
import { OutputId, type ProjectId } from "@/lib/domain/ids";
import { parseJson } from "@/lib/domain/json";
import { stopQueue } from "@/lib/jobs/queue";
import { ticketFor } from "@/lib/workflow/card-ticket";
import { detectDrift } from "@/lib/workflow/detect-drift";
import { readDrift } from "@/lib/workflow/read-drift";
import { recordGrades } from "@/lib/workflow/record-grade";
import { settleDrift } from "@/lib/workflow/settle-drift";
import { workInBackground } from "@/lib/workflow/work-in-background";
import { aProject } from "@/tests/support/a-project";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { aGradeInput } from "@/tests/support/grading-input";
import { expectOk, importFile } from "@/tests/support/import-file";
import { projectOf } from "@/tests/support/imported";

endDatabaseAfterAll();

const data = join(import.meta.dirname, "../../../shared/data");
const hasData = existsSync(data);
if (!hasData) console.warn("skipped: the real labelled data is not beside this checkout");
const read = (path: string) => readFileSync(join(data, path), "utf8");
function parsed<T>(text: string, schema: z.ZodType<T>): T {
  const value = parseJson(text, schema);
  if (!value.ok) throw new Error("does not fit");
  return value.value;
}
const linesOf = <T>(path: string, schema: z.ZodType<T>): T[] =>
  read(path)
    .trim()
    .split("\n")
    .map((line) => parsed(line, schema));

describe("detection", () => {
  let projectId: ProjectId;
  let outputIds: readonly OutputId[];
  const at = (index: number): OutputId => OutputId.parse(outputIds[index]);

  beforeEach(async () => {
    ({ projectId, outputIds } = await aProject(Array.from({ length: 12 }, (_, i) => `Reply ${i}.`)));
  });

  async function grade(letters: string, policy: "uniform" | "repeat"): Promise<void> {
    const shown = { policy, inclusionProbability: null, rank: null, seed: null } as const;
    const mark = (letter: string): Label => (letter === "g" ? "good" : "bad");
    const grades = Array.from(letters, (letter, i) => {
      const ticket = ticketFor({ projectId, outputId: at(i), grader: "ann", shown });
      return aGradeInput(at(i), mark(letter), { shown, ticket });
    });
    expectOk(await recordGrades({ projectId, grader: "ann", grades }));
  }

  it("opens an event with its evidence, once, and changes nothing else", async () => {
    await grade("gggggggggg", "uniform");
    await grade("bbbbbbbbgg", "repeat");
    const before = await listGradeEvents(projectId);
    for (let again = 0; again < 2; again++) await detectDrift({ projectId, fresh: null });
    const events = await listDriftEvents(projectId);
    expect(events.map(({ sentence }) => sentence)).toEqual([
      "ann graded 0 of 5 repeated outputs the same on the whole output: the criterion needs a clearer wording before anything else",
      "ann has become stricter on the whole output: 8 of 8 repeats that changed went that way",
    ]);
    for (const event of events)
      expect(event).toMatchObject({
        kind: "graderDrift",
        by: "Touchstone",
        resolvedAt: null,
        revisionId: null,
      });
    expect(events[1]?.evidence.outputIds).toEqual(outputIds.slice(0, 8));
    // What was in force is kept, so that its figures are known; nothing was selected, so they are not measured.
    for (const { change } of (await readDrift(projectId)).journal)
      expect(change).toMatchObject({
        flipped: [],
        relabelling: { coverage: null },
        before: { alignment: null },
      });
    expect(await listGradeEvents(projectId)).toEqual(before);
  });

  it("is done in the background once grades arrive", async () => {
    const sandbox = { run: async () => [], close: async () => undefined };
    await workInBackground({ sandbox, connectedModel: async () => null, now: () => new Date() });
    await grade("gggggggggg", "uniform");
    await grade("bbbbbbbbgg", "repeat");
    while ((await listDriftEvents(projectId)).length < 2) await wait(20);
    await stopQueue();
  });

  it("is quiet after an alarm was settled, until later grades show it again", async () => {
    await grade("gggggggggg", "uniform");
    await grade("bbbbbbbbgg", "repeat");
    const job = { projectId, fresh: null } as const;
    await detectDrift(job);
    for (const { id } of await listDriftEvents(projectId))
      expectOk(
        await settleDrift({ projectId, eventId: id }, "ann", { at: new Date(), resolution: "reworded" }),
      );
    await detectDrift(job);
    expect(await listDriftEvents(projectId)).toHaveLength(2);
    await grade("ggggggggbb", "repeat");
    await detectDrift(job);
    expect((await listDriftEvents(projectId)).filter(({ resolvedAt }) => resolvedAt === null)).toHaveLength(
      2,
    );
  });
});

it("outputs of other inputs open a pipeline drift", async () => {
  const rows = (topics: readonly string[], from: number) =>
    JSON.stringify(
      topics.map((topic, i) => ({ topic, question: `Question ${from + i}`, output: `Reply ${from + i}.` })),
    );
  const old = Array.from({ length: 40 }, (_, i) => (i % 4 === 0 ? "returns" : "delivery"));
  const projectId = projectOf(await importFile(rows(old, 0)));
  await detectDrift({ projectId, fresh: 40 });
  await importFile(rows(old.slice(0, 20), 40), () => ({ projectId }));
  await detectDrift({ projectId, fresh: 20 });
  expect(await listDriftEvents(projectId)).toEqual([]);
  await importFile(
    rows(
      Array.from({ length: 20 }, () => "returns"),
      60,
    ),
    () => ({ projectId }),
  );
  await detectDrift({ projectId, fresh: 20 });
  const [event] = await listDriftEvents(projectId);
  expect(event).toMatchObject({
    kind: "pipelineDrift",
    evidence: {
      lines: expect.arrayContaining([
        expect.stringContaining("topic “returns”: 15 of 60 before, 20 of 20 now"),
      ]),
    },
  });
});

describe.skipIf(!hasData)("on real data", () => {
  it("the agreement of many graders is that of the reference, criterion by criterion", async () => {
    const Oracle = z.object({ by_criterion: z.record(z.string(), z.object({ alpha_nominal: z.number() })) });
    const { by_criterion: expected } = parsed(read("recipes_crowd/oracle.json"), Oracle);
    const projectId = projectOf(await importFile(read("recipes_crowd/normalised.jsonl")));
    const { boards } = await readDrift(projectId);
    const found = Object.fromEntries(boards.map(({ name, alpha }) => [name.slice(1, -1), alpha?.toFixed(4)]));
    expect(Object.keys(expected)).toHaveLength(6);
    for (const [name, { alpha_nominal: alpha }] of Object.entries(expected))
      expect([name, found[name]]).toEqual([name, alpha.toFixed(4)]);
    for (const { graders, shared } of boards) expect([graders, shared]).toEqual([88, 50]);
  });

  it("three prompt versions of one pipeline open a pipeline drift", async () => {
    const tweets = linesOf("tweet_ner/responses.jsonl", z.object({ tweet: z.string() })).map(
      ({ tweet }) => tweet,
    );
    const cached = linesOf(
      "tweet_ner/cached_all_prompt_versions.jsonl",
      z.object({ prompt: z.string(), responses: z.array(z.string()) }),
    );
    const versions = new Map<string, Record<string, string>[]>();
    for (const { prompt, responses } of cached) {
      const tweet =
        tweets.filter((one) => prompt.includes(one)).toSorted((a, b) => b.length - a.length)[0] ?? "";
      const version = prompt.split(tweet).join("");
      const rows = versions.get(version) ?? [];
      versions.set(version, [...rows, { tweet, prompt, response: responses[0] ?? "" }]);
    }
    expect([...versions.values()].map((rows) => rows.length)).toEqual([100, 100, 100]);
    let projectId: ProjectId | null = null;
    for (const rows of versions.values()) {
      const outcome = await importFile(JSON.stringify(rows), () => ({ projectId }));
      projectId = projectOf(outcome);
      await detectDrift({ projectId, fresh: rows.length });
    }
    if (projectId === null) throw new Error("nothing imported");
    const events = await listDriftEvents(projectId);
    expect(events.map(({ kind, sentence }) => ({ kind, sentence }))).toEqual([
      {
        kind: "pipelineDrift",
        sentence: "The pipeline changed: 2 versions of prompt, with 100, 100 outputs",
      },
      {
        kind: "pipelineDrift",
        sentence: "The pipeline changed: 3 versions of prompt, with 100, 100, 100 outputs",
      },
    ]);
    expect(events[1]?.evidence.lines[2]).toContain("100 of 100 have an input of the first version");
    expect(events[1]?.evidence.outputIds).toHaveLength(10);
  });
});
