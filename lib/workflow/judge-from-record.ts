import { listAssertions } from "@/lib/db/assertions";
import { readReferences } from "@/lib/db/references";
import { readFindings, readVerdictColumns, saveVerdicts, type VerdictToSave } from "@/lib/db/verdicts";
import type { Assertion } from "@/lib/domain/assertion";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import { decide, decideByVotes } from "@/lib/domain/judge-designs/decide";
import { askingOf } from "@/lib/domain/judge-designs/describe";
import { needsReference, type Judge, type Jury, type SoloJudge } from "@/lib/domain/judge-designs/judge";
import type { VerdictKind } from "@/lib/domain/verdict";
import { publish } from "@/lib/jobs/notify";
import { enqueue } from "@/lib/jobs/queue";
import { hashImplementation } from "./hash-implementation";
import type { JudgeTarget } from "./judge-target";

/** Of these outputs those about which the judge can say anything: for some designs those with a verified reference. */
async function within(judge: Judge, outputIds: readonly OutputId[]): Promise<readonly OutputId[]> {
  if (!needsReference(judge)) return outputIds;
  const references = await readReferences(outputIds);
  return outputIds.filter((id) => references.has(id));
}

/**
 * Judges what needs no call: from what a judge with the same question found out already, or for a jury from the
 * verdicts of its members. Returns the outputs that are left to ask about; those on which a member of a jury is still
 * at work are not among them.
 */
export async function judgeFromRecord(
  { projectId, assertionId, judge }: JudgeTarget,
  missing: readonly OutputId[],
): Promise<readonly OutputId[]> {
  const pending = await within(judge, missing);
  if (pending.length === 0) return pending;
  const others = (await listAssertions(projectId)).filter(({ id }) => id !== assertionId);
  const { verdicts, wait } =
    judge.design === "jury"
      ? await fromMembers(judge, others, pending)
      : await fromFindings(judge, others, pending);
  await saveVerdicts(assertionId, verdicts);
  if (verdicts.length > 0) await publish(projectId, "verdicts");
  const settled = new Set([...wait, ...verdicts.map(({ outputId }) => outputId)]);
  return pending.filter((id) => !settled.has(id));
}

type FromRecord = { readonly verdicts: readonly VerdictToSave[]; readonly wait: readonly OutputId[] };

async function fromFindings(
  judge: SoloJudge,
  others: readonly Assertion[],
  pending: readonly OutputId[],
): Promise<FromRecord> {
  const asking = askingOf(judge);
  if (asking === null) return { verdicts: [], wait: [] };
  const same = others.filter(
    ({ implementation }) => implementation.kind === "judge" && askingOf(implementation) === asking,
  );
  const findings = await readFindings(
    same.map(({ id }) => id),
    pending,
  );
  const verdicts = [...findings].map(([outputId, finding]) => ({
    outputId,
    finding,
    verdict: decide(judge, finding),
  }));
  return { verdicts, wait: [] };
}

/** Where each member is: a candidate of the project, found by its content. A member that is none is asked anew. */
async function fromMembers(
  jury: Jury,
  others: readonly Assertion[],
  pending: readonly OutputId[],
): Promise<FromRecord> {
  const byHash = new Map(others.map(({ hash, id }) => [hash, id]));
  const ids = jury.members.flatMap(({ judge }) => byHash.get(hashImplementation(judge)) ?? []);
  if (ids.length < jury.members.length) return { verdicts: [], wait: [] };
  const columns = await readVerdictColumns(ids, new Map());
  const votes = columns.map(
    ({ outputIds, kinds }) => new Map(outputIds.map((id, i) => [id, kinds[i]] as const)),
  );
  const verdicts: VerdictToSave[] = [];
  const wait: OutputId[] = [];
  for (const outputId of pending) {
    const kinds = votes.flatMap((of): VerdictKind[] => {
      const kind = of.get(outputId);
      return kind === undefined ? [] : [kind];
    });
    if (kinds.length < ids.length) wait.push(outputId);
    else verdicts.push({ outputId, verdict: decideByVotes(jury, kinds) });
  }
  return { verdicts, wait };
}

/** Asks the juries that this judge is a member of to count again. */
export async function wakeJuries(projectId: ProjectId, judge: Assertion): Promise<void> {
  if (judge.implementation.kind !== "judge" || judge.implementation.design === "jury") return;
  for (const { id, implementation } of await listAssertions(projectId)) {
    if (implementation.kind !== "judge" || implementation.design !== "jury") continue;
    const isMember = implementation.members.some(
      ({ judge: member }) => hashImplementation(member) === judge.hash,
    );
    if (isMember) await enqueue({ kind: "run", projectId, assertionId: id });
  }
}
