import type { RevisionComparison } from "./compare-revisions";
import type { DriftEvent } from "./drift-event";
import type { DriftPage } from "./drift-page";
import type { OutputId } from "./ids";
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

/** Without the labels of hidden outputs that flipped. */
export const hideInDrift = (page: DriftPage, hidden: Hidden): DriftPage => ({
  ...page,
  journal: page.journal.map((entry) => ({
    ...entry,
    event: withoutRechecked(entry.event, hidden),
    change: entry.change && { ...entry.change, flipped: hideRows(entry.change.flipped, hidden) },
  })),
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

/** The same in the evidence of a proposal. */
export const hideInProposal = (page: ProposalPage, hidden: Hidden): ProposalPage => ({
  ...page,
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
