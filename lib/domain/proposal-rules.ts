import type { Choice } from "./choice";
import type { Ground, Proposal, ProposedChange, Review } from "./proposal";

/** What stands of the criterion now. */
export type GroundNow = Ground & {
  readonly isRetired: boolean;
  /** Whether the assertion that the proposal would pin can still be used: in play, and of the wording in force. */
  readonly isPinUsable: boolean;
};

/** What has moved under a proposal. */
export type Moved = "retired" | "pin" | "reworded" | "choice" | "settings" | "selection";

const MOVED: Readonly<Record<Moved, string>> = {
  retired: "The criterion was taken out of play.",
  pin: "The assertion that it would use is out of play, or was made for another meaning of the criterion.",
  reworded: "The criterion was reworded.",
  choice: "Another choice was made for the criterion.",
  settings: "The FFR limit or the must of the criterion was changed.",
  selection: "Something else is selected by now, by newer grades or another choice.",
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
    case "selection":
      return false;
  }
}

/** What has moved since a proposal was made or refreshed; its evidence, and what was said of it, are of before. */
export function movedSince({ change, base }: Pick<Proposal, "change" | "base">, now: GroundNow): Moved[] {
  if (base === null) return [];
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

type Reviewed = Pick<Proposal, "reviews" | "author" | "basedAt">;

/**
 * The latest review of each person but the author, of the proposal as it is now. Whoever is no editor (any more) counts
 * neither way: what they asked for nobody could settle with them.
 */
export function standingReviews(
  { reviews, author, basedAt }: Reviewed,
  editors: ReadonlySet<string>,
): Review[] {
  const latest = new Map<string, Review>();
  for (const review of reviews) {
    const isReview = review.verdict === "approve" || review.verdict === "ask";
    if (isReview && review.person !== author && editors.has(review.person) && review.at >= basedAt)
      latest.set(review.person, review);
  }
  return [...latest.values()];
}

/** Whose approval of the proposal as it is now counts. */
export const approversOf = (proposal: Reviewed, editors: ReadonlySet<string>): string[] =>
  standingReviews(proposal, editors).flatMap(({ verdict, person }) =>
    verdict === "approve" ? [person] : [],
  );

export type MergeRule =
  /** `isAlone`: nobody else is there who could have approved it. */
  { readonly may: true; readonly isAlone: boolean } | { readonly may: false; readonly sentence: string };

const no = (sentence: string): MergeRule => ({ may: false, sentence });

const SETTLED: Readonly<Record<Exclude<Proposal["state"], "open">, string>> = {
  merged: "This proposal is merged already.",
  withdrawn: "This proposal was withdrawn.",
  rejected: "This proposal was rejected.",
};

/** Who could approve now, and whether somebody has to. */
export type ReviewRule = {
  /** The people who may approve and merge at this moment. */
  readonly editors: ReadonlySet<string>;
  /** Whether the project wants the approval of somebody else. */
  readonly isRequired: boolean;
};

/**
 * Whether a proposal may be merged: with the approval of somebody else than its author and nobody who asks for changes.
 * Where nobody else could approve, the author merges alone, unless the project requires a review.
 */
export function mergeRule(
  proposal: Pick<Proposal, "state"> & Reviewed,
  { moved, editors, isRequired }: ReviewRule & { readonly moved: readonly Moved[] },
): MergeRule {
  if (proposal.state !== "open") return no(SETTLED[proposal.state]);
  if (moved.length > 0) {
    const next = canRefresh(moved) ? "Refresh it and look at its evidence anew." : "Withdraw it.";
    return no(`${moved.map(sayMoved).join(" ")} ${next}`);
  }
  const standing = standingReviews(proposal, editors);
  if (standing.some(({ verdict }) => verdict === "ask"))
    return no("A reviewer asks for changes: settle that with them first, so that they approve.");
  if (standing.some(({ verdict }) => verdict === "approve")) return { may: true, isAlone: false };
  const isAlone = [...editors].every((person) => person === proposal.author);
  if (isAlone && isRequired)
    return no(
      "Changes need somebody else’s approval here, and nobody else could give it: an owner has to invite another editor, or to lift that on the members page.",
    );
  if (isAlone) return { may: true, isAlone };
  return no("Somebody else than its author has to approve it first.");
}
