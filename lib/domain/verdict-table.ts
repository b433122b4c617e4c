import { z } from "zod";
import type { Label } from "./grade";
import type { AssertionId, OutputId } from "./ids";
import type { VerdictKind } from "./verdict";

/** Which rows of the table outputs × assertions to show. */
export const TableFilter = z.enum([
  "all",
  "graded",
  "good",
  "bad",
  "ungraded",
  "disagreement",
  "falsePass",
  "falseFail",
  "caught",
  "kept",
  "error",
]);
export type TableFilter = z.infer<typeof TableFilter>;

/** One output with its whole-output label and what each shown assertion said; null: not judged yet. */
export type TableRow = {
  readonly outputId: OutputId;
  readonly label: Label | null;
  readonly kinds: readonly (VerdictKind | null)[];
};

/**
 * Whether a row belongs under a filter. "disagreement": assertions contradict each other; "falsePass": graded bad, and passed; "falseFail": graded good, and failed; "caught" and "kept" are
 * the cells in which grade and verdict agree.
 */
export function fitsFilter({ label, kinds }: TableRow, filter: TableFilter): boolean {
  const fails = kinds.includes("fail");
  switch (filter) {
    case "all":
      return true;
    case "graded":
      return label !== null;
    case "good":
    case "bad":
      return label === filter;
    case "ungraded":
      return label === null;
    case "disagreement":
      return fails && kinds.includes("pass");
    case "falsePass":
      return label === "bad" && !fails && kinds.includes("pass");
    case "falseFail":
      return label === "good" && fails;
    case "caught":
      return label === "bad" && fails;
    case "kept":
      return label === "good" && !fails && kinds.includes("pass");
    case "error":
      return kinds.includes("error");
  }
}

/** The rows under a filter, and the page of them that is asked for; pages count from 1. */
export function pageOfTable(
  input: {
    readonly outputIds: readonly OutputId[];
    readonly assertionIds: readonly AssertionId[];
    readonly labelOf: (outputId: OutputId) => Label | null;
    readonly kindOf: (assertionId: AssertionId, outputId: OutputId) => VerdictKind | null;
  },
  query: { readonly filter: TableFilter; readonly page: number; readonly size: number },
): { readonly rows: TableRow[]; readonly total: number } {
  const matching: TableRow[] = [];
  let total = 0;
  const first = (query.page - 1) * query.size;
  for (const outputId of input.outputIds) {
    const row = {
      outputId,
      label: input.labelOf(outputId),
      kinds: input.assertionIds.map((id) => input.kindOf(id, outputId)),
    };
    if (!fitsFilter(row, query.filter)) continue;
    if (total >= first && total < first + query.size) matching.push(row);
    total += 1;
  }
  return { rows: matching, total };
}
