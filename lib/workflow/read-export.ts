import { listEvaluators } from "@/lib/db/evaluators";
import { auditState } from "@/lib/domain/audit-set";
import type { Evaluator } from "@/lib/domain/evaluator";
import { diffMembers, sayChanges } from "@/lib/domain/evaluator-diff";
import type { ExportPage, ShownExport, VersionView } from "@/lib/domain/export-page";
import type { ExportTarget } from "@/lib/domain/export-target";
import type { Hidden } from "@/lib/domain/hide-outputs";
import type { CriterionId, ProjectId } from "@/lib/domain/ids";
import { reportCard } from "@/lib/domain/report-card";
import { selectionOf } from "@/lib/domain/reviewed-selection";
import { exportEvaluator, tellsOfHidden } from "./export-evaluator";
import { readBoard, type Board } from "./read-board";
import { findUncovered } from "./require-review";

/** Longer files are cut in the preview; the download has all of it. */
const PREVIEW_CHARS = 40_000;

/** `version` null: the newest. */
export async function readExport(
  projectId: ProjectId,
  wanted: { readonly version: number | null; readonly target: ExportTarget; readonly hidden?: Hidden },
): Promise<ExportPage> {
  const [evaluators, board] = await Promise.all([listEvaluators(projectId), readBoard(projectId)]);
  const report = reportCard(board);
  const versions = evaluators.map((evaluator, i) => toView(evaluator, evaluators[i + 1]));
  const at = wanted.version === null ? 0 : evaluators.findIndex(({ number }) => number === wanted.version);
  const [evaluator, view] = [evaluators[at], versions[at]];
  const { auditSet, matrix, events } = board;
  const { uncovered } = await findUncovered(projectId, selectionOf(report));
  return {
    versions,
    audit: auditSet && auditState(auditSet, board, report.set?.assertionIds ?? []),
    ungraded: matrix.outputIds.length - new Set(events.map(({ outputId }) => outputId)).size,
    next: report.set && {
      assertionCount: report.set.assertionIds.length,
      figures: report.set,
      uncovered: uncovered.map((id) => nameOf(id, board, evaluators[0])),
    },
    missing: report.missing,
    shown: evaluator && view ? await show(evaluator, view, wanted) : null,
  };
}

const nameOf = (id: CriterionId, { criteria }: Board, last: Evaluator | undefined): string =>
  criteria.find((one) => one.id === id)?.revision.name ??
  last?.manifest.assertions.find(({ criterionId }) => criterionId === id)?.criterion ??
  "a criterion that is gone";

function toView(evaluator: Evaluator, before: Evaluator | undefined): VersionView {
  const { id, number, note, createdAt, manifest } = evaluator;
  return {
    id,
    number,
    note,
    createdAt,
    assertions: manifest.assertions.map(({ name }) => name),
    set: manifest.set ?? null,
    proposals: manifest.proposals ?? [],
    changes: before ? sayChanges(diffMembers(before.manifest.assertions, manifest.assertions)) : null,
  };
}

async function show(
  evaluator: Evaluator,
  view: VersionView,
  { target, hidden = new Set() }: { readonly target: ExportTarget; readonly hidden?: Hidden },
): Promise<ShownExport | null> {
  if (tellsOfHidden(evaluator, hidden)) return null;
  const { command, files } = await exportEvaluator(evaluator, target, hidden);
  return {
    evaluator: view,
    command,
    files: files.map(({ path, text }) => ({
      path,
      text: text.slice(0, PREVIEW_CHARS),
      isCut: text.length > PREVIEW_CHARS,
    })),
    recorded: evaluator.manifest.assertions.flatMap(({ kind, name }) => (kind === "recorded" ? [name] : [])),
  };
}
