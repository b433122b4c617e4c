import {
  distinctNames,
  publishFigures,
  type EvaluatorAssertion,
  type EvaluatorManifest,
  type PublishedAudit,
  type PublishedExample,
} from "./evaluator";
import type { GradeEvent } from "./grade";
import type { CandidateFigures, CriterionReport, ReportCard } from "./report-card";
import type { ReportInput } from "./report-input";

export type ManifestFacts = {
  readonly project: { readonly name: string; readonly promptTemplate: string };
  readonly board: ReportInput & { readonly events: readonly GradeEvent[] };
  readonly report: ReportCard;
  readonly version: number;
  readonly publishedAt: Date;
  readonly note: string;
  /** What the audit set found of this very selection; null: there was none. */
  readonly audit: PublishedAudit | null;
  /** The model that judges; null: none is connected, and what judged is not known. */
  readonly judgingModel: string | null;
};

type Member = { readonly report: CriterionReport; readonly selected: CandidateFigures };

/** The selection of a report, frozen with its numbers. Null: nothing is selected. */
export function buildManifest(facts: ManifestFacts): EvaluatorManifest | null {
  const { project, board, report, version, publishedAt, note } = facts;
  const members = report.criteria.flatMap(({ selected, ...rest }): Member[] =>
    selected ? [{ report: { ...rest, selected }, selected }] : [],
  );
  if (members.length === 0 || !report.set) return null;
  const names = distinctNames(members.map(({ selected }) => selected.assertion.name));
  const { good, bad } = report.graded;
  return {
    touchstone: 1,
    name: project.name,
    project: project.name,
    version,
    publishedAt: publishedAt.toISOString(),
    note,
    ...(project.promptTemplate === "" ? {} : { prompt: project.promptTemplate }),
    grades: { graded: good + bad, good, bad, graders: countGraders(board.events) },
    set: {
      ...publishFigures(report.set),
      inSample: true,
      honest: report.honest,
      ...(facts.audit ? { audit: facts.audit } : {}),
    },
    assertions: members.map((member, i) =>
      publishMember(member, names[i] ?? member.selected.assertion.name, facts.judgingModel),
    ),
    examples: examplesOf(board, members),
  };
}

const countGraders = (events: readonly GradeEvent[]): number =>
  new Set(events.filter(({ mark }) => mark === "good" || mark === "bad").map(({ grader }) => grader)).size;

function publishMember({ report, selected }: Member, name: string, model: string | null): EvaluatorAssertion {
  const { criterion, choice, basis } = report;
  const { implementation, hash } = selected.assertion;
  const notes = [
    ...(choice.kind === "pin" ? ["Chosen by a person, not by its figures."] : []),
    ...(basis === "whole"
      ? ["Measured against grades of the whole output, because nobody graded this criterion bad."]
      : []),
  ];
  const common = {
    name,
    criterion: criterion.revision.name,
    wording: criterion.revision.wording,
    revision: criterion.revision.number,
    hash,
    figures: publishFigures(selected),
    ...(notes.length === 0 ? {} : { note: notes.join(" ") }),
  };
  switch (implementation.kind) {
    case "javascript":
    case "python":
    case "recorded":
      return { ...common, ...implementation };
    case "judge":
      return { ...common, ...implementation, model };
  }
}

const examplesOf = ({ labels, matrix }: ReportInput, members: readonly Member[]): PublishedExample[] =>
  [...labels.whole].map(([outputId, label]) => ({
    outputId,
    label,
    verdicts: members.map(({ selected }) => matrix.kind(selected.assertion.id, outputId)),
  }));
