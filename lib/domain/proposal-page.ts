import type { Assertion } from "./assertion";
import type { Criterion } from "./criterion";
import type { OutputId } from "./ids";
import type { Proposal, ProposalState } from "./proposal";
import type { ProposalEvidence } from "./proposal-evidence";
import type { MergeRule, Moved } from "./proposal-rules";
import { percent } from "./ratio";

/** A proposal with what it is about. */
export type ProposalLine = {
  readonly proposal: Proposal;
  /** Null: the criterion is gone, or it is about all of them. */
  readonly criterion: Criterion | null;
  /** The assertion that would be used, and the one that it was edited from or that is pinned; null: there is none. */
  readonly assertion: Assertion | null;
  readonly replaced: Assertion | null;
};

/** Where an open proposal stands. */
export type ProposalStanding = {
  readonly moved: readonly Moved[];
  readonly canRefresh: boolean;
  readonly rule: MergeRule;
};

export type ProposalPage = ProposalLine & {
  /** Null once it is settled: what came of it then stands in its outcome. */
  readonly open:
    | (ProposalStanding & {
        readonly evidence: ProposalEvidence;
        /** Its evidence waits for a judge, and no model is connected. */
        readonly isUnasked: boolean;
      })
    | null;
  /** Of the outputs that would get another verdict. */
  readonly outputNames: ReadonlyMap<OutputId, string>;
};

/** What a proposal would do, in a few words. */
export function sayProposed({ proposal: { change, base }, assertion }: ProposalLine): string {
  const name = assertion ? `“${assertion.name}”` : "an assertion that is gone";
  switch (change.kind) {
    case "assertion":
      return `Add ${name} and use it`;
    case "choice":
      return change.choice.kind === "pin"
        ? `Use ${name}`
        : change.choice.kind === "none"
          ? "Use no assertion"
          : "Leave the choice to the figures";
    case "settings":
      return [
        ...(change.ffrLimit === base?.ffrLimit
          ? []
          : [
              `FFR limit ${percent(change.ffrLimit)}${base ? ` in the place of ${percent(base.ffrLimit)}` : ""}`,
            ]),
        ...(change.mustPass === base?.mustPass
          ? []
          : [change.mustPass ? "Must be in every evaluator" : "Need not be in every evaluator"]),
      ].join(" · ");
    case "selection": {
      const { length } = change.members;
      return `Publish what is selected now, ${length === 1 ? "1 assertion" : `${length} assertions`}`;
    }
  }
}

/** A state in one word for a person, with the tone of its badge. */
export const STATES = {
  open: { says: "open", tone: "accent" },
  merged: { says: "merged", tone: "good" },
  withdrawn: { says: "withdrawn", tone: "plain" },
  rejected: { says: "rejected", tone: "bad" },
} as const satisfies Record<ProposalState, { says: string; tone: string }>;
