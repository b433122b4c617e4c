import { findAssertion } from "@/lib/db/assertions";
import { findCriterion } from "@/lib/db/criteria";
import {
  addReview,
  carryOut,
  closeProposal,
  findProposal,
  readGround,
  rebaseProposal,
  readReviewRule,
  type ProposalTarget,
} from "@/lib/db/proposals";
import { hasMeaning } from "@/lib/domain/criterion";
import { fail, ok, type Problem, type Result } from "@/lib/domain/problem";
import type { CriterionId, ProjectId } from "@/lib/domain/ids";
import type { Ground, Proposal, ProposedChange, ReviewVerdict } from "@/lib/domain/proposal";
import { approversOf, canRefresh, isIdle, mergeRule, movedSince } from "@/lib/domain/proposal-rules";
import { reportCard } from "@/lib/domain/report-card";
import { selectionOf } from "@/lib/domain/reviewed-selection";
import { publish } from "@/lib/jobs/notify";
import { enqueue } from "@/lib/jobs/queue";
import { storeProposed } from "./propose";
import { readBoard } from "./read-board";
import { readProposal, standingOf } from "./read-proposals";

type Act = { readonly by: string; readonly at: Date };

const MISSING = { code: "not-found", what: "proposal" } as const satisfies Problem;
const refuse = (sentence: string): Result<never> => fail({ code: "bad-input", sentence });
const SETTLED = "This proposal is settled already.";

/** Says what a person who did not make it thinks of an open proposal. */
export async function reviewProposal(
  target: ProposalTarget,
  review: {
    readonly verdict: ReviewVerdict;
    readonly comment: string;
    /** The version that the reviewer looked at. */
    readonly version: number;
  },
  { by, at }: Act,
): Promise<Result<null>> {
  const proposal = await findProposal(target.projectId, target.number);
  if (!proposal) return fail(MISSING);
  if (proposal.author === by)
    return refuse("This is your own proposal: somebody else has to look at it. You can withdraw it.");
  const { version, ...words } = review;
  if (words.verdict === "ask" && words.comment === "") return refuse("Say which changes you ask for.");
  return say(target, { ...words, person: by, at }, version);
}

/** Adds to the discussion of an open proposal, its author included; it is no review. */
export const commentProposal = (
  target: ProposalTarget,
  comment: string,
  { by, at }: Act,
): Promise<Result<null>> => say(target, { verdict: "comment", comment, person: by, at }, null);

async function say(
  target: ProposalTarget,
  review: Parameters<typeof addReview>[1],
  version: number | null,
): Promise<Result<null>> {
  if (!(await findProposal(target.projectId, target.number))) return fail(MISSING);
  switch (await addReview(target, review, version)) {
    case "not open":
      return refuse(SETTLED);
    case "another version":
      return refuse(
        "It was amended while you looked at it, so your review was not stored. Look at it again.",
      );
    case "added":
      await publish(target.projectId, "proposals");
      return ok(null);
  }
}

/** Carries an open proposal out: what it proposes is in force, and in the next version. */
export async function mergeProposal(target: ProposalTarget, { by, at }: Act): Promise<Result<null>> {
  const { projectId } = target;
  const page = await readProposal(projectId, target.number);
  if (!page) return fail(MISSING);
  const { proposal, open } = page;
  if (!open) return refuse(SETTLED);
  if (!open.rule.may) return refuse(open.rule.sentence);
  const { before, after, verdicts } = open.evidence;
  const outcome = {
    before: before.figures,
    after: after.figures,
    compared: verdicts.compared,
    flipped: verdicts.changes.length,
    approvedBy: approversOf(proposal, (await readReviewRule(projectId)).editors),
    ...(proposal.criterionId === null ? {} : { selected: open.evidence.selected }),
  };
  const isDone = await carryOut(
    target,
    { by, at, outcome },
    (then, { now, ...rule }) => mergeRule(then, { moved: now ? movedSince(then, now) : [], ...rule }).may,
  );
  if (!isDone)
    return refuse("Something changed while you looked at it, so nothing was merged. Look at it again.");
  if (proposal.change.kind === "assertion")
    await enqueue({ kind: "run", projectId, assertionId: proposal.change.assertionId });
  await enqueue({ kind: "judge", projectId });
  await publish(projectId, "assertions");
  await publish(projectId, "choice");
  await publish(projectId, "proposals");
  return ok(null);
}

/** Its author takes an open proposal back. */
export async function withdrawProposal(target: ProposalTarget, { by, at }: Act): Promise<Result<null>> {
  const proposal = await findProposal(target.projectId, target.number);
  if (!proposal) return fail(MISSING);
  if (proposal.author !== by) return refuse("Only who made a proposal can withdraw it.");
  return end(target, "withdrawn", { by, at });
}

/** Somebody who did not make it turns an open proposal down. */
export async function rejectProposal(target: ProposalTarget, { by, at }: Act): Promise<Result<null>> {
  const proposal = await findProposal(target.projectId, target.number);
  if (!proposal) return fail(MISSING);
  if (proposal.author === by) return refuse("This is your own proposal: withdraw it.");
  return end(target, "rejected", { by, at });
}

async function end(target: ProposalTarget, state: "withdrawn" | "rejected", act: Act): Promise<Result<null>> {
  if (!(await closeProposal(target, state, act))) return refuse(SETTLED);
  await publish(target.projectId, "proposals");
  return ok(null);
}

/** Sets a proposal on what stands now. Whoever approved it has to look again: its evidence is another. */
export async function refreshProposal(target: ProposalTarget, at: Date): Promise<Result<null>> {
  const { projectId } = target;
  const proposal = await findProposal(projectId, target.number);
  if (!proposal) return fail(MISSING);
  const standing = await standingOf(projectId, proposal);
  if (!standing) return refuse(SETTLED);
  if (standing.moved.length === 0) return refuse("Nothing has moved under this proposal.");
  if (!canRefresh(standing.moved)) return refuse("It cannot be carried out any more: withdraw it.");
  const change = await changeOfNow(target, proposal, at);
  if (!change) return fail({ code: "not-found", what: "assertion" });
  const base = await groundOfNow(projectId, proposal.criterionId, change);
  if (base && isIdle(change, base)) return refuse("What it proposes is in force by now: withdraw it.");
  if (!(await rebaseProposal(target, { change, base, basedAt: at }))) return refuse(SETTLED);
  if (change.kind === "assertion") await enqueue({ kind: "run", projectId, assertionId: change.assertionId });
  await publish(projectId, "proposals");
  return ok(null);
}

/** Null: it is about no single criterion. */
async function groundOfNow(
  projectId: ProjectId,
  criterionId: CriterionId | null,
  change: ProposedChange,
): Promise<Ground | null> {
  const now = criterionId === null ? null : await readGround(projectId, { criterionId, change });
  if (!now) return null;
  const { ffrLimit, mustPass, revisionId, choice } = now;
  return { ffrLimit, mustPass, revisionId, choice };
}

/** The same change under the wording in force: an assertion for another meaning is another one. Null: it is gone. */
async function changeOfNow(
  { projectId }: ProposalTarget,
  { change, criterionId }: Proposal,
  at: Date,
): Promise<ProposedChange | null> {
  if (change.kind === "selection")
    return { ...change, members: selectionOf(reportCard(await readBoard(projectId))) };
  if (change.kind !== "assertion" || criterionId === null) return change;
  const [criterion, assertion] = await Promise.all([
    findCriterion(projectId, criterionId),
    findAssertion(projectId, change.assertionId),
  ]);
  if (!criterion || !assertion) return null;
  if (hasMeaning(criterion, assertion.revisionId)) return change;
  const { name, implementation, origin } = assertion;
  const { id, inPlay } = await storeProposed({ projectId, criterion }, { name, implementation, origin }, at);
  return inPlay
    ? { kind: "choice", choice: { kind: "pin", assertionId: id } }
    : { ...change, assertionId: id };
}
