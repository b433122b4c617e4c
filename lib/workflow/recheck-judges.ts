import { findDriftKind, saveRecheck, type DriftTarget } from "@/lib/db/drift";
import { keepJudgeFinding, readJudgeFindings } from "@/lib/db/judge-findings";
import { addLlmCall } from "@/lib/db/llm-calls";
import { findOutputs } from "@/lib/db/outputs";
import { readReferences } from "@/lib/db/references";
import type { Assertion } from "@/lib/domain/assertion";
import type { Outdated } from "@/lib/domain/detect-judge-drift";
import type { Recheck } from "@/lib/domain/drift-event";
import type { Label } from "@/lib/domain/grade";
import type { OutputId } from "@/lib/domain/ids";
import { decide } from "@/lib/domain/judge-designs/decide";
import type { Judge } from "@/lib/domain/judge-designs/judge";
import { isShownTo } from "@/lib/domain/judge-designs/leak-guard";
import type { Output } from "@/lib/domain/output";
import { fail, ok, type Result } from "@/lib/domain/problem";
import type { VerdictKind } from "@/lib/domain/verdict";
import type { CallRecord, LlmClient } from "@/lib/llm/client";
import { publish } from "@/lib/jobs/notify";
import { enqueue } from "@/lib/jobs/queue";
import { judgeOne } from "./ask-judge";
import { costOfBatch } from "./estimate-judging";
import { withinBudget } from "./hold-judging";
import { judgeKey } from "./judge-key";
import type { Ports } from "./ports";
import { readBoard, type Board } from "./read-board";
import { readOutdated } from "./read-outdated";
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

/**
 * Puts what an earlier model had judged to the model of now, for each judge that speaks for a criterion, and keeps what
 * differs with the entry. No verdict is replaced: whether the old ones still hold is for people to say. What was answered
 * before the budget ran out is kept, and not asked again.
 */
export async function recheckJudges(ports: Ports, target: DriftTarget, signal: AbortSignal): Promise<void> {
  const { projectId } = target;
  const model = await ports.connectedModel(projectId);
  if (!model || (await findDriftKind(target)) !== "judgeDrift") return;
  const activity = { projectId, kind: "probe", title: "Ask judges again after their model changed" } as const;
  await withActivity(ports, activity, async (activityId) => {
    const board = await readBoard(projectId);
    const found: Recheck["judges"] = [];
    for (const one of await readOutdated(board, { projectId, now: model.identity })) {
      const outputIds = toAsk(board, one);
      const said = await askAgain(ports, { ...target, ...one, model, signal, activityId }, outputIds);
      found.push({ ...compare(board, one.assertion, said), waiting: outputIds.length - said.size });
    }
    if (found.length === 0) return "no judge in play has verdicts of an earlier model now";
    const sum = (pick: (judge: Recheck["judges"][number]) => number) =>
      found.reduce((total, judge) => total + pick(judge), 0);
    const waiting = sum((judge) => judge.waiting);
    if (waiting > 0 && sum(({ asked }) => asked) === 0)
      return "not begun: judging pauses, or its budget does not suffice";
    const { judgingModel } = model.identity;
    await saveRecheck(target, { at: ports.now().toISOString(), model: judgingModel, judges: found });
    await publish(projectId, "drift");
    return `${sum(({ changed }) => changed.length)} of ${sum(({ asked }) => asked)} verdicts differ${waiting > 0 ? `; ${waiting} outputs wait: judging pauses, or its budget does not suffice` : ""}`;
  });
}

/** Outputs with a verdict of an earlier model; those that a person has graded on the criterion come first. */
function toAsk(board: Board, { assertion, earlier }: Outdated): OutputId[] {
  const labels = labelsOf(board, assertion);
  const ids = [...earlier.keys()].toSorted((a, b) => a - b);
  const graded = ids.filter((id) => labels.has(id));
  return [...graded, ...ids.filter((id) => !labels.has(id))].slice(0, MOST_ASKED);
}

const labelsOf = ({ labels }: Board, { criterionId }: Assertion): ReadonlyMap<OutputId, Label> =>
  (criterionId === null ? undefined : labels.byCriterion.get(criterionId)?.labels) ??
  new Map<OutputId, Label>();

type Asking = DriftTarget &
  Pick<Outdated, "assertion" | "judge"> & {
    readonly model: LlmClient;
    readonly signal: AbortSignal;
    readonly activityId: number;
  };

/** What the model of now says of each output, as far as the budget suffices. Throws when it cannot be reached. */
async function askAgain(
  ports: Ports,
  asking: Asking,
  outputIds: readonly OutputId[],
): Promise<ReadonlyMap<OutputId, VerdictKind>> {
  const { projectId, assertion, judge, model } = asking;
  const [outputs, references] = await Promise.all([
    findOutputs(projectId, outputIds),
    readReferences(outputIds),
  ]);
  const all = outputs.map((output): ToAsk => {
    const reference = references.get(output.id) ?? null;
    const isKept = judge.design !== "jury" && !isShownTo(judge, output);
    return { output, reference, key: isKept ? judgeKey(judge, output, { model, reference }) : null };
  });
  const said = await answeredBefore(judge, all);
  const open = all.filter(({ output }) => !said.has(output.id));
  for (let start = 0; start < open.length; start += AT_ONCE) {
    const batch = open.slice(start, start + AT_ONCE);
    const texts = batch.map(({ output }) => output);
    const next = () => costOfBatch(projectId, { assertionId: assertion.id, judge, model }, texts);
    const answers = await withinBudget(projectId, { next, now: ports.now() }, () =>
      Promise.all(batch.map((one) => askOne(asking, one))),
    );
    if (answers === null) return said;
    for (const [i, kind] of answers.entries()) {
      const outputId = texts[i]?.id;
      if (outputId !== undefined) said.set(outputId, kind);
    }
  }
  return said;
}

/** `key` null: the answer is of no use to any other judge. */
type ToAsk = { readonly output: Output; readonly reference: string | null; readonly key: string | null };

/** What the model of now has answered to the same question already. */
async function answeredBefore(judge: Judge, all: readonly ToAsk[]): Promise<Map<OutputId, VerdictKind>> {
  if (judge.design === "jury") return new Map();
  const known = await readJudgeFindings(all.flatMap(({ key }) => key ?? []));
  return new Map(
    all.flatMap(({ output, key }): [OutputId, VerdictKind][] => {
      const finding = key === null ? undefined : known.get(key);
      return finding ? [[output.id, decide(judge, finding).kind]] : [];
    }),
  );
}

async function askOne(
  { projectId, judge, model, signal, activityId }: Asking,
  { output, reference, key }: ToAsk,
): Promise<VerdictKind> {
  // Without its assertion: it stands behind no verdict.
  const onCall = (call: CallRecord) => addLlmCall(projectId, { ...call, activityId });
  const answer = await judgeOne(model, { judge, output, reference, onCall, signal });
  if (answer.kind === "unavailable") throw new Error(`the model cannot be reached: ${answer.why}`);
  if (key !== null && answer.finding)
    await keepJudgeFinding(key, model.identity.judgingModel, answer.finding);
  return answer.verdict.kind;
}

/** Agreement is over the graded outputs that both models judged. */
function compare(
  board: Board,
  assertion: Assertion,
  said: ReadonlyMap<OutputId, VerdictKind>,
): Omit<Recheck["judges"][number], "waiting"> {
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
