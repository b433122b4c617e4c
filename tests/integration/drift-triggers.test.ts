import { beforeEach, expect, it } from "vitest";
import { pool } from "@/lib/db/client";
import type { Assertion } from "@/lib/domain/assertion";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import { adjudicate } from "@/lib/workflow/adjudicate";
import { chooseAssertion } from "@/lib/workflow/choose-assertion";
import { chooseConnection } from "@/lib/workflow/connections";
import { editProject } from "@/lib/workflow/edit-project";
import { recordGrades } from "@/lib/workflow/record-grade";
import { runAssertion } from "@/lib/workflow/run-assertions";
import { aCandidate } from "@/tests/support/candidates";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { aGradeInput } from "@/tests/support/grading-input";
import { expectOk } from "@/tests/support/import-file";
import { aWorld, type World } from "@/tests/support/judge-world";

endDatabaseAfterAll();

let world: World;
let code: Assertion;
let first: OutputId;

/** Whether the background was asked to look for drift in a project; it is asked no more afterwards. */
async function wasAsked(projectId: ProjectId): Promise<boolean> {
  const { rowCount } = await pool.query(
    `DELETE FROM pgboss.job WHERE data->>'kind' = 'drift' AND data->>'projectId' = $1`,
    [projectId],
  );
  return (rowCount ?? 0) > 0;
}

beforeEach(async () => {
  world = await aWorld(["One.", "Two."]);
  const { projectId, criterion, outputIds } = world;
  const [output] = outputIds;
  if (output === undefined) throw new Error("no output");
  first = output;
  code = await aCandidate(projectId, criterion, { kind: "javascript", source: "return true;" });
  await aCandidate(projectId, criterion, { kind: "judge", design: "direct", question: "Is it sound?" });
  expectOk(await recordGrades({ projectId, grader: "ann", grades: [aGradeInput(first, "good")] }));
  await wasAsked(projectId);
});

it.each<[string, () => Promise<unknown>]>([
  ["another model may judge", () => chooseConnection(null, "judging", null)],
  [
    "a dispute is decided",
    () =>
      adjudicate({
        ...{ projectId: world.projectId, outputId: first, criterionId: null },
        ...{ mark: "bad", note: "", by: "ann", key: `decision-${first}` },
      }),
  ],
  [
    "another assertion speaks for a criterion",
    () =>
      chooseAssertion({
        ...{ projectId: world.projectId, criterionId: world.criterion.id, by: "ann" },
        choice: { kind: "pin", assertionId: code.id },
      }),
  ],
  [
    "an assertion has judged",
    () =>
      runAssertion(
        {
          sandbox: { run: async () => [], close: async () => undefined },
          ...{ connectedModel: async () => null, now: () => new Date() },
        },
        { projectId: world.projectId, assertionId: code.id },
        new AbortController().signal,
      ),
  ],
  [
    "the prompt is rewritten",
    async () => {
      const { projectId } = world;
      await editProject({ projectId, name: "n", promptTemplate: "Answer: {{question}}" });
      await editProject({ projectId, name: "n", promptTemplate: "Answer briefly: {{question}}" });
    },
  ],
])("drift is looked for when %s", async (_, act) => {
  expect(await wasAsked(world.projectId)).toBe(false);
  await act();
  expect(await wasAsked(world.projectId)).toBe(true);
});
