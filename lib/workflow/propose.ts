import { addProposedAssertion, findAssertion, listAssertions } from "@/lib/db/assertions";
import { findCriterion } from "@/lib/db/criteria";
import { addProposal, readGround } from "@/lib/db/proposals";
import type { AssertionDraft } from "@/lib/domain/assertion";
import { hasMeaning, type Criterion } from "@/lib/domain/criterion";
import type { AssertionId, CriterionId, ProjectId } from "@/lib/domain/ids";
import type { OwnCode } from "@/lib/domain/own-code";
import { fail, ok, type Result } from "@/lib/domain/problem";
import type { AskedChange, ProposalWords, ProposedChange } from "@/lib/domain/proposal";
import { isIdle } from "@/lib/domain/proposal-rules";
import { publish } from "@/lib/jobs/notify";
import { enqueue } from "@/lib/jobs/queue";
import { storableDraft } from "./edit-assertions";
import { withHash } from "./hash-implementation";

type ToPropose = ProposalWords & {
  readonly projectId: ProjectId;
  readonly criterionId: CriterionId;
  readonly author: string;
  readonly at: Date;
};

export type ProposedNumber = { readonly number: number };

/** Proposes another choice or other settings for a criterion. */
export const proposeChange = (
  proposal: ToPropose & { readonly change: AskedChange },
): Promise<Result<ProposedNumber>> => store(proposal);

export type ProposedCode = ToPropose &
  OwnCode & {
    /** The assertion that it was edited from; null: it is written anew. */
    readonly replaces: AssertionId | null;
  };

/**
 * Proposes an assertion in a person's code. It is run for its evidence, and stands in no figure while the proposal is
 * open. Where the criterion has exactly this one already, using that one is what is proposed.
 */
export async function proposeCode({
  name,
  language,
  source,
  replaces,
  ...proposal
}: ProposedCode): Promise<Result<ProposedNumber>> {
  const { projectId, criterionId, at } = proposal;
  const criterion = await findCriterion(projectId, criterionId);
  if (!criterion) return fail({ code: "not-found", what: "criterion" });
  if (replaces !== null && !(await findAssertion(projectId, replaces)))
    return fail({ code: "not-found", what: "assertion" });
  const draft = { name, implementation: { kind: language, source }, origin: "hand" } as const;
  const { id, inPlay } = await storeProposed({ projectId, criterion }, draft, at);
  const change: ProposedChange = inPlay
    ? { kind: "choice", choice: { kind: "pin", assertionId: id } }
    : { kind: "assertion", assertionId: id, replaces };
  const stored = await store({ ...proposal, change });
  if (stored.ok && !inPlay) await enqueue({ kind: "run", projectId, assertionId: id });
  return stored;
}

/** The assertion of a draft under the wording in force: a new one that is only proposed, or the one that is there. */
export async function storeProposed(
  { projectId, criterion }: { readonly projectId: ProjectId; readonly criterion: Criterion },
  draft: AssertionDraft,
  at: Date,
): Promise<{ readonly id: AssertionId; readonly inPlay: boolean }> {
  const hashed = withHash(storableDraft(draft));
  const same = (await listAssertions(projectId)).find(
    ({ hash, revisionId }) => hash === hashed.hash && hasMeaning(criterion, revisionId),
  );
  if (same) return { id: same.id, inPlay: true };
  const target = { projectId, criterionId: criterion.id, revisionId: criterion.revision.id };
  return addProposedAssertion(target, hashed, at);
}

async function store({
  change,
  ...proposal
}: ToPropose & { readonly change: ProposedChange }): Promise<Result<ProposedNumber>> {
  const { projectId, criterionId } = proposal;
  const now = await readGround(projectId, { criterionId, change });
  if (!now || now.isRetired) return fail({ code: "not-found", what: "criterion" });
  if (change.kind === "choice" && change.choice.kind === "pin" && !now.isPinUsable)
    return fail({ code: "not-found", what: "assertion" });
  const { ffrLimit, mustPass, revisionId, choice } = now;
  const base = { ffrLimit, mustPass, revisionId, choice };
  if (isIdle(change, base))
    return fail({ code: "bad-input", sentence: "That is how it is already: there is nothing to propose." });
  const number = await addProposal({ ...proposal, change, base });
  if (number === null) return fail({ code: "not-found", what: "project" });
  await publish(projectId, "proposals");
  return ok({ number });
}
