import { eventsOf } from "@/lib/domain/detect-grader-drift";
import { figuresOf, type Figures } from "@/lib/domain/figures";
import { hideRows } from "@/lib/domain/hide-outputs";
import type { Label } from "@/lib/domain/grade";
import type { AssertionId, CriterionId, OutputId, ProjectId } from "@/lib/domain/ids";
import { labelBoard, latestMarks, weighMarks, type Labelling } from "@/lib/domain/labels";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { reportCard } from "@/lib/domain/report-card";
import type { WeighedGrader } from "@/lib/domain/weighed-labels";
import { nameOutputs } from "./name-outputs";
import { blindOutputs } from "./read-blind";
import { readBoard, type Board } from "./read-board";

export type WeighedView =
  | { readonly kind: "tooFew"; readonly graders: number; readonly shared: number }
  | {
      readonly kind: "weighed";
      /** What counts in this project. */
      readonly counts: Labelling;
      readonly graders: readonly WeighedGrader[];
      readonly differing: readonly {
        readonly outputId: OutputId;
        readonly name: string;
        readonly majority: Label | null;
        readonly weighed: Label;
        readonly good: number;
      }[];
      readonly undecided: number;
      /** What is selected, on the labels of the majority and on the weighed ones; null: nothing is selected. */
      readonly figures: { readonly majority: Figures; readonly weighed: Figures } | null;
    };

type Subject = { readonly projectId: ProjectId; readonly criterionId: CriterionId | null };

/**
 * Labels and figures by majority and if graders count by how reliable they look: on the whole output (criterion null) or on
 * a criterion. Which of the two counts is for the owners of the project. What the person has still to grade is not listed.
 */
export async function weighGraders(
  { projectId, criterionId }: Subject,
  person: string,
): Promise<Result<WeighedView>> {
  const board = await readBoard(projectId);
  const criterion = board.criteria.find(({ id }) => id === criterionId) ?? null;
  if (criterionId !== null && !criterion) return fail({ code: "not-found", what: "criterion" });
  const result = weighMarks(latestMarks(eventsOf(criterion, board.events)));
  if (result.kind === "tooFew") return ok(result);
  const { graders, differing, undecided } = result;
  const shown = hideRows(differing, await blindOutputs(projectId, board, person));
  const names = await nameOutputs(
    projectId,
    shown.map(({ outputId }) => outputId),
  );
  return ok({
    ...{ kind: "weighed", counts: board.labelling, graders, undecided },
    differing: shown.map((row) => ({ ...row, name: names.get(row.outputId) ?? String(row.outputId) })),
    figures: figuresUnder(board, criterionId),
  });
}

function selectedFor(board: Board, criterionId: CriterionId | null): readonly AssertionId[] {
  const { set, criteria } = reportCard(board);
  if (criterionId === null) return set?.assertionIds ?? [];
  const selected = criteria.find(({ criterion }) => criterion.id === criterionId)?.selected;
  return selected ? [selected.assertion.id] : [];
}

function figuresUnder(
  board: Board,
  criterionId: CriterionId | null,
): { readonly majority: Figures; readonly weighed: Figures } | null {
  const selected = selectedFor(board, criterionId);
  if (selected.length === 0) return null;
  const { matrix, events, criteria } = board;
  const under = (labelling: Labelling) => {
    const { whole, byCriterion } = labelBoard(events, criteria, labelling);
    const labels = criterionId === null ? whole : (byCriterion.get(criterionId)?.labels ?? new Map());
    return figuresOf(matrix.unionConfusion(selected, matrix.labelled(labels)));
  };
  return { majority: under("majority"), weighed: under("weighed") };
}
