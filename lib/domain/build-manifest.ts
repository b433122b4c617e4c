import {
  distinctNames,
  publishFigures,
  type EvaluatorAssertion,
  type EvaluatorManifest,
  type PublishedAudit,
  type PublishedExample,
} from "./evaluator";
import type { Implementation } from "./assertion";
import type { GradeEvent } from "./grade";
import type { OutputId } from "./ids";
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
  /** The model that judges where the first one is unsure; null likewise. */
  readonly decidingModel: string | null;
  /** Verified references of graded outputs; needed only where a judge wants them. */
  readonly references: ReadonlyMap<OutputId, string>;
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
    grades: {
      ...{ graded: good + bad, good, bad, graders: countGraders(board.events) },
      ...(board.labels.weighed.size > 0 ? { labelling: "weighed" } : {}),
    },
    set: {
      ...publishFigures(report.set),
      inSample: true,
      honest: report.honest,
      ...(facts.audit ? { audit: facts.audit } : {}),
    },
    assertions: members.map((member, i) =>
      publishMember(member, names[i] ?? member.selected.assertion.name, facts),
    ),
    examples: examplesOf(facts, members),
  };
}

const countGraders = (events: readonly GradeEvent[]): number =>
  new Set(events.filter(({ mark }) => mark === "good" || mark === "bad").map(({ grader }) => grader)).size;

type Models = Pick<ManifestFacts, "judgingModel" | "decidingModel">;

/** A cascade has two models, of which a run elsewhere asks one only. */
const saysOfModels = (implementation: Implementation, { decidingModel }: Models): string[] =>
  implementation.kind === "judge" && implementation.design === "cascade"
    ? [
        `Where the model was unsure, ${decidingModel ?? "another model"} decided; \`touchstone run\` asks the same model again instead.`,
      ]
    : [];

function publishMember({ report, selected }: Member, name: string, models: Models): EvaluatorAssertion {
  const { criterion, choice, basis, isWeighed, provisional } = report;
  const { implementation, hash } = selected.assertion;
  const notes = [
    ...(choice.kind === "pin" ? ["Chosen by a person, not by its figures."] : []),
    ...(basis === "whole"
      ? ["Measured against grades of the whole output, because nobody graded this criterion bad."]
      : []),
    ...(provisional > 0
      ? [
          `Of the grades ${provisional} are provisional: carried over from a criterion that was split or merged.`,
        ]
      : []),
    ...(isWeighed ? ["Graders were weighed by how reliable they look (Dawid–Skene)."] : []),
    ...saysOfModels(implementation, models),
  ];
  const common = {
    name,
    criterion: criterion.revision.name,
    criterionId: criterion.id,
    ffrLimit: criterion.ffrLimit,
    mustPass: criterion.mustPass,
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
      return { ...common, ...implementation, model: models.judgingModel };
  }
}

function examplesOf(
  { board: { labels, matrix }, references }: Pick<ManifestFacts, "board" | "references">,
  members: readonly Member[],
): PublishedExample[] {
  return [...labels.whole].map(([outputId, label]) => {
    const reference = references.get(outputId);
    return {
      outputId,
      label,
      verdicts: members.map(({ selected }) => matrix.kind(selected.assertion.id, outputId)),
      ...(reference === undefined ? {} : { reference }),
    };
  });
}
