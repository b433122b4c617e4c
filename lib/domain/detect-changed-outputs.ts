import type { Alarm, Since } from "./drift-alarms";
import type { OutputId } from "./ids";

/** An output of the last import that has the id of an earlier one and another text. */
export type ChangedOutput = { readonly outputId: OutputId; readonly before: OutputId };

/**
 * Outputs that came again with another text, where people have graded the earlier one: that grade says nothing of the new
 * text, so it is asked for first.
 */
export function detectChangedOutputs(
  changed: readonly ChangedOutput[],
  isGraded: (outputId: OutputId) => boolean,
  since: Since,
): Alarm[] {
  const subject = "outputs";
  const concerned = changed.filter(({ before }) => isGraded(before));
  const open = concerned.filter(({ outputId }) => !isGraded(outputId));
  if (open.length === 0 || since(subject) === "open") return [];
  return [
    {
      ...{ kind: "pipelineDrift", subject, criterionId: null },
      sentence: `${changed.length} outputs came again with another text, and ${concerned.length} of the earlier ones are graded: those grades stay with the old text and say nothing of the new one`,
      outputIds: open.map(({ outputId }) => outputId),
      figures: [
        { name: "outputs with another text", value: changed.length },
        { name: "graded before", value: concerned.length },
      ],
    },
  ];
}
