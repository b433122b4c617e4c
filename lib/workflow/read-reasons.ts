import { findOutputs } from "@/lib/db/outputs";
import { listRemarks } from "@/lib/db/remarks";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import { explanations, type Explanations } from "@/lib/domain/reasons";
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
