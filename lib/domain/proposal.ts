import { z } from "zod";
import { Choice } from "./choice";
import { FigureSide } from "./figure-side";
import { AssertionId, CriterionId, RevisionId } from "./ids";
import { SelectedMember } from "./selected-member";

const count = z.number().int().nonnegative();
const Limits = z.object({
  ffrLimit: z.number().min(0).max(1, "An FFR limit is a share between 0 and 100 %."),
  mustPass: z.boolean(),
});

/** Another choice among what there is. */
const OtherChoice = z.object({ kind: z.literal("choice"), choice: Choice });
/** What the criterion asks of a selection. */
const OtherSettings = Limits.extend({ kind: z.literal("settings") });

/** What a person can propose without writing an assertion. */
export const AskedChange = z.discriminatedUnion("kind", [OtherChoice, OtherSettings]);
export type AskedChange = z.infer<typeof AskedChange>;

/** What a proposal would change: of one criterion, or what is published of all. */
export const ProposedChange = z.discriminatedUnion("kind", [
  /** A new assertion that would be used; `replaces`: the one that it was edited from, null: it is made anew. */
  z.object({ kind: z.literal("assertion"), assertionId: AssertionId, replaces: AssertionId.nullable() }),
  OtherChoice,
  OtherSettings,
  /** What is selected now, as it would be published: merging it changes nothing, and lets it be. */
  z.object({ kind: z.literal("selection"), members: z.array(SelectedMember) }),
]);
export type ProposedChange = z.infer<typeof ProposedChange>;

/** What stood of the criterion when the proposal was made: where that moves, its evidence is of something else. */
export const Ground = Limits.extend({ revisionId: RevisionId, choice: Choice });
export type Ground = z.infer<typeof Ground>;

/** A person's judgement of a proposal: "ask" asks for changes. */
export const ReviewVerdict = z.enum(["approve", "ask"]);
export type ReviewVerdict = z.infer<typeof ReviewVerdict>;

/** What stands in the discussion: a review, a comment, or that the author made a new version. */
export const Review = z.object({
  id: z.number().int().positive(),
  person: z.string(),
  verdict: z.enum([...ReviewVerdict.options, "comment", "amend"]),
  comment: z.string(),
  at: z.date(),
});
export type Review = z.infer<typeof Review>;

/** What the evidence came to when the proposal was merged. */
export const ProposalOutcome = z.object({
  before: FigureSide.nullable(),
  after: FigureSide.nullable(),
  /** Outputs with a verdict of both selections, and those of them that got another one. */
  compared: count,
  flipped: count,
  /** What was to be selected for its criterion; null: nothing. Absent: it was merged before this was kept. */
  selected: SelectedMember.nullable().optional(),
  /** Whose approval counted then; absent likewise. */
  approvedBy: z.array(z.string()).optional(),
});
export type ProposalOutcome = z.infer<typeof ProposalOutcome>;

export const ProposalState = z.enum(["open", "merged", "withdrawn", "rejected"]);
export type ProposalState = z.infer<typeof ProposalState>;

/** A change of the selection that somebody proposes. While it is open it changes nothing. */
export const Proposal = z.object({
  number: z.number().int().positive(),
  /** Null: it is about what is published of all criteria. */
  criterionId: CriterionId.nullable(),
  version: z.number().int().positive(),
  change: ProposedChange,
  /** Null likewise. */
  base: Ground.nullable(),
  /** When it was made, or last amended or refreshed: reviews of before do not count. */
  basedAt: z.date(),
  title: z.string().min(1),
  why: z.string(),
  author: z.string(),
  at: z.date(),
  state: ProposalState,
  /** Null while it is open. */
  settledBy: z.string().nullable(),
  settledAt: z.date().nullable(),
  /** Null unless it was merged. */
  outcome: ProposalOutcome.nullable(),
  /** The first version that was published with it; null: none yet. */
  evaluatorNumber: z.number().int().positive().nullable(),
  /** Oldest first. */
  reviews: z.array(Review),
});
export type Proposal = z.infer<typeof Proposal>;

/** What a person writes of it. */
export const ProposalWords = z.object({
  title: z.string().trim().min(1, "Say in a few words what you propose.").max(200),
  why: z.string().trim().max(5_000, "Keep the reason under 5,000 characters."),
});
export type ProposalWords = z.infer<typeof ProposalWords>;
