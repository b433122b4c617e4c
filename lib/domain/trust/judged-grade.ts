import type { Label } from "../grade";
import type { Json } from "../json";
import type { VerdictKind } from "../verdict";

/** A graded output as the judge saw it. */
export type JudgedGrade = {
  readonly label: Label;
  readonly kind: VerdictKind;
  /** Characters of the output. */
  readonly length: number;
  readonly metadata: Readonly<Record<string, Json>>;
};

/** Whether the judge has committed itself. */
export const decided = (kind: VerdictKind | null): boolean => kind === "pass" || kind === "fail";
