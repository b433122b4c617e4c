import { findOutputs } from "@/lib/db/outputs";
import { listRemarks } from "@/lib/db/remarks";
import type { Cause } from "@/lib/domain/cause";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import { causesOfNotes, explanations, type Explanations } from "@/lib/domain/reasons";
import { blindOutputs } from "./read-blind";
import { readBoard } from "./read-board";

export type Reasons = Explanations & {
  /** How each bad output is called: its own id and its beginning. */
  readonly names: ReadonlyMap<OutputId, { readonly id: string; readonly beginning: string }>;
};

const BEGINNING = 120;

/** Why outputs are bad, and how far the criteria account for it. */
export async function readReasons(projectId: ProjectId): Promise<Reasons> {
  const [board, remarks] = await Promise.all([readBoard(projectId), listRemarks(projectId)]);
  const found = explanations(board.labels, { events: board.events, remarks, criteria: board.criteria });
  const outputs = await findOutputs(
    projectId,
    [...found.unexplainedOutputs, ...found.explainedOutputs].map(({ outputId }) => outputId),
  );
  return {
    ...found,
    names: new Map(
      outputs.map(({ id, externalId, text }) => [
        id,
        { id: externalId ?? String(id), beginning: text.slice(0, BEGINNING) },
      ]),
    ),
  };
}

/** What one grader's own reasons come down to, and the names of criteria that reasons of the project call for. */
export type OwnCauses = {
  readonly causes: ReadonlyMap<OutputId, Cause | null>;
  readonly proposals: readonly string[];
};

/** What the grading page offers beside the reason on a bad output; nothing of outputs that are still theirs in a queue. */
export async function readOwnCauses(projectId: ProjectId, grader: string): Promise<OwnCauses> {
  const [board, remarks] = await Promise.all([readBoard(projectId), listRemarks(projectId)]);
  const blind = await blindOutputs(projectId, board, grader);
  const found = explanations(board.labels, { events: board.events, remarks, criteria: board.criteria });
  const proposals = found.proposals.filter(({ outputIds }) => outputIds.some((id) => !blind.has(id)));
  const causes = [...causesOfNotes(remarks, grader)].filter(([id]) => !blind.has(id));
  return { causes: new Map(causes), proposals: proposals.map(({ name }) => name) };
}
