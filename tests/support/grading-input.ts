import type { GradeInput } from "@/lib/domain/card";
import { CHOSEN } from "@/lib/domain/grade";
import type { OutputId } from "@/lib/domain/ids";

let made = 0;

/** A grade as the browser sends it: of the whole output and picked by hand, unless said otherwise. */
export const aGradeInput = (
  outputId: OutputId,
  mark: GradeInput["mark"],
  change: Partial<GradeInput> = {},
): GradeInput => ({
  key: `grade-key-${++made}`,
  outputId,
  criterionId: null,
  revisionId: null,
  mark,
  note: "",
  shown: CHOSEN,
  ...change,
});
