import type { Choice } from "./choice";
import type { Ground, Proposal, ProposedChange, Review } from "./proposal";

/** What stands of the criterion now. */
export type GroundNow = Ground & {
  readonly isRetired: boolean;
  /** Whether the assertion that the proposal would pin can still be used: in play, and of the wording in force. */
  readonly isPinUsable: boolean;
};

/** What has moved under a proposal. */
export type Moved = "retired" | "pin" | "reworded" | "choice" | "settings";

const MOVED: Readonly<Record<Moved, string>> = {
  retired: "The criterion was taken out of play.",
  pin: "The assertion that it would use is out of play, or was made for another meaning of the criterion.",
  reworded: "The criterion was reworded.",
  choice: "Another choice was made for the criterion.",
  settings: "The FFR limit or the must of the criterion was changed.",
};
export const sayMoved = (moved: Moved): string => MOVED[moved];

const isSameChoice = (a: Choice, b: Choice): boolean =>
  a.kind === b.kind && (a.kind !== "pin" || b.kind !== "pin" || a.assertionId === b.assertionId);

/** What a proposal would change is what stands already. */
export function isIdle(change: ProposedChange, { choice, ffrLimit, mustPass }: Ground): boolean {
  switch (change.kind) {
    case "assertion":
      return false;
    case "choice":
      return isSameChoice(change.choice, choice);
    case "settings":
      return change.ffrLimit === ffrLimit && change.mustPass === mustPass;
  }
}

/** What has moved since a proposal was made or refreshed; its evidence, and what was said of it, are of before. */
export function movedSince({ change, base }: Pick<Proposal, "change" | "base">, now: GroundNow): Moved[] {
  const has: readonly (readonly [Moved, boolean])[] = [
    ["retired", now.isRetired],
    ["pin", change.kind === "choice" && change.choice.kind === "pin" && !now.isPinUsable],
    ["reworded", base.revisionId !== now.revisionId],
    ["choice", change.kind !== "settings" && !isSameChoice(base.choice, now.choice)],
    ["settings", base.ffrLimit !== now.ffrLimit || base.mustPass !== now.mustPass],
  ];
  return has.flatMap(([moved, is]) => (is ? [moved] : []));
}

/** Whether the proposal can be set on what stands now; else it has to be withdrawn. */
export const canRefresh = (moved: readonly Moved[]): boolean =>
  moved.length > 0 && !moved.includes("retired") && !moved.includes("pin");

/** The latest review of each person but the author, of the proposal as it is now. */
export function standingReviews({
  reviews,
  author,
  basedAt,
}: Pick<Proposal, "reviews" | "author" | "basedAt">): Review[] {
  const latest = new Map<string, Review>();
  for (const review of reviews)
    if (review.person !== author && review.at >= basedAt) latest.set(review.person, review);
  return [...latest.values()];
}

export type MergeRule =
  /** `isAlone`: nobody else is there who could have approved it. */
  { readonly may: true; readonly isAlone: boolean } | { readonly may: false; readonly sentence: string };

const no = (sentence: string): MergeRule => ({ may: false, sentence });

const SETTLED: Readonly<Record<Exclude<Proposal["state"], "open">, string>> = {
  merged: "This proposal is merged already.",
  withdrawn: "This proposal was withdrawn.",
  rejected: "This proposal was rejected.",
};

/**
 * Whether a proposal may be merged: with the approval of somebody else than its author and nobody who asks for changes.
 * `others`: how many people beside the author could approve; where there is none, the author merges alone.
 */
export function mergeRule(
  proposal: Pick<Proposal, "state" | "reviews" | "author" | "basedAt">,
  { moved, others }: { readonly moved: readonly Moved[]; readonly others: number },
): MergeRule {
  if (proposal.state !== "open") return no(SETTLED[proposal.state]);
  if (moved.length > 0) {
    const next = canRefresh(moved) ? "Refresh it and look at its evidence anew." : "Withdraw it.";
    return no(`${moved.map(sayMoved).join(" ")} ${next}`);
  }
  const standing = standingReviews(proposal);
  if (standing.some(({ verdict }) => verdict === "ask"))
    return no("A reviewer asks for changes: settle that with them first, so that they approve.");
  if (standing.some(({ verdict }) => verdict === "approve")) return { may: true, isAlone: false };
  if (others === 0) return { may: true, isAlone: true };
  return no("Somebody else than its author has to approve it first.");
}
