import { z } from "zod";
import { CriterionId } from "./ids";
import { FailureTag } from "./remark";

/** What a table of outputs can be kept to. Those asked for together must all hold. */
export const OutputState = z.enum([
  "good",
  "bad",
  "ungraded",
  "unsure",
  "mine",
  "skipped",
  "disputed",
  "failed",
  "disagreement",
  "error",
  "suspicious",
]);
export type OutputState = z.infer<typeof OutputState>;

/** The order of import, the own id, the length of the text, the time of the last grade. */
export const OutputOrder = z.enum(["import", "id", "length", "graded"]);
export type OutputOrder = z.infer<typeof OutputOrder>;

/** Metadata that an output has: "key=value". */
const MetadataFilter = z
  .string()
  .max(500)
  .regex(/^[^=]+=/, "Name a key and a value: key=value.");

const Several = z.array(z.unknown());

/** What an address says once or several times; what makes no sense is left out. */
const several = <Value>(one: z.ZodType<Value>) =>
  z.preprocess(
    (raw) => Several.safeParse(raw).data ?? (raw === undefined ? [] : [raw]),
    Several.transform((said) => {
      const values = said.flatMap((value) => {
        const parsed = one.safeParse(value);
        return parsed.success ? [parsed.data] : [];
      });
      return [...new Set(values)].slice(0, MOST);
    }),
  );

/** So many filters of a kind are enough. */
const MOST = 12;

/** What the table of outputs shows; it stands in the address, so that a view can be sent to somebody. */
export const OutputsQuery = z.object({
  show: several(OutputState),
  q: z.string().max(200).catch(""),
  tag: several(FailureTag),
  meta: several(MetadataFilter),
  /** Criteria on which somebody has graded it. */
  on: several(CriterionId),
  sort: OutputOrder.catch("import"),
  dir: z.enum(["up", "down"]).catch("up"),
  page: z.coerce.number().int().min(1).catch(1),
});
export type OutputsQuery = z.infer<typeof OutputsQuery>;

/** Everything in the order of import. */
export const ALL_OUTPUTS: OutputsQuery = OutputsQuery.parse({});

/** Whether anything is left out. */
export const isFiltered = ({ show, q, tag, meta, on }: OutputsQuery): boolean =>
  q !== "" || show.length + tag.length + meta.length + on.length > 0;

/** What is asked for, as names and values of an address; what goes without saying is left out. */
export function outputsParams(query: OutputsQuery): [name: string, value: string][] {
  const { show, q, tag, meta, on, sort, dir, page } = query;
  return [
    ...show.map((state): [string, string] => ["show", state]),
    ...tag.map((one): [string, string] => ["tag", one]),
    ...meta.map((one): [string, string] => ["meta", one]),
    ...on.map((one): [string, string] => ["on", one]),
    ...(q === "" ? [] : [["q", q] satisfies [string, string]]),
    ...(sort === "import" ? [] : [["sort", sort] satisfies [string, string]]),
    ...(dir === "up" ? [] : [["dir", dir] satisfies [string, string]]),
    ...(page === 1 ? [] : [["page", String(page)] satisfies [string, string]]),
  ];
}

/** Key and value of a filter of metadata. */
export function metadataOf(filter: string): { readonly key: string; readonly value: string } {
  const at = filter.indexOf("=");
  return { key: filter.slice(0, at), value: filter.slice(at + 1) };
}

/** Grades that exclude one another: asking for one asks no longer for another. */
const GRADES: readonly OutputState[] = ["good", "bad", "ungraded", "unsure"];

/** The states asked for once one more is wanted, or is not any more. */
export function withState(show: readonly OutputState[], state: OutputState): OutputState[] {
  if (show.includes(state)) return show.filter((one) => one !== state);
  const others = GRADES.includes(state) ? show.filter((one) => !GRADES.includes(one)) : show;
  return [...others, state];
}
