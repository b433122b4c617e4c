import type { Label } from "./grade";
import type { ImportedReference } from "./imported-reference";
import type { Json } from "./json";
import type { VerdictKind } from "./verdict";

/**
 * One row of an import, understood. `criterion` null: the whole output; `text` null: grades or a reference for an output
 * known by its id; `reference` null: the row has none.
 */
export type ImportedRow = {
  readonly externalId: string | null;
  readonly text: string | null;
  readonly variables: Readonly<Record<string, string>>;
  readonly prompt: string | null;
  readonly metadata: Readonly<Record<string, Json>>;
  readonly grades: readonly ImportedGrade[];
  readonly verdicts: readonly ImportedVerdict[];
  readonly reference: ImportedReference | null;
};

export type ImportedGrade = {
  readonly criterion: string | null;
  readonly grader: string;
  readonly label: Label;
  readonly note: string;
};

export type ImportedVerdict = {
  readonly evaluator: string;
  readonly criterion: string | null;
  readonly kind: VerdictKind;
};
