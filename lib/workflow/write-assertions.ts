import { listAssertions } from "@/lib/db/assertions";
import { findCriterion } from "@/lib/db/criteria";
import { addLlmCall } from "@/lib/db/llm-calls";
import { findProject } from "@/lib/db/projects";
import type { AssertionDraft } from "@/lib/domain/assertion";
import { checksForCriterion } from "@/lib/domain/checks/fitting-checks";
import { hasMeaning, type Criterion, type CriterionKind } from "@/lib/domain/criterion";
import type { CriterionId, ProjectId } from "@/lib/domain/ids";
import { draftsOf } from "@/lib/domain/judge-designs/variants";
import type { LlmClient } from "@/lib/llm/client";
import { writeChecklist } from "@/lib/llm/tasks/write-checklist";
import { writeAssertions, type WriteInput } from "@/lib/llm/tasks/write-assertions";
import { plainJudges, questionOf } from "./plain-judges";
import { storeCandidates } from "./edit-assertions";
import type { Ports } from "./ports";
import { rankWritten } from "./rank-written";
import { readWritten } from "./read-written";
import { sampleOutputs } from "./suggest-criteria";
import { withActivity } from "./with-activity";

const EXAMPLES = 4;
const CLIP = 2_000;
const WANTS: Readonly<Record<CriterionKind, WriteInput["wants"]>> = {
  code: { code: 5, judge: 0 },
  judge: { code: 0, judge: 3 },
  either: { code: 4, judge: 2 },
};

/** What the writing of its candidates is called among the activities. */
export const titleOfWriting = ({ revision }: Criterion): string => `Write candidates for “${revision.name}”`;

/** Writes candidates for one criterion: the library's, judges in the criterion's own words, and those of a model. */
export async function writeForCriterion(
  ports: Ports,
  job: { readonly projectId: ProjectId; readonly criterionId: CriterionId },
): Promise<void> {
  const [project, criterion] = await Promise.all([
    findProject(job.projectId),
    findCriterion(job.projectId, job.criterionId),
  ]);
  if (!project || !criterion || criterion.retiredAt !== null) return;
  const { name, wording } = criterion.revision;
  await withActivity(
    ports,
    { projectId: project.id, kind: "write", title: titleOfWriting(criterion) },
    async (activityId) => {
      const outputs = await sampleOutputs(project);
      const variables = [...new Set(outputs.flatMap((output) => Object.keys(output.variables)))];
      const own = [
        ...(criterion.kind === "judge"
          ? []
          : checksForCriterion({ name, wording }, { promptTemplate: project.promptTemplate, variables })),
        ...(criterion.kind === "code" ? [] : plainJudges(criterion)),
      ];
      const added = await storeCandidates({ projectId: project.id, criterion }, own);
      const model = await ports.connectedModel(project.id);
      if (!model) return `${added} new from the library; no model is connected`;
      const context = { model, projectId: project.id, activityId };
      const outcome = await model.ask(writeAssertions, {
        name,
        wording,
        promptTemplate: project.promptTemplate,
        outputs: outputs
          .slice(0, EXAMPLES)
          .map(({ text, variables: input }) => ({ text: text.slice(0, CLIP), input })),
        existing: await existingOf(criterion, project.id),
        wants: WANTS[criterion.kind],
      });
      await addLlmCall(project.id, { ...outcome.call, activityId });
      if (outcome.kind !== "answered")
        return `${added} new from the library; the model did not help: ${outcome.why}`;
      // Nothing more is paid for a project that was deleted meanwhile.
      if (!(await findCriterion(project.id, criterion.id))) return "the criterion is gone";
      const { drafts, leftOut } = readWritten(outcome.answer);
      const { accepted, rejected } = await rankWritten(drafts, criterion, context);
      const written = await storeCandidates({ projectId: project.id, criterion }, [
        ...accepted,
        ...(criterion.kind === "code" ? [] : await checklistFor(criterion, context)),
      ]);
      const left = [...leftOut, ...rejected];
      const without = left.length === 0 ? "" : `; left out ${left.length}: ${left.join(", ")}`;
      return `${added} new from the library, ${written} from the model${without}`;
    },
  );
}

const MOST_EXISTING = 30;

/** Code by its name, judges by their question: what another candidate should not repeat. */
async function existingOf(criterion: Criterion, projectId: ProjectId): Promise<string[]> {
  const mine = (await listAssertions(projectId)).filter(
    ({ origin, revisionId }) => origin !== "library" && hasMeaning(criterion, revisionId),
  );
  const said = mine.map(({ name, implementation }) =>
    implementation.kind === "judge" ? implementation.question.slice(0, CLIP) : name,
  );
  return [...new Set(said)].slice(-MOST_EXISTING);
}

/** A checklist with its rules, the first time: its questions stay as they are then. None where the model is no help. */
async function checklistFor(
  criterion: Criterion,
  context: { readonly model: LlmClient; readonly projectId: ProjectId; readonly activityId: number },
): Promise<AssertionDraft[]> {
  const { model, projectId, activityId } = context;
  const ever = await listAssertions(projectId, { retiredToo: true });
  const hasOne = ever.some(
    ({ revisionId, implementation }) =>
      hasMeaning(criterion, revisionId) &&
      implementation.kind === "judge" &&
      implementation.design === "checklist",
  );
  if (hasOne) return [];
  const { name, wording } = criterion.revision;
  const outcome = await model.ask(writeChecklist, { name, wording });
  await addLlmCall(projectId, { ...outcome.call, activityId });
  if (outcome.kind !== "answered") return [];
  const items = outcome.answer.map(({ question, weight }, i) => ({
    id: `q${i + 1}`,
    question: question.slice(0, MAX_QUESTION),
    weight,
  }));
  const common = { kind: "judge", question: questionOf(criterion) } as const;
  return draftsOf({ ...common, design: "checklist", items, rule: { kind: "all" } }, "model");
}

const MAX_QUESTION = 2_000;
