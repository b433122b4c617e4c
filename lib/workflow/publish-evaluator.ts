import { insertEvaluator } from "@/lib/db/evaluators";
import { namesIn } from "@/lib/db/members";
import { findProject, isReviewRequired } from "@/lib/db/projects";
import { readReferences } from "@/lib/db/references";
import { auditState } from "@/lib/domain/audit-set";
import { buildManifest } from "@/lib/domain/build-manifest";
import { publishFigures, type PublishedAudit, type PublishedProposal } from "@/lib/domain/evaluator";
import type { Criterion } from "@/lib/domain/criterion";
import type { CriterionId, OutputId, ProjectId } from "@/lib/domain/ids";
import { needsReference } from "@/lib/domain/judge-designs/judge";
import { fail, ok, type Result } from "@/lib/domain/problem";
import type { Proposal } from "@/lib/domain/proposal";
import { reportCard, type ReportCard } from "@/lib/domain/report-card";
import { selectionOf } from "@/lib/domain/reviewed-selection";
import { publish } from "@/lib/jobs/notify";
import { withLearner } from "./learn-in-folds";
import { modelsInUse } from "./connections";
import { readBoard, type Board } from "./read-board";
import { findUncovered } from "./require-review";

/** Freezes what is selected now as the next version of the project's evaluator. */
export async function publishEvaluator(
  { projectId, note }: { readonly projectId: ProjectId; readonly note: string },
  now: Date,
): Promise<Result<{ readonly number: number }>> {
  const [project, connection] = await Promise.all([findProject(projectId), modelsInUse(projectId)]);
  if (!project) return fail({ code: "not-found", what: "project" });
  const board = await withLearner(projectId, await readBoard(projectId));
  const report = reportCard(board);
  const found = auditOf(board, report);
  const facts = {
    project,
    board,
    report,
    publishedAt: now,
    note,
    judgingModel: connection?.judging.model ?? null,
    decidingModel: connection?.deciding.model ?? null,
    references: await referencesFor(board, report),
  };
  const draft = buildManifest({ ...facts, version: 1, audit: null });
  if (!draft) {
    const { good, bad } = report.missing;
    if (good + bad > 0) {
      return fail({
        code: "needs-grades",
        missing: Math.max(good, bad),
        label: good >= bad ? "good" : "bad",
      });
    }
    return fail({
      code: "bad-input",
      sentence: "No assertion is selected yet: choose one for at least one criterion on the report.",
    });
  }
  const audited = found && (buildManifest({ ...facts, version: 1, audit: found.audit }) ?? draft);
  const unmet = report.criteria.find(({ criterion, selected }) => criterion.mustPass && !selected);
  if (unmet)
    return fail({
      code: "bad-input",
      sentence: `“${unmet.criterion.revision.name}” must be in every evaluator, and none of its assertions is selected. Choose one on the report, or lift that on the criteria page.`,
    });
  const { uncovered, isReviewed } = await findUncovered(projectId, selectionOf(report));
  if (uncovered.length > 0 && (await isReviewRequired(projectId)))
    return fail({ code: "bad-input", sentence: sayUncovered(uncovered, board.criteria) });
  const people = await namesIn(projectId);
  const evaluator = await insertEvaluator(
    { projectId, note, auditSetId: found?.id ?? null, isOfNow: true },
    (version, { isAudited, merged }) => ({
      ...(isAudited && audited ? audited : draft),
      version,
      ...(isReviewed ? { isReviewed } : {}),
      ...(merged.length === 0 ? {} : { proposals: merged.map((one) => publishProposal(one, people)) }),
    }),
  );
  if (!evaluator) return fail({ code: "not-found", what: "project" });
  await publish(projectId, "evaluators");
  return ok({ number: evaluator.number });
}

function sayUncovered(ids: readonly CriterionId[], criteria: readonly Criterion[]): string {
  const names = ids.map((id) => criteria.find((one) => one.id === id)?.revision.name);
  const gone = names.filter((name) => name === undefined).length;
  const parts = [
    ...names.flatMap((name) => (name === undefined ? [] : [`“${name}”`])),
    ...(gone > 0 ? [gone === 1 ? "a criterion that is gone" : `${gone} criteria that are gone`] : []),
  ];
  return `Changes need somebody else’s approval in this project, and nobody has approved what would be published for ${parts.join(", ")}. Propose this selection on the export page, and publish once that is merged.`;
}

/** With names in the place of ids, since the manifest is taken elsewhere. */
function publishProposal(proposal: Proposal, people: ReadonlyMap<string, string>): PublishedProposal {
  const name = (id: string) => people.get(id) ?? id;
  const { number, title, author, outcome } = proposal;
  return { number, title, author: name(author), approvedBy: (outcome?.approvedBy ?? []).map(name) };
}

/** The verified references of the graded outputs, where a selected judge wants them. */
async function referencesFor({ labels }: Board, { criteria }: ReportCard): Promise<Map<OutputId, string>> {
  const isWanted = criteria.some(({ selected }) => {
    const implementation = selected?.assertion.implementation;
    return implementation?.kind === "judge" && needsReference(implementation);
  });
  return isWanted ? readReferences([...labels.whole.keys()]) : new Map<OutputId, string>();
}

/** What a finished audit set found of this selection; null: there is none, or it measured another selection. */
function auditOf(
  board: Board,
  { set }: ReportCard,
): { readonly id: string; readonly audit: PublishedAudit } | null {
  if (!board.auditSet || !set) return null;
  const { figures, isOfSelection } = auditState(board.auditSet, board, set.assertionIds);
  if (!figures || !isOfSelection) return null;
  const { n, coverageAtLeast, falseFailureRateAtMost } = figures;
  const drawnAt = board.auditSet.startedAt.toISOString();
  return {
    id: board.auditSet.id,
    audit: { ...publishFigures(figures), n, coverageAtLeast, falseFailureRateAtMost, drawnAt },
  };
}
