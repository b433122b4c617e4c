import type { Confusion } from "./confusion";
import type { Evaluator } from "./evaluator";
import { sideOfReport, sideOfVersion, type FigureSide } from "./figure-side";
import type { GradeEvent } from "./grade";
import type { AssertionId, CriterionId, OutputId } from "./ids";
import type { Proposal } from "./proposal";
import { percent, valueOf } from "./ratio";
import { reportCard, type CriterionReport, type ReportCard } from "./report-card";
import type { ReportInput } from "./report-input";
import { selectionOf } from "./reviewed-selection";
import type { SelectedMember } from "./selected-member";
import { verdictChanges, type SetKinds, type VerdictChanges } from "./verdict-changes";

/** What stands, or would stand, for the criterion of a proposal. */
export type CriterionSide = {
  readonly assertionId: AssertionId;
  readonly name: string;
  /** Against the grades of the criterion. */
  readonly confusion: Confusion;
};

export type EvidenceSide = {
  /** "now", "with it", "version 3" */
  readonly title: string;
  /** Null: nothing is selected. */
  readonly figures: FigureSide | null;
  /** The selected assertions by name. */
  readonly members: readonly string[];
  /** Null: none is selected for the criterion. */
  readonly criterion: CriterionSide | null;
};

/** What would come of a proposal: the selection as it is beside what it would be. */
export type ProposalEvidence = {
  readonly before: EvidenceSide;
  readonly after: EvidenceSide;
  readonly verdicts: VerdictChanges;
  /** Outputs graded for the criterion that the proposed assertion has not judged yet, of how many; the evidence is complete at 0. */
  readonly waiting: number;
  readonly graded: number;
  /** What would be selected for its criterion; null: nothing, or it is about all criteria. */
  readonly selected: SelectedMember | null;
  /** Why the figures after are not to be taken at their word; empty: nothing is known against them. */
  readonly cautions: readonly string[];
};

type Board = ReportInput & { readonly events: readonly GradeEvent[] };
type OfCriterion = Pick<Proposal, "change"> & { readonly criterionId: CriterionId };

/** Computed from the facts as they are and as they would be (see `proposedBoard`). */
export function proposalEvidence(proposal: OfCriterion, now: Board, then: Board): ProposalEvidence {
  const [before, after] = [reportCard(now), reportCard(then)];
  const { criterionId } = proposal;
  const waiting = waitingIn(proposal, then);
  return {
    before: { ...sideOf(before, criterionId), title: "now" },
    after: { ...sideOf(after, criterionId), title: "with it" },
    verdicts: verdictChanges(
      now.matrix.outputIds,
      { before: kindsOf(now, before), after: kindsOf(then, after) },
      now.labels.whole,
    ),
    waiting,
    graded: gradedFor(then, criterionId).length,
    selected: selectionOf(after).find((member) => member.criterionId === criterionId) ?? null,
    cautions: cautionsOf(proposal, { board: then, report: after, waiting }),
  };
}

/** The last version as it was published (null: there is none), with what its members say now, and what is selected. */
export type PublishedSide = {
  readonly version: Pick<Evaluator, "number" | "manifest"> | null;
  readonly kinds: SetKinds;
};

/** What would be published, beside what was published last. */
export function selectionEvidence({ version, kinds }: PublishedSide, now: Board): ProposalEvidence {
  const report = reportCard(now);
  return {
    before: {
      title: version ? `version ${version.number}` : "published",
      figures: version && sideOfVersion(version),
      members: version?.manifest.assertions.map(({ name }) => name) ?? [],
      criterion: null,
    },
    after: { ...sideOf(report, null), title: "selected now" },
    verdicts: verdictChanges(
      now.matrix.outputIds,
      { before: kinds, after: kindsOf(now, report) },
      now.labels.whole,
    ),
    ...{ waiting: 0, graded: 0, selected: null },
    cautions: [...report.criteria.flatMap(ofCriterion), ...ofSet(report)],
  };
}

const kindsOf =
  ({ matrix }: Board, { set }: ReportCard): SetKinds =>
  (outputId) =>
    (set?.assertionIds ?? []).map((id) => matrix.kind(id, outputId));

const reportOf = (report: ReportCard, criterionId: CriterionId): CriterionReport | null =>
  report.criteria.find(({ criterion }) => criterion.id === criterionId) ?? null;

function sideOf(report: ReportCard, criterionId: CriterionId | null): Omit<EvidenceSide, "title"> {
  const selected = criterionId === null ? null : (reportOf(report, criterionId)?.selected ?? null);
  return {
    figures: sideOfReport(report),
    members: report.criteria.flatMap((of) => (of.selected ? [of.selected.assertion.name] : [])),
    criterion: selected && {
      assertionId: selected.assertion.id,
      name: selected.assertion.name,
      confusion: selected.confusion,
    },
  };
}

const gradedFor = ({ labels }: Board, criterionId: CriterionId): readonly OutputId[] => [
  ...(labels.byCriterion.get(criterionId)?.labels.keys() ?? []),
];

function waitingIn({ change, criterionId }: OfCriterion, board: Board): number {
  if (change.kind !== "assertion") return 0;
  const { assertionId } = change;
  return gradedFor(board, criterionId).filter((id) => board.matrix.kind(assertionId, id) === null).length;
}

type Outcome = { readonly board: Board; readonly report: ReportCard; readonly waiting: number };

function cautionsOf({ change, criterionId }: OfCriterion, { board, report, waiting }: Outcome): string[] {
  const own = reportOf(report, criterionId);
  const isPinned = change.kind === "assertion" || (change.kind === "choice" && change.choice.kind === "pin");
  return [
    ...(waiting > 0
      ? [
          `${gradedFor(board, criterionId).length - waiting} of ${gradedFor(board, criterionId).length} graded outputs judged so far: its figures are of those alone.`,
        ]
      : []),
    ...(own ? [...ofCriterion(own)] : []),
    ...(change.kind === "assertion" ? sayAge(board, criterionId, change.assertionId) : []),
    ...(isPinned && report.set
      ? [
          "In-sample: whoever chose it could see these grades, and the honest figure takes this choice as given instead of making it anew on part of them. An audit set measures it on fresh outputs before you publish.",
        ]
      : []),
    ...ofSet(report),
  ];
}

function ofCriterion({ criterion, selected }: CriterionReport): string[] {
  const failed = selected ? valueOf(selected.falseFailureRate) : null;
  const { name } = criterion.revision;
  return [
    ...(selected && selected.confusion.errored > 0
      ? [`It errs on ${selected.confusion.errored} graded outputs, which count in no rate.`]
      : []),
    ...(selected && failed !== null && failed > criterion.ffrLimit
      ? [
          `It fails ${selected.falseFailureRate.count} of ${selected.falseFailureRate.of} good outputs, more than the FFR limit of ${percent(criterion.ffrLimit)}.`,
        ]
      : []),
    ...(criterion.mustPass && !selected
      ? [`“${name}” must be in every evaluator: with this, none can be published.`]
      : []),
  ];
}

/** How many of the grades were there before it: those it may have been written after. */
function sayAge(board: Board, criterionId: CriterionId, assertionId: AssertionId): string[] {
  const made = board.assertions.find(({ id }) => id === assertionId)?.createdAt;
  const graded = gradedFor(board, criterionId);
  if (!made || graded.length === 0) return [];
  const before = new Set(board.events.filter(({ at }) => at <= made).map(({ outputId }) => outputId));
  const older = graded.filter((id) => before.has(id)).length;
  if (older === 0) return [];
  const later = graded.length - older;
  return [
    `${older} of the ${graded.length} outputs that measure it had been graded before it was written${later === 0 ? ", so all of its figures are in-sample." : `; only the other ${later} are new to it.`}`,
  ];
}

function ofSet({ set, honest }: ReportCard): string[] {
  if (!set) return ["Nothing would be selected at all."];
  if (!honest) return ["There is no honest figure yet: it takes three good and three bad graded outputs."];
  return honest.fitted > 0
    ? [
        `${honest.fitted} selected ${honest.fitted === 1 ? "assertion was" : "assertions were"} learnt from these grades, so even the honest figure is on the bright side.`,
      ]
    : [];
}
