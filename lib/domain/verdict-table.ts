import { z } from "zod";
import type { Label } from "./grade";
import { AssertionId, type OutputId } from "./ids";
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

const ChosenAssertion = z.coerce.number().pipe(AssertionId);

/** What the table shows; `a`: the assertions that are its columns. It stands in the address. */
export const VerdictTableQuery = z.object({
  filter: TableFilter.catch("all"),
  page: z.coerce.number().int().min(1).catch(1),
  a: z
    .union([z.string().transform((id) => [id]), z.array(z.string())])
    .catch([])
    .transform((ids) =>
      ids.flatMap((id) => {
        const parsed = ChosenAssertion.safeParse(id);
        return parsed.success ? [parsed.data] : [];
      }),
    ),
});

/** One output with its whole-output label and what each shown assertion said; null: not judged yet. */
export type TableRow = {
  readonly outputId: OutputId;
  readonly label: Label | null;
  readonly kinds: readonly (VerdictKind | null)[];
};

/**
 * Whether a row belongs under a filter. "disagreement": assertions contradict each other; "falsePass": graded bad, and
 * passed; "falseFail": graded good, and failed; "caught" and "kept" are the cells in which grade and verdict agree.
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

type TableInput = {
  readonly outputIds: readonly OutputId[];
  readonly assertionIds: readonly AssertionId[];
  readonly labelOf: (outputId: OutputId) => Label | null;
  readonly kindOf: (assertionId: AssertionId, outputId: OutputId) => VerdictKind | null;
};

/** The row of one output. */
export const rowOf = ({ assertionIds, labelOf, kindOf }: TableInput, outputId: OutputId): TableRow => ({
  outputId,
  label: labelOf(outputId),
  kinds: assertionIds.map((id) => kindOf(id, outputId)),
});

/** The outputs under a filter: what was missed first, then what was wrongly failed, then the rest as it was imported. */
export function outputsUnder(input: TableInput, filter: TableFilter): OutputId[] {
  const [missed, wronged, rest]: [OutputId[], OutputId[], OutputId[]] = [[], [], []];
  for (const outputId of input.outputIds) {
    const row = rowOf(input, outputId);
    if (!fitsFilter(row, filter)) continue;
    const group = fitsFilter(row, "falsePass") ? missed : fitsFilter(row, "falseFail") ? wronged : rest;
    group.push(outputId);
  }
  return [...missed, ...wronged, ...rest];
}

/** The page of these rows that is asked for; pages count from 1. */
export function pageOfTable(
  input: TableInput,
  query: { readonly filter: TableFilter; readonly page: number; readonly size: number },
): { readonly rows: TableRow[]; readonly total: number } {
  const matching = outputsUnder(input, query.filter);
  const first = (query.page - 1) * query.size;
  return {
    rows: matching.slice(first, first + query.size).map((outputId) => rowOf(input, outputId)),
    total: matching.length,
  };
}
