import pLimit from "p-limit";
import { findDriftKind, saveRecheck, type DriftTarget } from "@/lib/db/drift";
import { addLlmCall, listAnsweredByOthers, listJudgeModels } from "@/lib/db/llm-calls";
import { findOutputs } from "@/lib/db/outputs";
import { readReferences } from "@/lib/db/references";
import type { Assertion } from "@/lib/domain/assertion";
import { replacingModel } from "@/lib/domain/detect-judge-drift";
import type { Recheck } from "@/lib/domain/drift-event";
import type { Label } from "@/lib/domain/grade";
import type { OutputId } from "@/lib/domain/ids";
import type { Judge } from "@/lib/domain/judge-designs/judge";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { reportCard } from "@/lib/domain/report-card";
import type { VerdictKind } from "@/lib/domain/verdict";
import type { CallRecord, LlmClient } from "@/lib/llm/client";
import { publish } from "@/lib/jobs/notify";
import { enqueue } from "@/lib/jobs/queue";
import { judgeOne } from "./ask-judge";
import { inPlay } from "./detect-drift";
import { costOfBatch } from "./estimate-judging";
import { withinBudget } from "./hold-judging";
import type { Ports } from "./ports";
import { readBoard, type Board } from "./read-board";
import { withActivity } from "./with-activity";

const AT_ONCE = 8;
/** So many outputs of each judge show how far the models differ; graded ones first, since they say which is right. */
const MOST_ASKED = 40;

/** Asks the background to put the questions of an earlier model to the one of now. */
export async function askForRecheck(target: DriftTarget): Promise<Result<null>> {
  const kind = await findDriftKind(target);
  if (kind === null) return fail({ code: "not-found", what: "drift event" });
  if (kind !== "judgeDrift")
    return fail({
      code: "bad-input",
      sentence: "This entry is not about a judge: there is nobody to ask again.",
    });
  await enqueue({ kind: "recheck", ...target });
  return ok(null);
}

type JudgeInPlay = { readonly assertion: Assertion; readonly judge: Judge };

/**
 * Puts what an earlier model had judged to the model of now, for each judge that speaks for a criterion, and keeps what
 * differs with the entry. No verdict is replaced: whether the old ones still hold is for people to say.
 */
export async function recheckJudges(ports: Ports, target: DriftTarget, signal: AbortSignal): Promise<void> {
  const { projectId } = target;
  const [model, models] = await Promise.all([ports.connectedModel(projectId), listJudgeModels(projectId)]);
  const now = replacingModel(models);
  if (!model || now === null || (await findDriftKind(target)) !== "judgeDrift") return;
  const activity = { projectId, kind: "probe", title: "Ask judges again after their model changed" } as const;
  await withActivity(ports, activity, async (activityId) => {
    const board = await readBoard(projectId);
    const found: Recheck["judges"] = [];
    for (const one of judgesInPlay(board)) {
      const outputIds = await earlierAnswers(board, one.assertion, now);
      const asking: Asking = { ...target, ...one, model, signal, activityId };
      const said = await askAgain(ports, asking, outputIds);
      if (!said) return "not finished: judging pauses, or its budget does not suffice";
      found.push(compare(board, one.assertion, said));
    }
    if (found.length === 0) return "no judge speaks for a criterion now";
    await saveRecheck(target, { at: ports.now().toISOString(), model: now, judges: found });
    await publish(projectId, "drift");
    const changed = found.reduce((sum, { changed: moved }) => sum + moved.length, 0);
    return `${changed} of ${found.reduce((sum, { asked }) => sum + asked, 0)} verdicts differ`;
  });
}

function judgesInPlay(board: Board): JudgeInPlay[] {
  return inPlay(reportCard(board)).flatMap(({ assertion }) =>
    assertion.implementation.kind === "judge" ? [{ assertion, judge: assertion.implementation }] : [],
  );
}

/** Those that a person has graded on the criterion come first. */
async function earlierAnswers(board: Board, assertion: Assertion, now: string): Promise<OutputId[]> {
  const labels = labelsOf(board, assertion);
  const ids = (await listAnsweredByOthers(assertion.id, now)).filter(
    (id) => board.matrix.kind(assertion.id, id) !== null,
  );
  const graded = ids.filter((id) => labels.has(id));
  return [...graded, ...ids.filter((id) => !labels.has(id))].slice(0, MOST_ASKED);
}

const labelsOf = ({ labels }: Board, { criterionId }: Assertion): ReadonlyMap<OutputId, Label> =>
  (criterionId === null ? undefined : labels.byCriterion.get(criterionId)?.labels) ??
  new Map<OutputId, Label>();

type Asking = DriftTarget &
  JudgeInPlay & { readonly model: LlmClient; readonly signal: AbortSignal; readonly activityId: number };

/** What the model of now says of each output; null: the budget does not suffice. Throws when it cannot be reached. */
async function askAgain(
  ports: Ports,
  { projectId, assertion, judge, model, signal, activityId }: Asking,
  outputIds: readonly OutputId[],
): Promise<ReadonlyMap<OutputId, VerdictKind> | null> {
  const [outputs, references] = await Promise.all([
    findOutputs(projectId, outputIds),
    readReferences(outputIds),
  ]);
  const next = () => costOfBatch(projectId, { assertionId: assertion.id, judge, model }, outputs);
  return withinBudget(projectId, { next, now: ports.now() }, async () => {
    const said = await pLimit(AT_ONCE).map(outputs, async (output) => {
      const reference = references.get(output.id) ?? null;
      const onCall = (call: CallRecord) => addLlmCall(projectId, { ...call, activityId });
      const answer = await judgeOne(model, { judge, output, reference, onCall, signal });
      if (answer.kind === "unavailable") throw new Error(`the model cannot be reached: ${answer.why}`);
      return [output.id, answer.verdict.kind] as const;
    });
    return new Map(said);
  });
}

/** Agreement is over the graded outputs that both models judged. */
function compare(
  board: Board,
  assertion: Assertion,
  said: ReadonlyMap<OutputId, VerdictKind>,
): Recheck["judges"][number] {
  const labels = labelsOf(board, assertion);
  const rows = [...said].flatMap(([outputId, after]) => {
    const before = board.matrix.kind(assertion.id, outputId);
    return before === null ? [] : [{ outputId, before, after, label: labels.get(outputId) ?? null }];
  });
  const isVerdict = (kind: VerdictKind) => kind === "pass" || kind === "fail";
  const held = rows.filter(
    ({ label, before, after }) => label !== null && isVerdict(before) && isVerdict(after),
  );
  const agreeing = (when: "before" | "after") =>
    held.filter((row) => (row[when] === "pass") === (row.label === "good")).length;
  return {
    ...{ assertionId: assertion.id, name: assertion.name, asked: rows.length },
    changed: rows.filter(({ before, after }) => before !== after),
    before: { count: agreeing("before"), of: held.length },
    after: { count: agreeing("after"), of: held.length },
  };
}
