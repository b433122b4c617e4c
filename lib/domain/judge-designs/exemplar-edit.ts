import { z } from "zod";
import { OutputId } from "../ids";
import type { Labels } from "../labels";
import type { GradedOutput } from "./choose-exemplars";
import { exemplarsOf, type Exemplar, type Judge } from "./judge";

/** The examples of a judge as a person wants them: which graded outputs, and in which words. */
export const ExemplarEdit = z.object({
  outputId: OutputId,
  note: z.string().trim().max(2_000, "A note of an example can be at most 2,000 characters."),
  borderline: z.boolean(),
});
export type ExemplarEdit = z.infer<typeof ExemplarEdit>;

/** A judge with other examples; a sentence where they cannot be examples. Grades are those that stand now. */
export function withExemplars(
  judge: Judge,
  edits: readonly ExemplarEdit[],
  graded: readonly GradedOutput[],
): Judge | { readonly sentence: string } {
  if (judge.design !== "few-shot" && judge.design !== "pairwise")
    return { sentence: "This judge is shown no examples." };
  const known = new Map(graded.map((one) => [one.output.id, one]));
  const exemplars: Exemplar[] = [];
  for (const { outputId, note, borderline } of edits) {
    const found = known.get(outputId);
    if (!found)
      return {
        sentence:
          "An example must be an output that is graded on this criterion and does not imitate a verdict.",
      };
    const { text, variables } = found.output;
    exemplars.push({ outputId, text, variables, label: found.label, note, borderline });
  }
  const isDistinct = new Set(edits.map(({ outputId }) => outputId)).size === edits.length;
  const hasBoth = new Set(exemplars.map(({ label }) => label)).size === 2;
  if (!isDistinct || !hasBoth || exemplars.length > 6)
    return { sentence: "Choose two to six different outputs, at least one good and one bad." };
  return { ...judge, exemplars };
}

/** Whether the grades that a judge was shown still stand; one that nobody grades any more stands. */
export const isShownStanding = (judge: Judge, labels: Labels): boolean =>
  exemplarsOf(judge).every(({ outputId, label }) => {
    const now = outputId === null ? undefined : labels.get(outputId);
    return now === undefined || now === label;
  });
