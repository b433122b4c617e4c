import { findAssertion } from "@/lib/db/assertions";
import { findCriterion } from "@/lib/db/criteria";
import {
  addReview,
  carryOut,
  closeProposal,
  countOtherEditors,
  findProposal,
  readGround,
  rebaseProposal,
  type ProposalTarget,
} from "@/lib/db/proposals";
import { hasMeaning } from "@/lib/domain/criterion";
import { fail, ok, type Problem, type Result } from "@/lib/domain/problem";
import type { Proposal, ProposedChange, ReviewVerdict } from "@/lib/domain/proposal";
import { canRefresh, isIdle, mergeRule, movedSince } from "@/lib/domain/proposal-rules";
import { publish } from "@/lib/jobs/notify";
import { enqueue } from "@/lib/jobs/queue";
import { storeProposed } from "./propose";
import { readProposal, standingOf } from "./read-proposals";

type Act = { readonly by: string; readonly at: Date };

const MISSING = { code: "not-found", what: "proposal" } as const satisfies Problem;
const refuse = (sentence: string): Result<never> => fail({ code: "bad-input", sentence });
const SETTLED = "This proposal is settled already.";

/** Says what a person who did not make it thinks of an open proposal. */
export async function reviewProposal(
  target: ProposalTarget,
  review: { readonly verdict: ReviewVerdict; readonly comment: string },
  { by, at }: Act,
): Promise<Result<null>> {
  const proposal = await findProposal(target.projectId, target.number);
  if (!proposal) return fail(MISSING);
  if (proposal.author === by)
    return refuse("This is your own proposal: somebody else has to look at it. You can withdraw it.");
  if (review.verdict === "ask" && review.comment === "") return refuse("Say which changes you ask for.");
  if (!(await addReview(target, { ...review, person: by, at }))) return refuse(SETTLED);
  await publish(target.projectId, "proposals");
  return ok(null);
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
  };
  const others = await countOtherEditors(projectId, proposal.author);
  const isDone = await carryOut(
    target,
    { by, at, outcome },
    (then, now) => mergeRule(then, { moved: movedSince(then, now), others }).may,
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
  const now = change && (await readGround(projectId, { criterionId: proposal.criterionId, change }));
  if (!change || !now) return fail({ code: "not-found", what: "assertion" });
  const { ffrLimit, mustPass, revisionId, choice } = now;
  const base = { ffrLimit, mustPass, revisionId, choice };
  if (isIdle(change, base)) return refuse("What it proposes is in force by now: withdraw it.");
  if (!(await rebaseProposal(target, { change, base, basedAt: at }))) return refuse(SETTLED);
  if (change.kind === "assertion") await enqueue({ kind: "run", projectId, assertionId: change.assertionId });
  await publish(projectId, "proposals");
  return ok(null);
}

/** The same change under the wording in force: an assertion for another meaning is another one. Null: it is gone. */
async function changeOfNow(
  { projectId }: ProposalTarget,
  { change, criterionId }: Proposal,
  at: Date,
): Promise<ProposedChange | null> {
  if (change.kind !== "assertion") return change;
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
