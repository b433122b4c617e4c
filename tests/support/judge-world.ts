import type { Criterion, CriterionKind } from "@/lib/domain/criterion";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import { createOpenAiClient } from "@/lib/llm/openai-client";
import type { Sandbox } from "@/lib/sandbox/sandbox";
import type { Ports } from "@/lib/workflow/ports";
import { recordGrades } from "@/lib/workflow/record-grade";
import { aProject, storeCriterion } from "./a-project";
import { aGradeInput } from "./grading-input";
import type { LlmServer } from "./llm-server/server";

/** For work that needs no code run. */
const IDLE: Sandbox["run"] = async () => [];

/** With a stand-in for both models: the strong one is called "large", the cheap one "small". */
export function portsTo(server: LlmServer, run = IDLE): Ports {
  const model = createOpenAiClient(
    { baseUrl: server.url, apiKey: null, writingModel: "large", judgingModel: "small" },
    { retries: 0 },
  );
  return {
    sandbox: { run, close: async () => undefined },
    connectedModel: async () => model,
    now: () => new Date(),
  };
}

export type World = {
  readonly projectId: ProjectId;
  readonly criterion: Criterion;
  readonly outputIds: readonly OutputId[];
};

/** A project with these outputs and one criterion. */
export async function aWorld(
  texts: readonly string[],
  change: { readonly kind?: CriterionKind; readonly wording?: string } = {},
): Promise<World> {
  const { projectId, outputIds } = await aProject(texts);
  const criterion = await storeCriterion(projectId, { name: "sound", kind: "judge", ...change });
  return { projectId, outputIds, criterion };
}

/** Grades these outputs on the criterion, every other one bad, beginning with a good one. */
export const gradeInTurn = (
  { projectId, criterion, outputIds }: World,
  { from = 0, to, note = () => "since it is so" }: Turn,
) =>
  recordGrades({
    projectId,
    grader: "ann",
    grades: outputIds.slice(from, to).map((id, i) =>
      aGradeInput(id, (from + i) % 2 === 0 ? "good" : "bad", {
        criterionId: criterion.id,
        revisionId: criterion.revision.id,
        note: note(from + i),
      }),
    ),
  });

type Turn = { readonly from?: number; readonly to: number; readonly note?: (index: number) => string };
