import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { findQueue } from "@/lib/db/queues";
import { listTags } from "@/lib/db/remarks";
import { OutputId, type ProjectId } from "@/lib/domain/ids";
import type { OutputSelection } from "@/lib/domain/output-selection";
import { ALL_OUTPUTS, type OutputsQuery } from "@/lib/domain/outputs-query";
import { standingTags } from "@/lib/domain/remark";
import { putIntoNewQueue, putIntoQueue, tagOutputs } from "@/lib/workflow/change-selected";
import { recordGrades } from "@/lib/workflow/record-grade";
import { recordRemarks } from "@/lib/workflow/record-remarks";
import { aProject } from "@/tests/support/a-project";
import { QUEUE_SETTINGS } from "@/tests/support/a-world";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { aGradeInput } from "@/tests/support/grading-input";
import { expectOk } from "@/tests/support/import-file";

endDatabaseAfterAll();

const now = new Date("2026-11-24T10:00:00Z");
let projectId: ProjectId;
let outputIds: readonly OutputId[];
const at = (i: number): OutputId => OutputId.parse(outputIds[i]);
const picked = (...places: readonly number[]): OutputSelection => ({
  of: "picked",
  outputIds: places.map(at),
});
const matching = (query: Partial<OutputsQuery>): OutputSelection => ({
  of: "matching",
  query: { ...ALL_OUTPUTS, ...query },
});

beforeEach(async () => {
  ({ projectId, outputIds } = await aProject(["a", "b", "c", "d"]));
});

const tags = async (person: string) => {
  const own = standingTags((await listTags(projectId)).filter(({ grader }) => grader === person));
  return outputIds.map((id) => own.get(id) ?? []);
};

describe("a tag on selected outputs", () => {
  it("comes beside the tags that the person gave before, once, and leaves those of others alone", async () => {
    const remark = { kind: "tags" as const, tags: ["rude"] };
    const remarks = [{ key: `bulk-tags-${at(0)}`, outputId: at(0), remark }];
    expectOk(await recordRemarks({ projectId, grader: "eve", remarks }));
    const give = (selection: OutputSelection) =>
      tagOutputs({ projectId, person: "eve", selection, tag: "odd" });
    expect(expectOk(await give(picked(0, 1)))).toEqual({ tagged: 2, had: 0, full: 0 });
    expect(expectOk(await give(picked(1, 2)))).toEqual({ tagged: 1, had: 1, full: 0 });
    expect(await tags("eve")).toEqual([["rude", "odd"], ["odd"], ["odd"], []]);
    expect(await tags("ann")).toEqual([[], [], [], []]);
  });

  it("is not given to an output that has as many as there may be, and says so", async () => {
    const full = { kind: "tags" as const, tags: Array.from({ length: 20 }, (_, i) => `tag ${i}`) };
    const remarks = [{ key: `bulk-full-${at(0)}`, outputId: at(0), remark: full }];
    expectOk(await recordRemarks({ projectId, grader: "eve", remarks }));
    const given = await tagOutputs({ projectId, person: "eve", selection: picked(0, 3), tag: "odd" });
    expect(expectOk(given)).toEqual({ tagged: 1, had: 0, full: 1 });
  });

  it("finds all that match, and nothing of another project", async () => {
    const grades = [aGradeInput(at(1), "bad"), aGradeInput(at(2), "bad"), aGradeInput(at(3), "good")];
    expectOk(await recordGrades({ projectId, grader: "ann", grades }));
    const selection = matching({ show: ["bad"], page: 9 });
    const given = await tagOutputs({ projectId, person: "eve", selection, tag: "odd" });
    expect(expectOk(given).tagged).toBe(2);
    expect(await tags("eve")).toEqual([[], ["odd"], ["odd"], []]);
    const other = await aProject(["other"]);
    const foreign: OutputSelection = { of: "picked", outputIds: [...other.outputIds] };
    const refused = await tagOutputs({ projectId, person: "eve", selection: foreign, tag: "odd" });
    expect(refused.ok).toBe(false);
    expect(await listTags(other.projectId)).toEqual([]);
  });
});

describe("selected outputs in a queue", () => {
  it("make a new one, or come into one that there is, each once", async () => {
    const place = { projectId, person: "local", now };
    const made = expectOk(
      await putIntoNewQueue({ ...place, selection: picked(2, 0), settings: QUEUE_SETTINGS }),
    );
    expect(made).toMatchObject({ added: 2, leftOut: 0 });
    const { queueId } = made;
    const more = expectOk(await putIntoQueue({ ...place, selection: matching({}), queueId }));
    expect(more).toEqual({ queueId, added: 2, leftOut: 2 });
    const stored = await findQueue(projectId, queueId);
    expect(stored?.outputs.map(({ outputId }) => outputId)).toEqual(outputIds);
    // Somebody picked them: nobody knows with what chance.
    expect(stored?.outputs.map(({ drawnFrom }) => drawnFrom)).toEqual([null, null, null, null]);
    const again = await putIntoQueue({ ...place, selection: picked(1), queueId });
    expect(again.ok ? null : again.problem).toMatchObject({ code: "bad-input" });
  });

  it("are only the first of those that are (almost) the same", async () => {
    await db.output.updateMany({ where: { id: { in: [at(0), at(1)] } }, data: { likeness: "alike" } });
    const settings = QUEUE_SETTINGS;
    const made = await putIntoNewQueue({
      projectId,
      person: "local",
      now,
      selection: picked(0, 1),
      settings,
    });
    expect(expectOk(made)).toMatchObject({ added: 1, leftOut: 1 });
  });
});
