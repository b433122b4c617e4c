import { z } from "zod";
import { Label } from "@/lib/domain/grade";
import { Json, parseJson } from "@/lib/domain/json";
import { majority, type JudgedRow } from "@/lib/domain/judged-row";
import { fail, ok, type Result } from "@/lib/domain/problem";

/** The most characters of one line: more is no row but a file of another kind. */
const MAX_LINE = 100_000_000;

const Fields = z.record(z.string(), Json);

/** A row of the wire form: one output under one criterion, with its grades and the verdicts of evaluators. */
const WireRow = z.object({
  id: z.union([z.string(), z.number()]).nullish(),
  input: Fields.nullish(),
  prompt: z.string().nullish(),
  reference: z.string().nullish(),
  output: z.string(),
  criterion: z.string().nullish(),
  grades: z
    .array(z.object({ grader: z.string().nullish(), label: Label.nullish(), note: z.string().nullish() }))
    .nullish(),
  judge_verdicts: z.array(z.object({ judge: z.string().min(1), label: Label.nullish() })).nullish(),
  consensus: Label.nullish(),
  group: z.string().nullish(),
  meta: Fields.nullish(),
  /** Another name of `meta`, as assertions know it. */
  metadata: Fields.nullish(),
});
type WireRow = z.infer<typeof WireRow>;

/** One output under one criterion, with its grades and recorded verdicts. */
export type LabelledRow = Omit<JudgedRow, "grades"> & {
  readonly id: string;
  readonly input: Readonly<Record<string, Json>>;
  /** Null: not known. */
  readonly prompt: string | null;
  /** A right answer that a person verified; null: none is known. */
  readonly reference: string | null;
  readonly output: string;
  /** Null: the grades are of the whole output. */
  readonly criterion: string | null;
  readonly grades: readonly { readonly grader: string; readonly label: Label; readonly note: string }[];
  readonly group: string | null;
  readonly metadata: Readonly<Record<string, Json>>;
};

function toRow(wire: WireRow, line: number): LabelledRow {
  const grades = (wire.grades ?? []).flatMap(({ grader, label, note }) =>
    label ? [{ grader: grader ?? "grader", label, note: note ?? "" }] : [],
  );
  return {
    id: wire.id === null || wire.id === undefined ? `line ${line}` : String(wire.id),
    input: wire.input ?? {},
    prompt: wire.prompt ?? null,
    reference: wire.reference ?? null,
    output: wire.output,
    criterion: wire.criterion ?? null,
    grades,
    // An evaluator without a label abstained: it did not answer.
    verdicts: new Map(
      (wire.judge_verdicts ?? []).flatMap(({ judge, label }) => (label ? [[judge, label]] : [])),
    ),
    label: wire.consensus ?? majority(grades),
    group: wire.group ?? null,
    metadata: wire.meta ?? wire.metadata ?? {},
  };
}

/** One row of JSON text; `line` is where it stands, for the sentence and as the id of a row that has none. */
export function parseLabelledRow(text: string, line: number): Result<LabelledRow> {
  const parsed = parseJson(text, WireRow);
  if (parsed.ok) return ok(toRow(parsed.value, line));
  return fail({
    code: "bad-input",
    sentence: `Line ${line} is not a row like {"id", "input", "output", "criterion", "grades"}: ${parsed.message}`,
  });
}

/**
 * Reads JSON Lines as they stream in; empty lines and a byte-order mark are passed over. The first bad line ends the
 * reading with a sentence that names it. A file without rows is a problem too.
 */
export async function readLabelledRows(
  chunks: AsyncIterable<Uint8Array>,
): Promise<Result<readonly LabelledRow[]>> {
  const rows: LabelledRow[] = [];
  let line = 0;
  for await (const text of linesOf(chunks)) {
    line += 1;
    if (text.length > MAX_LINE) return badInput(`Line ${line} is longer than 100 million characters.`);
    if (text.includes("\0")) return badInput("This is not a text file in UTF-8.");
    if (text.trim() === "") continue;
    const row = parseLabelledRow(text, line);
    if (!row.ok) return row;
    rows.push(row.value);
  }
  return rows.length > 0 ? ok(rows) : badInput("There are no rows in this file.");
}

const badInput = (sentence: string) => fail({ code: "bad-input", sentence });

/** Lines without their ends. A line that grows past the limit is given as it is, so that the reader can refuse it. */
async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of chunks) {
    const [first = "", ...others] = decoder.decode(chunk, { stream: true }).split("\n");
    rest += first;
    for (const next of others) {
      yield rest;
      rest = next;
    }
    if (rest.length > MAX_LINE) yield rest;
  }
  rest += decoder.decode();
  if (rest !== "") yield rest;
}
