import { z } from "zod";
import type { Label } from "./grade";
import { guessMeaning } from "./guess-meaning";
import { readReference } from "./imported-reference";
import type { ImportedGrade, ImportedRow, ImportedVerdict } from "./imported-row";
import { Json } from "./json";

/** A row as it was read: column by column. A map, since columns may be called `__proto__`. */
export type RawRecord = ReadonlyMap<string, Json>;

const Name = z.string().trim().max(20_000);

/** What a column means. */
export const ColumnRole = z.discriminatedUnion("role", [
  z.object({ role: z.literal("output") }),
  z.object({ role: z.literal("variable") }),
  /** An object whose fields are the variables. */
  z.object({ role: z.literal("variables") }),
  z.object({ role: z.literal("prompt") }),
  z.object({ role: z.literal("id") }),
  z.object({ role: z.literal("metadata") }),
  /** A right answer to the input. */
  z.object({ role: z.literal("reference") }),
  /** Who has checked that the reference is right; empty: nobody. */
  z.object({ role: z.literal("verifiedBy") }),
  /** A grade in this column; criterion null: of the whole output, or of the criterion named in the row. */
  z.object({ role: z.literal("grade"), criterion: Name.nullable() }),
  z.object({ role: z.literal("note") }),
  z.object({ role: z.literal("grader") }),
  /** The row's grade or verdicts are about the criterion that this column names. */
  z.object({ role: z.literal("criterion") }),
  z.object({ role: z.literal("verdict"), evaluator: Name }),
  /** Lists of grades and of verdicts, as in the labelled rows that the command line reads. */
  z.object({ role: z.literal("grades") }),
  z.object({ role: z.literal("verdicts") }),
  z.object({ role: z.literal("ignore") }),
]);
export type ColumnRole = z.infer<typeof ColumnRole>;

export const ImportMapping = z.object({
  columns: z.array(z.object({ name: z.string(), as: ColumnRole })).max(2_000),
  /** What the values of grade and verdict columns mean, by value; what is missing is guessed. */
  values: z.array(z.object({ value: z.string(), means: z.enum(["good", "bad", "none"]) })).max(1_000),
});
export type ImportMapping = z.infer<typeof ImportMapping>;

/** Text of any JSON value; null and absent are empty. */
export function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

const isObject = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const LONG = 80;

/** What each column probably is, by its name and its values; the person corrects it. */
export function guessMapping(columns: readonly string[], sample: readonly RawRecord[]): ImportMapping {
  const taken = new Set<string>();
  const first = (
    role:
      | ("output" | "prompt" | "id" | "note" | "grader" | "criterion" | "variables" | "grades" | "verdicts")
      | ("reference" | "verifiedBy"),
  ): ColumnRole => {
    taken.add(role);
    return { role };
  };
  const guessed = columns.map((name) => {
    const values = sample.map((record) => record.get(name));
    return {
      name,
      as: guessRole(name.trim(), values, (role) => !taken.has(role)) ?? { role: "variable" as const },
    };
    function guessRole(
      column: string,
      seen: readonly (Json | undefined)[],
      isFree: (role: string) => boolean,
    ): ColumnRole | null {
      const isListOf = (field: string) =>
        seen.some(
          (value) => Array.isArray(value) && value.some((entry) => isObject(entry) && field in entry),
        );
      if (isListOf("label") && /judge|verdict/i.test(column)) return first("verdicts");
      if (isListOf("label")) return first("grades");
      if (seen.some(isObject))
        return isFree("variables") && /^(?:inputs?|vars|variables)$/i.test(column)
          ? first("variables")
          : { role: "metadata" };
      if (
        isFree("output") &&
        /^(?:outputs?|responses?|completions?|answer|generated|model[ _-]?output|text|reply|result)$/i.test(
          column,
        )
      )
        return first("output");
      if (isFree("id") && /^(?:id|example[ _-]?id|row[ _-]?id|uuid|key)$/i.test(column)) return first("id");
      if (
        isFree("reference") &&
        /^(?:reference|(?:reference|gold(?:en)?|right|correct)[ _-]?answer)$/i.test(column)
      )
        return first("reference");
      if (isFree("verifiedBy") && /^(?:(?:verified|checked)[ _-]?by|verifier)$/i.test(column))
        return first("verifiedBy");
      if (isFree("prompt") && /^(?:prompt|rendered[ _-]?prompt|full[ _-]?prompt)$/i.test(column))
        return first("prompt");
      if (isFree("criterion") && /^(?:criterion|criteria|metric|dimension)$/i.test(column))
        return first("criterion");
      if (isFree("grader") && /^(?:grader|annotator|rater|labeler|labeller|reviewer|user)$/i.test(column))
        return first("grader");
      if (
        isFree("note") &&
        /^(?:note|notes|comment|comments|reason|rationale|explanation|critique)$/i.test(column)
      )
        return first("note");
      return guessGraded(column, seen.map(textOf)) ?? guessRest(column);
    }
  });
  // A list of grades says who gave each; a summary of it beside it would count them twice.
  const columnsOnce = taken.has("grades")
    ? guessed.map((column) =>
        column.as.role === "grade" ? { ...column, as: { role: "ignore" as const } } : column,
      )
    : guessed;
  const columnsOfOutputs = withoutCriterionFacts(columnsOnce, sample);
  return { columns: withOutput(columnsOfOutputs, sample), values: guessValues(columnsOfOutputs, sample) };
}

/**
 * Where a row is an output and a criterion, metadata that follows from the criterion is none of the output: with it,
 * the rows of one output would look like different outputs.
 */
function withoutCriterionFacts(
  columns: ImportMapping["columns"],
  sample: readonly RawRecord[],
): ImportMapping["columns"] {
  const criterion = columns.find(({ as }) => as.role === "criterion")?.name;
  if (criterion === undefined) return columns;
  const pairs = (name: string) =>
    new Set(sample.map((record) => `${textOf(record.get(criterion))}\n${textOf(record.get(name))}`)).size;
  const criteria = new Set(sample.map((record) => textOf(record.get(criterion)))).size;
  const follows = (name: string) =>
    criteria > 1 &&
    pairs(name) === criteria &&
    new Set(sample.map((record) => textOf(record.get(name)))).size === criteria;
  return columns.map((column) =>
    column.as.role === "metadata" && follows(column.name)
      ? { ...column, as: { role: "ignore" as const } }
      : column,
  );
}

/** Grades and verdicts: columns whose values are all words for good or bad. */
function guessGraded(column: string, values: readonly string[]): ColumnRole | null {
  const filled = values.filter((value) => guessMeaning(value) !== "none");
  const areLabels = filled.length > 0 && filled.every((value) => guessMeaning(value) !== undefined);
  if (!areLabels) return null;
  if (/^(?:label|grade|human|rating|consensus|overall|thumbs?|is[ _-]?good|good)$/i.test(column))
    return { role: "grade", criterion: null };
  const judged = /^(?:judge|verdict|eval(?:uator)?|gpt|llm|check|assert(?:ion)?|rule)[ _:.-]?(.*)$/i.exec(
    column,
  );
  if (judged) return { role: "verdict", evaluator: column };
  const graded = /^(?:grade|label|human|rating)s?[ _:.-]+(.+)$/i.exec(column)?.[1];
  if (graded) return { role: "grade", criterion: graded.replaceAll("_", " ") };
  // "polite: good/bad" is a grade of "polite"; bare numbers and booleans might be anything.
  return filled.every((value) => /^(?:good|bad|pass|fail)$/i.test(value))
    ? { role: "grade", criterion: column.replaceAll("_", " ") }
    : null;
}

function guessRest(column: string): ColumnRole | null {
  if (
    /version|model|timestamp|date|created|latency|tokens|cost|temperature|split|group|tags?|source|meta|^score/i.test(
      column,
    )
  )
    return { role: "metadata" };
  return null;
}

type Column = ImportMapping["columns"][number];

/** Without a column of that name, the last one with long texts is the output. */
function withOutput(columns: readonly Column[], sample: readonly RawRecord[]): Column[] {
  const isLongForm =
    columns.some(({ as }) => as.role === "criterion") && columns.some(({ as }) => as.role === "grade");
  if (columns.some(({ as }) => as.role === "output") || isLongForm) return [...columns];
  const mean = (name: string) =>
    sample.reduce((sum, record) => sum + textOf(record.get(name)).length, 0) / Math.max(1, sample.length);
  const long =
    columns.filter(({ name, as }) => as.role === "variable" && mean(name) > LONG).at(-1) ??
    columns.filter(({ as }) => as.role === "variable").at(-1);
  return columns.map((column) => (column === long ? { ...column, as: { role: "output" as const } } : column));
}

/** The values that occur in grade and verdict columns of the sample, each with what it is taken to mean. */
export function guessValues(
  columns: readonly Column[],
  sample: readonly RawRecord[],
): ImportMapping["values"] {
  const names = columns
    .filter(({ as }) => as.role === "grade" || as.role === "verdict")
    .map(({ name }) => name);
  const values = new Set(sample.flatMap((record) => names.map((name) => textOf(record.get(name)).trim())));
  return [...values].flatMap((value) => {
    const means = guessMeaning(value);
    return value === "" ? [] : [{ value, means: means ?? ("none" as const) }];
  });
}

/** Why a mapping cannot be used; null: it can. */
export function mappingProblem(mapping: ImportMapping, hasProject: boolean): string | null {
  const count = (role: ColumnRole["role"]) => mapping.columns.filter(({ as }) => as.role === role).length;
  const isAboutKnown = hasProject && count("id") === 1 && count("grade") + count("reference") > 0;
  if (count("output") === 0 && !isAboutKnown) return "Choose which column holds the outputs.";
  for (const role of [
    "output",
    "prompt",
    "id",
    "note",
    "grader",
    "criterion",
    "variables",
    "reference",
  ] as const) {
    if (count(role) > 1) return `Only one column can be the ${role}: choose which.`;
  }
  if (count("verifiedBy") > 1) return "Only one column can say who verified the reference: choose which.";
  if (count("verifiedBy") === 1 && count("reference") === 0)
    return "A column says who verified the reference, but none holds the reference: choose which.";
  return null;
}

type Mapped =
  { readonly ok: true; readonly row: ImportedRow } | { readonly ok: false; readonly reason: string };

const DEFAULT_GRADER = "imported";

/** A record under the mapping, or the reason why it cannot be used. */
export function mapRecord(mapping: ImportMapping, record: RawRecord): Mapped {
  const meanings = new Map(mapping.values.map(({ value, means }) => [value, means]));
  const single = (role: ColumnRole["role"]): string | null => {
    const column = mapping.columns.find(({ as }) => as.role === role);
    return column && record.has(column.name) ? textOf(record.get(column.name)) : null;
  };
  const draft = {
    variables: new Map<string, string>(),
    metadata: new Map<string, Json>(),
    grades: [] as ImportedGrade[],
    verdicts: [] as ImportedVerdict[],
  };
  const criterionOfRow = single("criterion")?.trim() || null;
  const context = {
    criterion: criterionOfRow,
    grader: single("grader")?.trim() || DEFAULT_GRADER,
    note: single("note") ?? "",
    meanings,
  };
  for (const { name, as } of mapping.columns) {
    const problem = place({ name, as }, record.get(name), { draft, context });
    if (problem !== null) return { ok: false, reason: problem };
  }
  const text = single("output");
  const hasOutput = mapping.columns.some(({ as }) => as.role === "output");
  if (hasOutput && (text === null || text.trim() === ""))
    return { ok: false, reason: "The output is empty." };
  const said = readReference(single("reference"), single("verifiedBy"));
  if (!said.ok) return said;
  if (!hasOutput && draft.grades.length === 0 && said.reference === null)
    return { ok: false, reason: "The row has no output, no grade and no reference." };
  const externalId = single("id")?.trim() || null;
  if (!hasOutput && externalId === null)
    return { ok: false, reason: "The row has no id, so what it says belongs to no output." };
  return {
    ok: true,
    row: {
      externalId,
      text,
      variables: Object.fromEntries(draft.variables),
      prompt: single("prompt") || null,
      metadata: Object.fromEntries(draft.metadata),
      grades: draft.grades,
      verdicts: draft.verdicts,
      reference: said.reference,
    },
  };
}

type Place = {
  readonly draft: {
    readonly variables: Map<string, string>;
    readonly metadata: Map<string, Json>;
    readonly grades: ImportedGrade[];
    readonly verdicts: ImportedVerdict[];
  };
  readonly context: {
    readonly criterion: string | null;
    readonly grader: string;
    readonly note: string;
    readonly meanings: ReadonlyMap<string, Label | "none">;
  };
};

/** Puts one column's value where it belongs; a sentence when it cannot be understood. */
function place(
  { name, as }: { readonly name: string; readonly as: ColumnRole },
  value: Json | undefined,
  { draft, context }: Place,
): string | null {
  if (value === undefined) return null;
  switch (as.role) {
    case "variable":
      draft.variables.set(name, textOf(value));
      return null;
    case "variables":
      if (isObject(value))
        for (const [key, inner] of Object.entries(value)) draft.variables.set(key, textOf(inner));
      else if (textOf(value) !== "") draft.variables.set(name, textOf(value));
      return null;
    case "metadata":
      if (value !== null && value !== "") draft.metadata.set(name, value);
      return null;
    case "grade": {
      const means = meaningOf(value, context.meanings);
      if (means === undefined)
        return `“${textOf(value).slice(0, 60)}” in ${name} is no grade that is known: say what it means.`;
      if (means !== "none")
        draft.grades.push({
          criterion: as.criterion ?? context.criterion,
          grader: context.grader,
          label: means,
          note: context.note,
        });
      return null;
    }
    case "verdict": {
      const means = meaningOf(value, context.meanings);
      if (means === undefined)
        return `“${textOf(value).slice(0, 60)}” in ${name} is no verdict that is known: say what it means.`;
      if (means !== "none")
        draft.verdicts.push({
          evaluator: as.evaluator,
          criterion: context.criterion,
          kind: means === "good" ? "pass" : "fail",
        });
      return null;
    }
    case "grades":
      return placeGrades(value, { draft, context });
    case "verdicts":
      return placeVerdicts(value, { draft, context });
    case "output":
    case "reference":
    case "verifiedBy":
    case "prompt":
    case "id":
    case "note":
    case "grader":
    case "criterion":
    case "ignore":
      return null;
  }
}

function meaningOf(value: Json, meanings: ReadonlyMap<string, Label | "none">): Label | "none" | undefined {
  const text = textOf(value).trim();
  return meanings.get(text) ?? guessMeaning(text);
}

const Grades = z.array(z.object({ grader: z.string().nullish(), label: Json, note: z.string().nullish() }));
const Verdicts = z.array(z.object({ judge: z.string(), label: Json }));

function placeGrades(value: Json, { draft, context }: Place): string | null {
  const list = Grades.safeParse(value);
  if (!list.success) return "Its list of grades cannot be read: each needs a label.";
  for (const { grader, label, note } of list.data) {
    const means = meaningOf(label, context.meanings);
    if (means === undefined) return `“${textOf(label).slice(0, 60)}” is no grade that is known.`;
    if (means !== "none")
      draft.grades.push({
        criterion: context.criterion,
        grader: grader ?? context.grader,
        label: means,
        note: note ?? "",
      });
  }
  return null;
}

function placeVerdicts(value: Json, { draft, context }: Place): string | null {
  const list = Verdicts.safeParse(value);
  if (!list.success) return "Its list of verdicts cannot be read: each needs a judge and a label.";
  for (const { judge, label } of list.data) {
    const means = meaningOf(label, context.meanings);
    if (means === undefined) return `“${textOf(label).slice(0, 60)}” is no verdict that is known.`;
    if (means !== "none")
      draft.verdicts.push({
        evaluator: judge,
        criterion: context.criterion,
        kind: means === "good" ? "pass" : "fail",
      });
  }
  return null;
}
