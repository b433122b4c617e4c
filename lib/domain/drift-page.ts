import type { Revision } from "./criterion";
import type { DriftEvent, DriftKind, DriftSide } from "./drift-event";
import {
  changeOf,
  decidedIn,
  endOf,
  type CriterionHistory,
  type DriftChange,
  type JournalFacts,
} from "./drift-journal";
import type { VersionAgreement } from "./compare-versions";
import type { ParentComparison } from "./detect-judge-edits";
import type { Timeline } from "./drift-timeline";
import type { GraderBoard } from "./grader-board";
import type { OutputId, RevisionId } from "./ids";

/** The wording that an edit made, with the one that it replaced. */
export type WordingChange = {
  /** Null: the criterion was new. */
  readonly before: Revision | null;
  readonly after: Revision;
};

/** An entry of the drift journal with everything that is computed for it. */
export type JournalEntry = {
  readonly event: DriftEvent;
  /** Null: it edited nothing. */
  readonly wording: WordingChange | null;
  /** What a split, a merge or a clarification put in the place of what; null: it is none of these. */
  readonly replaced: { readonly from: readonly Revision[]; readonly to: readonly Revision[] } | null;
  /** Null: it changed no figure. */
  readonly change: DriftChange | null;
  /** How the criterion is called now; null: it is about the whole output or the project. */
  readonly criterion: string | null;
};

/** What is measured now of what an entry is about. */
export type EventFacts = {
  /** Outputs whose grades would decide and that nobody has graded yet. */
  readonly toGrade: number;
  /** How the selected assertions agree with grades on each version of the pipeline; empty: it is about none. */
  readonly versions: readonly VersionAgreement[];
  /** A judge beside the one that it was made from (`compared` null: it has not judged yet); null: it is about none. */
  readonly edit: { readonly compared: ParentComparison | null } | null;
};

export type DriftPage = {
  /** Newest first. */
  readonly journal: readonly JournalEntry[];
  /** Of the criteria in play that grades speak of, and of the whole output. */
  readonly timelines: readonly Timeline[];
  /** Where several people graded the same. */
  readonly boards: readonly GraderBoard[];
  /** Criteria added or reinterpreted per 10 graded outputs; null before the first grade. */
  readonly newCriterionRate: number | null;
  /** By the id of the entry. */
  readonly facts: ReadonlyMap<number, EventFacts>;
  /** Why the inputs of the outputs imported last were not compared, or with what; null: with all of before. */
  readonly inputNote: string | null;
  /** How each output that an entry or a timeline names is called. */
  readonly outputNames: ReadonlyMap<OutputId, string>;
};

/** The entries of the journal, newest first, with what came of each. */
export function journalEntries(events: readonly DriftEvent[], facts: JournalFacts): JournalEntry[] {
  const oldestFirst = events.map((event) => ({
    event: withDecisions(event, events, facts),
    wording: event.revisionId === null ? null : wordingChange(event.revisionId, facts.histories),
    replaced: replacedBy(event, facts.histories),
    change: changeOf(event, events, facts),
    criterion:
      facts.histories.find(({ criterion }) => criterion.id === event.criterionId)?.criterion.revision.name ??
      null,
  }));
  return oldestFirst.toReversed();
}

/** An entry about decisions names the outputs on which they were made. */
function withDecisions(event: DriftEvent, events: readonly DriftEvent[], facts: JournalFacts): DriftEvent {
  if (event.kind !== "adjudication") return event;
  const outputIds = decidedIn(event, endOf(event, events, facts), facts);
  return { ...event, evidence: { ...event.evidence, outputIds } };
}

function replacedBy(
  { evidence: { replaced } }: DriftEvent,
  histories: readonly CriterionHistory[],
): JournalEntry["replaced"] {
  if (replaced === undefined) return null;
  const all = new Map(histories.flatMap(({ revisions }) => revisions.map((one) => [one.id, one] as const)));
  const find = (ids: readonly RevisionId[]) => ids.flatMap((id) => all.get(id) ?? []);
  return { from: find(replaced.from), to: find(replaced.to) };
}

function wordingChange(revisionId: RevisionId, histories: readonly CriterionHistory[]): WordingChange | null {
  for (const { revisions } of histories) {
    const index = revisions.findIndex(({ id }) => id === revisionId);
    const after = revisions[index];
    if (after) return { before: revisions[index + 1] ?? null, after };
  }
  return null;
}

/** That not all outputs of before are in the figures of now. */
export const sayOpen = ({ open, labelled }: Pick<DriftChange, "open" | "labelled">): string =>
  `${open} of the ${labelled} outputs that were labelled have no label now: the figures are of the others until somebody looks at these.`;

const OUTPUTS: Partial<Record<DriftKind, string>> = {
  pipelineDrift: "Grades of these would tell whether the old ones still hold",
  ...{ split: "Grades carried over", merge: "Grades carried over" },
  ...{ adjudication: "Decided", clarification: "Triggered by" },
};

/** What the outputs are that an entry names. */
export const outputsAre = ({ kind, revisionId }: Pick<DriftEvent, "kind" | "revisionId">): string =>
  OUTPUTS[kind] ?? (revisionId === null ? "Seen on" : "Triggered by");

/** Wordings one after the other, as one text to compare. */
export const wordingsOf = (revisions: readonly Revision[]): string =>
  revisions
    .map(({ name, wording, examples }) => {
      const said = wording === name ? name : `${name}: ${wording}`;
      return examples === "" ? said : `${said}\nExamples: ${examples}`;
    })
    .join("\n");

/** What each kind of entry is called. */
export const DRIFT_KIND_NAMES: Readonly<Record<DriftKind, string>> = {
  newCriterion: "new criterion",
  reinterpretation: "reinterpretation",
  split: "split",
  merge: "merge",
  clarification: "clarification",
  removal: "removal",
  restoration: "restoration",
  adjudication: "decisions on disputes",
  graderDrift: "grader drift",
  judgeDrift: "judge drift",
  pipelineDrift: "pipeline drift",
};

/** What changed, so that who has to act is plain. */
export const DRIFT_SIDE_NAMES: Readonly<Record<DriftSide, string>> = {
  criteria: "the criterion changed",
  people: "people disagree",
  pipeline: "the pipeline or a judge changed",
};
