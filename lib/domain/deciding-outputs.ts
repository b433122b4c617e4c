import type { DriftEvent } from "./drift-event";
import type { OutputId } from "./ids";

/**
 * The outputs whose grades would decide what an entry of the journal leaves open: those that tell whether old grades speak
 * for a pipeline that changed, and those on which a judge of now says otherwise than the one of before.
 */
export function decidingOutputs({
  kind,
  evidence,
  recheck,
}: Pick<DriftEvent, "kind" | "evidence" | "recheck">): OutputId[] {
  switch (kind) {
    case "pipelineDrift":
      return [...evidence.outputIds];
    case "judgeDrift": {
      const changed = recheck?.judges.flatMap((judge) => judge.changed) ?? [];
      return [...new Set(changed.flatMap(({ outputId, label }) => (label === null ? [outputId] : [])))];
    }
    case "newCriterion":
    case "reinterpretation":
    case "split":
    case "merge":
    case "clarification":
    case "removal":
    case "restoration":
    case "adjudication":
    case "graderDrift":
      return [];
  }
}
