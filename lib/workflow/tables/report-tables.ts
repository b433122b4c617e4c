import type { ProjectId } from "@/lib/domain/ids";
import type { Interval } from "@/lib/domain/intervals";
import { graderBoards, type GraderBoard } from "@/lib/domain/grader-board";
import type { PassRate } from "@/lib/domain/pass-rate-by-slice";
import { reportCard, type CandidateFigures } from "@/lib/domain/report-card";
import { smallTable, WHOLE_OUTPUT, type TableColumn, type TableContent } from "@/lib/domain/table-file";
import { readBoard } from "../read-board";
import { readPassRates } from "../read-pass-rates";

/** The ends of an interval, each a column; null: not measured. */
const ends = <Row>(name: string, of: (row: Row) => Interval | null): TableColumn<Row>[] => [
  [`${name} from`, (row) => of(row)?.[0] ?? null],
  [`${name} to`, (row) => of(row)?.[1] ?? null],
];

type Candidate = CandidateFigures & { readonly of: string };

/**
 * Every candidate of every criterion, and the evaluators of whole outputs, with their figures and what these rest on;
 * `only`: those of one criterion, or (WHOLE_OUTPUT) of whole outputs.
 */
export async function candidatesTable(projectId: ProjectId, only: string | null): Promise<TableContent> {
  const { criteria, wholeOutput } = reportCard(await readBoard(projectId));
  const rows: Candidate[] = [
    ...criteria.flatMap(({ criterion, candidates }) =>
      candidates.map((candidate) => ({ ...candidate, of: criterion.revision.name })),
    ),
    ...wholeOutput.map((candidate) => ({ ...candidate, of: "the whole output" })),
  ];
  const wanted = rows.filter(
    ({ assertion }) => only === null || (assertion.criterionId ?? WHOLE_OUTPUT) === only,
  );
  return smallTable(wanted, [
    ["criterion", ({ of }) => of],
    ["candidate", ({ assertion }) => assertion.name],
    ["kind", ({ assertion }) => assertion.implementation.kind],
    ["selected", ({ isSelected }) => isSelected],
    ["standing", ({ standing, folded }) => folded ?? standing],
    ["alignment", ({ alignment }) => alignment],
    ...ends<Candidate>("alignment", ({ alignmentInterval }) => alignmentInterval),
    ["bad that fail", ({ coverage }) => coverage.count],
    ["bad", ({ coverage }) => coverage.of],
    ...ends<Candidate>("coverage", ({ coverageInterval }) => coverageInterval),
    ["good that fail", ({ falseFailureRate }) => falseFailureRate.count],
    ["good", ({ falseFailureRate }) => falseFailureRate.of],
    ...ends<Candidate>("false failure rate", ({ falseFailureRateInterval }) => falseFailureRateInterval),
    ["passed", ({ selectivity }) => selectivity.count],
    ["judged", ({ selectivity }) => selectivity.of],
    ["errors", ({ errors }) => errors],
    ["not judged", ({ missing }) => missing],
  ]);
}

type Rated = PassRate & { readonly key: string; readonly value: string };

/** The pass rate of all outputs and of every slice; nothing while nothing is selected. */
export async function passRatesTable(projectId: ProjectId): Promise<TableContent> {
  const { set } = reportCard(await readBoard(projectId));
  const rates = set && (await readPassRates(projectId, set.assertionIds));
  const rows: Rated[] = rates
    ? [
        { ...rates.all, key: "all outputs", value: "" },
        ...(rates.by ?? []).flatMap(({ key, slices }) => slices.map((slice) => ({ ...slice, key }))),
      ]
    : [];
  return smallTable(rows, [
    ["by", ({ key }) => key],
    ["value", ({ value }) => value],
    ["outputs", ({ outputs }) => outputs],
    ["good, estimated", ({ estimate }) => estimate?.rate ?? null],
    ...ends<Rated>("good", ({ estimate }) => estimate?.interval ?? null),
    ["passed", ({ passed }) => passed.count],
    ["passed or failed", ({ passed }) => passed.of],
    ["graded good", ({ graded }) => graded.count],
    ["graded", ({ graded }) => graded.of],
  ]);
}

/** How well people agree on the whole output and on each criterion, in the project. */
export async function agreementTable(projectId: ProjectId): Promise<TableContent> {
  const { events, criteria } = await readBoard(projectId);
  return agreementOf(graderBoards(events, criteria));
}

export const agreementOf = (boards: readonly GraderBoard[]): TableContent =>
  smallTable(boards, [
    ["graded", ({ name }) => name],
    ["alpha", ({ alpha }) => alpha],
    ["AC1", ({ ac1 }) => ac1],
    ["graders", ({ graders }) => graders],
    ["graded by several", ({ shared }) => shared],
    ["disputed", ({ disputes }) => disputes.length],
    ["undecided", ({ disputes }) => disputes.filter(({ decision }) => decision === null).length],
  ]);
