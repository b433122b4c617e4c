import { findCriterion } from "@/lib/db/criteria";
import { findOutput } from "@/lib/db/outputs";
import { addRemarks, listRemarks } from "@/lib/db/remarks";
import type { Cause } from "@/lib/domain/cause";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import { fail, ok, type Result } from "@/lib/domain/problem";
import { explanations, sameName } from "@/lib/domain/reasons";
import { publish } from "@/lib/jobs/notify";
import { readBoard } from "./read-board";
import { addCriterion, type CriterionByHand } from "./revise-criterion";

export type ReasonLink = {
  readonly projectId: ProjectId;
  readonly outputId: OutputId;
  /** The grader whose reason it is. */
  readonly of: string;
  readonly reason: string;
  /** Null: it comes down to nothing after all. */
  readonly cause: Cause | null;
  /** Who says so. */
  readonly by: string;
};

/** Says what a reason comes down to. */
export async function linkReason({ projectId, outputId, by, ...link }: ReasonLink): Promise<Result<null>> {
  if (!(await findOutput(projectId, outputId))) return fail({ code: "not-found", what: "output" });
  const { cause } = link;
  if (cause?.kind === "criterion") {
    const criterion = await findCriterion(projectId, cause.criterionId);
    if (!criterion || criterion.retiredAt !== null) return fail({ code: "not-found", what: "criterion" });
  }
  await addRemarks({ projectId, grader: by }, [aLink({ outputId, ...link })]);
  await publish(projectId, "grades");
  return ok(null);
}

const aLink = ({ outputId, ...link }: Pick<ReasonLink, "outputId" | "of" | "reason" | "cause">) => ({
  key: crypto.randomUUID(),
  outputId,
  remark: { kind: "cause", ...link } as const,
});

/** Makes a criterion of what reasons call for under this name; from then on it explains their outputs. */
export async function adoptProposal(proposal: Omit<CriterionByHand, "because">): Promise<Result<null>> {
  const { projectId, name, author } = proposal;
  const [board, remarks] = await Promise.all([readBoard(projectId), listRemarks(projectId)]);
  const found = explanations(board.labels, { events: board.events, remarks, criteria: board.criteria });
  const calling = [...found.explainedOutputs, ...found.unexplainedOutputs]
    .flatMap(({ reasons }) => reasons)
    .filter(({ cause }) => cause?.kind === "proposed" && sameName(cause.name) === sameName(name));
  const because = [...new Set(calling.map(({ outputId }) => outputId))];
  const added = await addCriterion({ ...proposal, because });
  if (!added.ok) return added;
  const cause = { kind: "criterion", criterionId: added.value.id } as const;
  const links = calling.map(({ outputId, grader, id }) => aLink({ outputId, of: grader, reason: id, cause }));
  await addRemarks({ projectId, grader: author }, links);
  await publish(projectId, "grades");
  return ok(null);
}
