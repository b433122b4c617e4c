import { findOutputs } from "@/lib/db/outputs";
import { listRemarks } from "@/lib/db/remarks";
import type { Card } from "@/lib/domain/card";
import { withoutModel } from "@/lib/domain/without-model";
import { hasMeaning, type Criterion } from "@/lib/domain/criterion";
import type { GradeEvent } from "@/lib/domain/grade";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import { NO_REMARKS, standingRemarks } from "@/lib/domain/remark";
import { ticketFor } from "./card-ticket";
import type { Board } from "./read-board";

/** An output to show and why; `ask`: the criteria to grade again; `since`: what was said before stays hidden. */
export type Chosen = Pick<Card, "shown" | "ask"> & {
  readonly outputId: OutputId;
  readonly since?: Date | null;
};

/** The chosen outputs with what this grader said of them, as far as it may be seen. */
export async function toCards(
  projectId: ProjectId,
  board: Board,
  { chosen, grader }: { readonly chosen: readonly Chosen[]; readonly grader: string },
): Promise<Card[]> {
  const ids = chosen.map(({ outputId }) => outputId);
  const [outputs, remarks] = await Promise.all([findOutputs(projectId, ids), listRemarks(projectId, ids)]);
  const byId = new Map(chosen.map((one) => [one.outputId, one]));
  return outputs.flatMap((output) => {
    const one = byId.get(output.id);
    if (!one) return [];
    const { shown, ask, since = null } = one;
    const isOpen = !isBlind(one);
    const said = standingRemarks(remarks.filter(({ outputId }) => outputId === output.id)).get(grader);
    const mine = isOpen ? mineOf(board, { outputId: output.id, grader, since }) : [];
    const own = (isOpen && since === null && said) || NO_REMARKS;
    const ticket = ticketFor({ projectId, outputId: output.id, grader, shown });
    const card = { output: withoutModel(output), shown, ticket, mine, remarks: own };
    return [ask === undefined ? card : { ...card, ask }];
  });
}

/** What was said before would sway a silent repeat, and a second look under another wording. */
const isBlind = ({ shown: { policy } }: Pick<Card, "shown">): boolean =>
  policy === "repeat" || policy === "relook";

function mineOf(
  { events, heldOut, criteria }: Board,
  {
    outputId,
    grader,
    since,
  }: { readonly outputId: OutputId; readonly grader: string; readonly since: Date | null },
): Card["mine"] {
  const criterionOf = new Map<string, Criterion>(criteria.map((criterion) => [criterion.id, criterion]));
  const latest = new Map<string | null, GradeEvent>();
  for (const event of [...events, ...heldOut]) {
    if (event.outputId !== outputId || event.grader !== grader || event.shown.policy === "adjudication")
      continue;
    if (since !== null && event.at < since) continue;
    const criterion = event.criterionId === null ? null : criterionOf.get(event.criterionId);
    // Of an older meaning, or of a criterion that is gone: it says nothing of what is asked now.
    if (criterion === undefined || (criterion !== null && !hasMeaning(criterion, event.revisionId))) continue;
    latest.set(event.criterionId, event);
  }
  return [...latest.values()].flatMap(({ criterionId, revisionId, mark, note }) =>
    mark === "good" || mark === "bad" || mark === "unsure" ? [{ criterionId, revisionId, mark, note }] : [],
  );
}
