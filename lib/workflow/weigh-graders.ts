import { eventsOf, ratingsOf } from "@/lib/domain/detect-grader-drift";
import { figuresOf, type Figures } from "@/lib/domain/figures";
import { hideRows } from "@/lib/domain/hide-outputs";
import type { Label } from "@/lib/domain/grade";
import type { AssertionId, CriterionId, OutputId, ProjectId } from "@/lib/domain/ids";
import { latestMarks } from "@/lib/domain/labels";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { reportCard } from "@/lib/domain/report-card";
import { weighLabels, type WeighedGrader } from "@/lib/domain/weighed-labels";
import { nameOutputs } from "./name-outputs";
import { blindOutputs } from "./read-blind";
import { readBoard, type Board } from "./read-board";

export type WeighedView =
  | { readonly kind: "tooFew"; readonly graders: number; readonly shared: number }
  | {
      readonly kind: "weighed";
      readonly graders: readonly WeighedGrader[];
      readonly differing: readonly {
        readonly outputId: OutputId;
        readonly name: string;
        readonly now: Label | null;
        readonly weighed: Label;
        readonly good: number;
      }[];
      readonly undecided: number;
      /** What is selected, on the labels that count now and on the weighed ones; null: nothing is selected. */
      readonly figures: { readonly now: Figures; readonly weighed: Figures } | null;
    };

type Subject = { readonly projectId: ProjectId; readonly criterionId: CriterionId | null };

/**
 * What labels and figures would be if graders counted by how reliable they look: on the whole output (criterion null) or on
 * a criterion. Shown beside what counts; nothing is replaced. What the person has still to grade is not listed.
 */
export async function weighGraders(
  { projectId, criterionId }: Subject,
  person: string,
): Promise<Result<WeighedView>> {
  const board = await readBoard(projectId);
  const criterion = board.criteria.find(({ id }) => id === criterionId) ?? null;
  if (criterionId !== null && !criterion) return fail({ code: "not-found", what: "criterion" });
  const events = eventsOf(criterion, board.events);
  const marks = latestMarks(events);
  const own = criterion ? board.labels.byCriterion.get(criterion.id) : undefined;
  const counting = criterion ? (own?.labels ?? new Map<OutputId, Label>()) : board.labels.whole;
  const result = weighLabels(
    ratingsOf(events).map(({ outputId, ratings }) => ({
      ...{ outputId, ratings },
      label: counting.get(outputId) ?? null,
      isDecided: marks.get(outputId)?.decision != null,
    })),
  );
  if (result.kind === "tooFew") return ok(result);
  const { graders, labels, differing, undecided } = result;
  const shown = hideRows(differing, await blindOutputs(projectId, board, person));
  const names = await nameOutputs(
    projectId,
    shown.map(({ outputId }) => outputId),
  );
  return ok({
    ...{ kind: "weighed", graders, undecided },
    differing: shown.map((row) => ({ ...row, name: names.get(row.outputId) ?? String(row.outputId) })),
    figures: figuresUnder(board, selectedFor(board, criterionId), { counting, labels }),
  });
}

function selectedFor(board: Board, criterionId: CriterionId | null): readonly AssertionId[] {
  const { set, criteria } = reportCard(board);
  if (criterionId === null) return set?.assertionIds ?? [];
  const selected = criteria.find(({ criterion }) => criterion.id === criterionId)?.selected;
  return selected ? [selected.assertion.id] : [];
}

/** On the same outputs but for those that have a label only now or only when weighed. */
function figuresUnder(
  { matrix }: Board,
  selected: readonly AssertionId[],
  {
    counting,
    labels,
  }: { readonly counting: ReadonlyMap<OutputId, Label>; readonly labels: ReadonlyMap<OutputId, Label> },
): { readonly now: Figures; readonly weighed: Figures } | null {
  if (selected.length === 0) return null;
  const under = (one: ReadonlyMap<OutputId, Label>) =>
    figuresOf(matrix.unionConfusion(selected, matrix.labelled(one)));
  return { now: under(counting), weighed: under(labels) };
}
