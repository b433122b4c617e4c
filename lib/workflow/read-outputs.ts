import { listUntrustedJudges } from "@/lib/db/canary-runs";
import { listCriterionHistories } from "@/lib/db/criteria";
import { findOutput, findOutputs, listSuspicious, searchOutputIds } from "@/lib/db/outputs";
import { listCallsOn, type LlmCall } from "@/lib/db/llm-calls";
import { listGradesOfOutput } from "@/lib/db/grades";
import { findReference } from "@/lib/db/references";
import { listRemarks } from "@/lib/db/remarks";
import { readVerdictsOfOutput } from "@/lib/db/verdicts";
import type { Assertion } from "@/lib/domain/assertion";
import { withoutModel } from "@/lib/domain/without-model";
import type { Criterion } from "@/lib/domain/criterion";
import type { GradeEvent, Label } from "@/lib/domain/grade";
import { hideInAssertion, hideInCalls } from "@/lib/domain/hide-outputs";
import type { OutputId, ProjectId, RevisionId } from "@/lib/domain/ids";
import type { Output } from "@/lib/domain/output";
import type { OutputsQuery } from "@/lib/domain/outputs-query";
import type { Reference } from "@/lib/domain/reference";
import { standingRemarks, type Remarks } from "@/lib/domain/remark";
import { findSuspicions, type Suspicion } from "@/lib/domain/suspicion";
import type { Verdict } from "@/lib/domain/verdict";
import { blindOutputs, lookedAtAgain } from "./read-blind";
import { readBoard } from "./read-board";

export const PAGE_SIZE = 50;

export type OutputRow = { readonly output: Output; readonly label: Label | null };

/** A page of the table of outputs, and how many there are under the filter; what a person grades blind has no label. */
export async function readOutputs(
  projectId: ProjectId,
  query: OutputsQuery,
  person: string,
): Promise<{ readonly rows: readonly OutputRow[]; readonly total: number }> {
  const board = await readBoard(projectId);
  const ids = query.q === "" ? board.matrix.outputIds : await searchOutputIds(projectId, query.q);
  const suspicious = query.show === "suspicious" ? await listSuspicious(projectId) : null;
  const blind = await blindOutputs(projectId, board, person);
  const labelOf = (id: OutputId) => (blind.has(id) ? null : (board.labels.whole.get(id) ?? null));
  const isShown = (id: OutputId) =>
    query.show === "all" || (suspicious?.has(id) ?? (labelOf(id) ?? "ungraded") === query.show);
  const matching = ids.filter(isShown);
  const start = (query.page - 1) * PAGE_SIZE;
  const outputs = await findOutputs(projectId, matching.slice(start, start + PAGE_SIZE));
  return { rows: outputs.map((output) => ({ output, label: labelOf(output.id) })), total: matching.length };
}

export type OutputDetail = {
  readonly output: Output;
  readonly label: Label | null;
  readonly events: readonly GradeEvent[];
  /** What each grader says of it beside the grades. */
  readonly remarks: readonly (Remarks & { readonly grader: string })[];
  readonly criteria: readonly Criterion[];
  /** Every wording of every criterion, retired ones too, by its number. */
  readonly revisionNumbers: ReadonlyMap<RevisionId, number>;
  readonly verdicts: readonly {
    readonly assertion: Assertion;
    readonly verdict: Verdict | null;
    /** What a model was asked for it; empty for code, and where the answer was known already. */
    readonly calls: readonly LlmCall[];
    /** It stands in a batch in which texts with a known verdict were judged wrong. */
    readonly isUntrusted: boolean;
  }[];
  /** What in the text looks written for a judge. */
  readonly suspicions: readonly Suspicion[];
  /** What a right answer looks like; null: nobody has said. */
  readonly reference: Reference | null;
  /** Whether the person who looks grades it in a queue: then it shows nothing that others or the assertions say. */
  readonly isBlind: boolean;
};

/** Everything known of one output, as far as this person may see it; null when the project has no such output. */
export async function readOutput(
  projectId: ProjectId,
  outputId: OutputId,
  person: string,
): Promise<OutputDetail | null> {
  const output = await findOutput(projectId, outputId);
  if (!output) return null;
  const [board, events, remarks, verdicts, reference, calls, untrusted] = await Promise.all([
    readBoard(projectId),
    listGradesOfOutput(projectId, outputId),
    listRemarks(projectId, [outputId]),
    readVerdictsOfOutput(projectId, outputId),
    findReference(projectId, outputId),
    listCallsOn(projectId, outputId),
    listUntrustedJudges(outputId),
  ]);
  const blind = await blindOutputs(projectId, board, person);
  const histories = await listCriterionHistories(projectId);
  const revisionNumbers = new Map(
    histories.flatMap(({ revisions }) => revisions.map(({ id, number }) => [id, number] as const)),
  );
  const detail = {
    output,
    revisionNumbers,
    label: board.labels.whole.get(outputId) ?? null,
    events: events.filter(
      ({ grader, criterionId }) =>
        grader !== person || !lookedAtAgain(board, criterionId, person).has(outputId),
    ),
    reference,
    remarks: [...standingRemarks(remarks)].map(([grader, said]) => ({ grader, ...said })),
    criteria: board.criteria,
    verdicts: board.assertions.map((assertion) => ({
      assertion: hideInAssertion(assertion, blind),
      verdict: verdicts.get(assertion.id) ?? null,
      calls: hideInCalls(
        calls.filter(({ assertionId }) => assertionId === assertion.id),
        blind,
      ),
      isUntrusted: untrusted.has(assertion.id),
    })),
    suspicions: findSuspicions(output.text),
    isBlind: blind.has(outputId),
  };
  return detail.isBlind ? withoutOthers(detail, person) : detail;
}

const withoutOthers = (detail: OutputDetail, person: string): OutputDetail => ({
  ...detail,
  output: withoutModel(detail.output),
  label: null,
  events: detail.events.filter(({ grader }) => grader === person),
  remarks: detail.remarks.filter(({ grader }) => grader === person),
  verdicts: [],
});
