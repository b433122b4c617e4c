import { findOutputs } from "@/lib/db/outputs";
import type { DisputedSubject, DisputePage } from "@/lib/domain/dispute-page";
import {
  differOn,
  graderBoards,
  isUndecided,
  type Dispute,
  type GraderBoard,
  type GraderPair,
} from "@/lib/domain/grader-board";
import { hideRows } from "@/lib/domain/hide-outputs";
import type { CriterionId, OutputId, ProjectId } from "@/lib/domain/ids";
import { readBoard, type Board } from "./read-board";

const PAGE = 10;

/**
 * The outputs on which graders differ, of the criterion that was asked for (null: the whole output) or, where that has
 * none, of the first subject with undecided ones.
 */
export async function readDisputes(
  projectId: ProjectId,
  asked: {
    readonly criterionId: CriterionId | null;
    readonly page: number;
    /** Outputs that are left out. */
    readonly hidden: ReadonlySet<OutputId>;
    /** Two graders, where only that is asked for on which they differ; null: whoever differs. */
    readonly between: GraderPair | null;
  },
): Promise<DisputePage> {
  const board = await readBoard(projectId);
  const { between } = asked;
  const isAsked = (dispute: Dispute) => between === null || differOn(between, dispute);
  const boards = graderBoards(board.events, board.criteria)
    .map((one) => ({ ...one, disputes: hideRows(one.disputes, asked.hidden).filter(isAsked) }))
    .filter(({ disputes }) => disputes.length > 0);
  const subjects = boards.map((one) => toSubject(one, board));
  const chosen =
    subjects.find(({ criterionId }) => criterionId === asked.criterionId) ??
    subjects.find(({ open }) => open > 0) ??
    subjects[0] ??
    null;
  const disputes = boards.find(({ criterionId }) => criterionId === chosen?.criterionId)?.disputes ?? [];
  const pages = Math.max(1, Math.ceil(disputes.length / PAGE));
  const page = Math.min(Math.max(1, asked.page), pages);
  const shown = disputes.slice((page - 1) * PAGE, page * PAGE);
  const outputs = await findOutputs(
    projectId,
    shown.map(({ outputId }) => outputId),
  );
  return {
    ...{ subjects, chosen, page, pages },
    disputes: outputs.flatMap((output) => {
      const dispute = shown.find(({ outputId }) => outputId === output.id);
      return dispute ? [{ dispute, output }] : [];
    }),
  };
}

function toSubject({ criterionId, name, disputes }: GraderBoard, { criteria }: Board): DisputedSubject {
  return {
    ...{ criterionId, name },
    wording: criteria.find(({ id }) => id === criterionId)?.revision.wording ?? "",
    disputed: disputes.length,
    open: disputes.filter(isUndecided).length,
  };
}
