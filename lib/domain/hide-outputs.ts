import type { Assertion } from "./assertion";
import type { CandidateView } from "./candidate-view";
import type { RevisionComparison } from "./compare-revisions";
import type { DriftEvent } from "./drift-event";
import type { DriftPage } from "./drift-page";
import type { EvaluatorManifest } from "./evaluator";
import type { OutputId } from "./ids";
import { everyExemplarOf, keepExemplars, type Judge } from "./judge-designs/judge";
import type { MarginalValue } from "./marginal-value";
import type { ProposalPage } from "./proposal-page";
import type { Explanations } from "./reasons";
import type { VerdictChanges } from "./verdict-changes";

/**
 * Outputs that a person has still to grade in a queue: pages name none of them beside what others or assertions say of it.
 * Figures stay what they are for everybody, for they give no single output away.
 */
export type Hidden = ReadonlySet<OutputId>;

const others = (ids: readonly OutputId[], hidden: Hidden): OutputId[] => ids.filter((id) => !hidden.has(id));

/** Rows of a list without those of hidden outputs. */
export const hideRows = <Row extends { readonly outputId: OutputId }>(
  rows: readonly Row[],
  hidden: Hidden,
): Row[] => rows.filter(({ outputId }) => !hidden.has(outputId));

/** Without the labels of hidden outputs that flipped, and without their grades on the timelines. */
export const hideInDrift = (page: DriftPage, hidden: Hidden): DriftPage => ({
  ...page,
  journal: page.journal.map((entry) => ({
    ...entry,
    event: withoutRechecked(withoutEvidence(entry.event, hidden), hidden),
    change: entry.change && { ...entry.change, flipped: hideRows(entry.change.flipped, hidden) },
  })),
  timelines: page.timelines.map((one) => ({ ...one, grades: hideRows(one.grades, hidden) })),
});

/** What shows that somebody drifted are outputs that they graded otherwise than before. */
const withoutEvidence = (event: DriftEvent, hidden: Hidden): DriftEvent => ({
  ...event,
  evidence: { ...event.evidence, outputIds: others(event.evidence.outputIds, hidden) },
});

const withoutRechecked = (event: DriftEvent, hidden: Hidden): DriftEvent => ({
  ...event,
  recheck: event.recheck && {
    ...event.recheck,
    judges: event.recheck.judges.map((judge) => ({ ...judge, changed: hideRows(judge.changed, hidden) })),
  },
});

/** Without the verdicts and labels of hidden outputs. */
export const hideInChanges = (changes: VerdictChanges, hidden: Hidden): VerdictChanges => ({
  ...changes,
  changes: hideRows(changes.changes, hidden),
});

/** Whether somebody who sees a judge is told the grade of a hidden output, which it is shown as an example. */
export const tellsOf = (judge: Judge, hidden: Hidden): boolean =>
  everyExemplarOf(judge).some(({ outputId }) => outputId !== null && hidden.has(outputId));

const hideExemplars = (judge: Judge, hidden: Hidden): Judge =>
  keepExemplars(judge, ({ outputId }) => outputId === null || !hidden.has(outputId));

/** Without hidden outputs among the examples of a judge. */
export const hideInAssertion = (assertion: Assertion, hidden: Hidden): Assertion =>
  assertion.implementation.kind === "judge"
    ? { ...assertion, implementation: hideExemplars(assertion.implementation, hidden) }
    : assertion;

/** The same in candidates, and in those that are folded into them. */
export const hideInCandidates = <Candidate extends Pick<CandidateView, "assertion" | "twins">>(
  candidates: readonly Candidate[],
  hidden: Hidden,
): Candidate[] =>
  candidates.map((candidate) => ({
    ...candidate,
    assertion: hideInAssertion(candidate.assertion, hidden),
    twins: candidate.twins.map((twin) => hideInAssertion(twin, hidden)),
  }));

/** Without the labels of hidden outputs on which a version was measured. */
export const hideInManifest = (manifest: EvaluatorManifest, hidden: Hidden): EvaluatorManifest => ({
  ...manifest,
  ...(manifest.examples === undefined ? {} : { examples: hideRows(manifest.examples, hidden) }),
});

/** The calls without what was asked and answered, which may tell of any output, while something is hidden. */
export const hideInCalls = <Call extends { readonly prompt: string; readonly answer: string | null }>(
  calls: readonly Call[],
  hidden: Hidden,
): Call[] =>
  hidden.size === 0 ? [...calls] : calls.map((call) => ({ ...call, prompt: UNTOLD, answer: null }));

const UNTOLD = "Shown once you have graded what you have still to grade in a queue: it may tell of it.";

/** The same in the evidence of a proposal. */
export const hideInProposal = (page: ProposalPage, hidden: Hidden): ProposalPage => ({
  ...page,
  assertion: page.assertion && hideInAssertion(page.assertion, hidden),
  replaced: page.replaced && hideInAssertion(page.replaced, hidden),
  open: page.open && {
    ...page.open,
    evidence: { ...page.open.evidence, verdicts: hideInChanges(page.open.evidence.verdicts, hidden) },
  },
});

/** Without what was said of hidden outputs under two wordings. */
export const hideInWordings = (comparison: RevisionComparison, hidden: Hidden): RevisionComparison => ({
  ...comparison,
  outputs: hideRows(comparison.outputs, hidden),
});

/** Without the reasons that others gave on hidden outputs. */
export const hideInReasons = <Of extends Explanations>(reasons: Of, hidden: Hidden): Of => ({
  ...reasons,
  explainedOutputs: hideRows(reasons.explainedOutputs, hidden),
  unexplainedOutputs: hideRows(reasons.unexplainedOutputs, hidden),
});

/** Without hidden outputs among those that one member alone catches or wrongly fails. */
export const hideInMembers = (members: readonly MarginalValue[], hidden: Hidden): MarginalValue[] =>
  members.map((member) => ({
    ...member,
    onlyCatches: others(member.onlyCatches, hidden),
    onlyFalseAlarms: others(member.onlyFalseAlarms, hidden),
    impliedBy: member.impliedBy.map((one) => ({
      ...one,
      counterExamples: others(one.counterExamples, hidden),
    })),
  }));
