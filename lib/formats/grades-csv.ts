import type { GradesOn } from "@/lib/domain/grades-by-grader";
import type { Json } from "@/lib/domain/json";
import type { Output } from "@/lib/domain/output";
import { csvRow } from "./csv-row";
import { nameColumns } from "./read-csv";

/** The columns that outputs bring along. */
export type OutputColumns = { readonly variables: readonly string[]; readonly metadata: readonly string[] };

export type GradesCsv = { readonly head: string; readonly rowOf: (output: Output) => string };

/**
 * Grades as CSV, a row an output: the output with its input and metadata, then for the whole output and for each
 * criterion what it comes to, who decided, and a column a grader with the note beside it.
 */
export function gradesCsv(
  columns: OutputColumns,
  subjects: readonly GradesOn[],
  nameOf: (grader: string) => string,
): GradesCsv {
  const names = [
    ...["id", "output"],
    ...columns.variables.map((key) => `input.${key}`),
    ...columns.metadata.map((key) => `meta.${key}`),
    ...subjects.flatMap(({ name, graders }) => [
      ...[`${name} | consensus`, `${name} | decided by`, `${name} | decision note`],
      ...graders.flatMap((grader) => [`${name} | ${nameOf(grader)}`, `${name} | ${nameOf(grader)} | note`]),
    ]),
  ];
  return {
    head: csvRow(nameColumns(names)),
    rowOf: (output) =>
      csvRow([
        output.externalId ?? String(output.id),
        output.text,
        ...columns.variables.map((key) => output.variables[key] ?? ""),
        ...columns.metadata.map((key) => toText(output.metadata[key])),
        ...subjects.flatMap((subject) => cellsOf(subject, output, nameOf)),
      ]),
  };
}

function cellsOf(
  { graders, byOutput }: GradesOn,
  { id }: Output,
  nameOf: (grader: string) => string,
): string[] {
  const given = byOutput.get(id);
  const decision = given?.decision ?? null;
  return [
    ...[given?.consensus ?? "", decision ? nameOf(decision.by) : "", decision?.note ?? ""],
    ...graders.flatMap((grader) => {
      const answer = given?.answers.find((one) => one.grader === grader);
      return [answer?.answer ?? "", answer?.note ?? ""];
    }),
  ];
}

function toText(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
