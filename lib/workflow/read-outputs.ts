import { listUntrustedJudges } from "@/lib/db/canary-runs";
import { listCriteria, listCriterionHistories } from "@/lib/db/criteria";
import { findOutput, findOutputs, sampleMetadata } from "@/lib/db/outputs";
import { listCallsOn, type LlmCall } from "@/lib/db/llm-calls";
import { listGradesOfOutput } from "@/lib/db/grades";
import { findReference } from "@/lib/db/references";
import { listRemarks } from "@/lib/db/remarks";
import { readVerdictsOfOutput } from "@/lib/db/verdicts";
import type { Assertion } from "@/lib/domain/assertion";
import { withoutModel } from "@/lib/domain/without-model";
import type { Criterion } from "@/lib/domain/criterion";
import type { Answer, GradeEvent, Label } from "@/lib/domain/grade";
import { hideInAssertion, hideInCalls } from "@/lib/domain/hide-outputs";
import type { CriterionId, OutputId, ProjectId, RevisionId } from "@/lib/domain/ids";
import type { Output } from "@/lib/domain/output";
import { lastGraded, unsureOutputs } from "@/lib/domain/outputs-filter";
import type { OutputsQuery } from "@/lib/domain/outputs-query";
import { divisionsOf } from "@/lib/domain/pass-rate-by-slice";
import type { Reference } from "@/lib/domain/reference";
import { standingRemarks, type Remarks } from "@/lib/domain/remark";
import { findSuspicions, type Suspicion } from "@/lib/domain/suspicion";
import type { Verdict } from "@/lib/domain/verdict";
import { matchOutputs, type Sight } from "./match-outputs";
import { blindOutputs, lookedAtAgain } from "./read-blind";
import { readBoard } from "./read-board";
import { readTags } from "./read-tags";

export const PAGE_SIZE = 50;

export type OutputRow = {
  readonly output: Output;
  /** Its place in the order of import, from 1. */
  readonly number: number;
  /** Null: ungraded, as far as the person may know. */
  readonly answer: Answer | null;
  readonly gradedAt: Date | null;
};

export type OutputsPage = {
  readonly rows: readonly OutputRow[];
  /** Outputs under the filters, and all of the project. */
  readonly total: number;
  readonly all: number;
  /** The page that is shown: the last one where a later one was asked for. */
  readonly page: number;
};

/** A page of the table of outputs; what a person grades blind has no grade there. */
export async function readOutputs(
  projectId: ProjectId,
  query: OutputsQuery,
  person: string,
): Promise<OutputsPage> {
  const { sight, ids } = await matchOutputs(projectId, query, person);
  const page = Math.min(query.page, Math.max(1, Math.ceil(ids.length / PAGE_SIZE)));
  const rows = await toRows(sight, ids.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE));
  return { rows, page, total: ids.length, all: sight.board.matrix.outputIds.length };
}

/** Rows of the table, as far as somebody may see them. */
export async function toRows(
  { projectId, board, blind, events }: Sight,
  ids: readonly OutputId[],
): Promise<OutputRow[]> {
  const shown = new Set(ids);
  const own = events.filter(({ outputId }) => shown.has(outputId));
  const [unsure, last] = [unsureOutputs(own), lastGraded(own)];
  const answerOf = (id: OutputId): Answer | null =>
    blind.has(id) ? null : (board.labels.whole.get(id) ?? (unsure.has(id) ? "unsure" : null));
  return (await findOutputs(projectId, ids)).map((output) => {
    const at = last.get(output.id);
    return {
      output: blind.has(output.id) ? withoutModel(output) : output,
      number: board.matrix.placeOf(output.id),
      answer: answerOf(output.id),
      gradedAt: at === undefined ? null : new Date(at),
    };
  });
}

/** What the table can be kept to beside what every project has. */
export type OutputsOptions = {
  readonly tags: readonly string[];
  readonly metadata: readonly { readonly key: string; readonly values: readonly string[] }[];
  readonly criteria: readonly { readonly id: CriterionId; readonly name: string }[];
};

/** So many of the first and of the last outputs are looked at for keys of metadata; others can be typed in. */
const LOOKED_AT = 500;

export async function readOutputsOptions(projectId: ProjectId): Promise<OutputsOptions> {
  const [tags, outputs, criteria] = await Promise.all([
    readTags(projectId),
    sampleMetadata(projectId, LOOKED_AT),
    listCriteria(projectId),
  ]);
  return {
    tags,
    metadata: divisionsOf(outputs).map(({ key, groups }) => ({ key, values: [...groups.keys()] })),
    criteria: criteria.map(({ id, revision }) => ({ id, name: revision.name })),
  };
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
