import { findProject } from "@/lib/db/projects";
import type { Figures } from "@/lib/domain/figures";
import type { HonestEstimate } from "@/lib/domain/honest-estimate";
import type { AssertionId, ProjectId } from "@/lib/domain/ids";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { reportCard } from "@/lib/domain/report-card";
import { withLearner } from "./learn-in-folds";
import { readBoard } from "./read-board";

/** What would be selected under one FFR limit for all criteria. */
export type LimitPreview = {
  readonly ffrLimit: number;
  readonly assertionIds: readonly AssertionId[];
  /** Null: nothing can be selected under this limit. */
  readonly figures: Figures | null;
  readonly honest: HonestEstimate | null;
};

/** The selection and its figures under another limit; nothing is stored. Pinned choices stay as they are. */
export async function previewLimit(input: {
  readonly projectId: ProjectId;
  readonly ffrLimit: number;
}): Promise<Result<LimitPreview>> {
  const { projectId, ffrLimit } = input;
  if (!(await findProject(projectId))) return fail({ code: "not-found", what: "project" });
  const board = await withLearner(projectId, await readBoard(projectId));
  const criteria = board.criteria.map((criterion) => ({ ...criterion, ffrLimit }));
  const { set, honest } = reportCard({ ...board, criteria });
  return ok({ ffrLimit, assertionIds: set?.assertionIds ?? [], figures: set, honest });
}
