import { findNamedOutput, findSiblings } from "@/lib/db/outputs";
import { withoutModel } from "@/lib/domain/without-model";
import type { Label } from "@/lib/domain/grade";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import type { Output } from "@/lib/domain/output";
import { blindOutputs, hiddenFrom } from "./read-blind";
import { readBoard } from "./read-board";

/** Two outputs held against each other; null: not named, or there is none of this name. */
export type OutputPair = {
  readonly left: ComparedOutput | null;
  readonly right: ComparedOutput | null;
  /** Others with the input of the left one. */
  readonly siblings: readonly Output[];
};

export type ComparedOutput = {
  readonly output: Output;
  /** Null: no grade that counts, or it is hidden. */
  readonly label: Label | null;
  /** The person who looks has still to grade it in a queue. */
  readonly isBlind: boolean;
};

const MOST_SIBLINGS = 20;

/** Two outputs by the names that people know them by, as far as this person may see them. */
export async function compareOutputs(
  projectId: ProjectId,
  names: { readonly left: string | null; readonly right: string | null },
  person: string,
): Promise<OutputPair> {
  const find = (name: string | null) => (name === null ? null : findNamedOutput(projectId, name));
  const [left, right, board] = await Promise.all([find(names.left), find(names.right), readBoard(projectId)]);
  const hidden = await blindOutputs(projectId, board, person);
  const isAnyBlind = [left, right].some((output) => output && hidden.has(output.id));
  const seen = (output: Output): Output =>
    isAnyBlind ? withoutModel(output) : withoutHidden(output, hidden);
  const compared = (output: Output | null): ComparedOutput | null => {
    if (!output) return null;
    const isBlind = hidden.has(output.id);
    return {
      output: seen(output),
      label: isBlind ? null : (board.labels.whole.get(output.id) ?? null),
      isBlind,
    };
  };
  const siblings = left ? await findSiblings(projectId, left.id, MOST_SIBLINGS) : [];
  return { left: compared(left), right: compared(right), siblings: siblings.map(seen) };
}

/** Other outputs of the same input, for a person who looks at one of them. */
export async function readSiblings(
  projectId: ProjectId,
  outputId: OutputId,
  person: string,
): Promise<readonly Output[]> {
  const [siblings, hidden] = await Promise.all([
    findSiblings(projectId, outputId, MOST_SIBLINGS),
    hiddenFrom(projectId, person),
  ]);
  // Whose model is hidden, that of none beside it is told: the two would tell each other's.
  return hidden.has(outputId)
    ? siblings.map(withoutModel)
    : siblings.map((one) => withoutHidden(one, hidden));
}

const withoutHidden = (output: Output, hidden: ReadonlySet<OutputId>): Output =>
  hidden.has(output.id) ? withoutModel(output) : output;
