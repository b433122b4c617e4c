import type { EvaluatorAssertion, PublishedAudit, PublishedFigures } from "@/lib/domain/evaluator";
import { DESIGN_NAMES } from "@/lib/domain/judge-designs/describe";
import type { Interval } from "@/lib/domain/intervals";
import type { Ratio } from "@/lib/domain/ratio";
import type { ExportInput } from "./export-examples";

/** First line of every exported file. */
export const PRODUCT_LINE = "Made with Touchstone: assertions that were measured against human grades.";

const percent = (share: number) => `${Math.round(share * 100)} %`;

/** "13 of 16 · 81 % (57–93)"; "not measured" where nothing was. */
function sayRate({ count, of }: Ratio, interval: Interval | null): string {
  if (of === 0) return "not measured";
  const bounds = interval ? ` (${Math.round(interval[0] * 100)}–${Math.round(interval[1] * 100)})` : "";
  return `${count} of ${of} · ${percent(count / of)}${bounds}`;
}

/** The headline figures in words, one a line; intervals are 95 %. */
export function sayFigures({
  coverage,
  falseFailureRate,
  alignment,
  alignmentInterval,
}: PublishedFigures): string[] {
  const bounds = alignmentInterval
    ? ` (${alignmentInterval[0].toFixed(2)}–${alignmentInterval[1].toFixed(2)})`
    : "";
  return [
    `coverage (bad outputs that it fails): ${sayRate(coverage, coverage.interval)}`,
    `false failure rate (good outputs that it fails): ${sayRate(falseFailureRate, falseFailureRate.interval)}`,
    `alignment: ${alignment === null ? "not measured" : alignment.toFixed(2) + bounds}`,
  ];
}

/** What a reader must know of the whole evaluator, as lines of plain text; they may hold anything, so escape them. */
export function evaluatorLines({ manifest, excluded }: ExportInput): string[] {
  const { name, version, project, publishedAt, note, grades, set } = manifest;
  return [
    `Evaluator: ${name}${version === undefined ? "" : `, version ${version}`}`,
    ...(project === undefined ? [] : [`Project: ${project}`]),
    ...(publishedAt === undefined ? [] : [`Published: ${publishedAt}`]),
    ...(note ? [`Note: ${note}`] : []),
    ...(grades
      ? [
          `Grades: ${grades.graded} outputs, ${grades.good} good and ${grades.bad} bad, by ${grades.graders} ${grades.graders === 1 ? "grader" : "graders"}`,
        ]
      : []),
    ...(set
      ? [
          "Together, on the grades that also chose the assertions (in-sample, 95 % intervals):",
          ...sayFigures(set).map(indent),
        ]
      : []),
    ...honestLines(set?.honest ?? null),
    ...auditLines(set?.audit),
    ...excluded.map((left) => `Left out: ${left.name}. ${whyLeftOut(left)}`),
  ];
}

function whyLeftOut(assertion: EvaluatorAssertion): string {
  return assertion.kind === "judge"
    ? `A judge of the design “${DESIGN_NAMES[assertion.design]}” that asks two models is run by evaluator.json with \`touchstone run\` only, which asks one.`
    : "Its verdicts were recorded elsewhere and imported; there is no code or question to run.";
}

const indent = (line: string) => `  ${line}`;

function honestLines(honest: NonNullable<ExportInput["manifest"]["set"]>["honest"] | null): string[] {
  if (!honest) return [];
  const say = (share: number | null) => (share === null ? "not measured" : percent(share));
  return [
    `On grades that did not choose them (${honest.folds}-fold, ${honest.repeats} times, n = ${honest.n}):`,
    indent(
      `coverage ${say(honest.coverage)}, false failure rate ${say(honest.falseFailureRate)}, alignment ${honest.alignment?.toFixed(2) ?? "not measured"}`,
    ),
  ];
}

function auditLines(audit: PublishedAudit | undefined): string[] {
  if (!audit) return [];
  const { n, coverageAtLeast, falseFailureRateAtMost } = audit;
  return [
    `On ${n} fresh random outputs, graded for this version only (95 % intervals):`,
    ...sayFigures(audit).map(indent),
    ...(coverageAtLeast === null
      ? []
      : [indent(`coverage is at least ${Math.floor(coverageAtLeast * 100)} % (95 %, one-sided)`)]),
    ...(falseFailureRateAtMost === null
      ? []
      : [
          indent(
            `the false failure rate is at most ${Math.ceil(falseFailureRateAtMost * 100)} % (95 %, one-sided)`,
          ),
        ]),
  ];
}

/** What a reader must know of one assertion. */
export function assertionLines(assertion: EvaluatorAssertion): string[] {
  const { name, criterion, wording, revision, hash, figures, note } = assertion;
  return [
    `Assertion: ${name}`,
    criterion === null
      ? "Judges the whole output"
      : `Criterion: ${criterion}${revision === undefined ? "" : `, revision ${revision}`}`,
    ...(wording ? [`Wording: ${wording}`] : []),
    `Implementation: ${assertion.kind}${hash === undefined ? "" : `, SHA-256 ${hash}`}`,
    ...(assertion.kind === "judge"
      ? [`Model: ${assertion.model ?? "unknown"}, design ${assertion.design}`]
      : []),
    ...(figures ? sayFigures(figures).map(indent) : [indent("not measured")]),
    ...(note ? [`Note: ${note}`] : []),
  ];
}
