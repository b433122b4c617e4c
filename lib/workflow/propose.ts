import { addProposedAssertion, findAssertion, listAssertions } from "@/lib/db/assertions";
import { findCriterion } from "@/lib/db/criteria";
import { findProject } from "@/lib/db/projects";
import { addProposal, amendProposal, findProposal, readGround } from "@/lib/db/proposals";
import type { AssertionDraft } from "@/lib/domain/assertion";
import { hasMeaning, type Criterion } from "@/lib/domain/criterion";
import type { AssertionId, CriterionId, ProjectId } from "@/lib/domain/ids";
import { withExemplars, type ExemplarEdit } from "@/lib/domain/judge-designs/exemplar-edit";
import type { Judge } from "@/lib/domain/judge-designs/judge";
import type { JudgeChoice } from "@/lib/domain/judge-designs/judge-choice";
import { draftsOf } from "@/lib/domain/judge-designs/variants";
import type { OwnCode } from "@/lib/domain/own-code";
import { fail, ok, type Result } from "@/lib/domain/problem";
import type { AskedChange, Ground, Proposal, ProposalWords, ProposedChange } from "@/lib/domain/proposal";
import { sayProposed } from "@/lib/domain/proposal-page";
import { isIdle } from "@/lib/domain/proposal-rules";
import { reportCard } from "@/lib/domain/report-card";
import { selectionOf } from "@/lib/domain/reviewed-selection";
import { isSuspicious } from "@/lib/domain/suspicion";
import { publish } from "@/lib/jobs/notify";
import { enqueue } from "@/lib/jobs/queue";
import { judgeOf, originOf } from "./add-judge";
import { storableDraft } from "./edit-assertions";
import { gradedOutputs } from "./graded-outputs";
import { withHash } from "./hash-implementation";
import { readBoard } from "./read-board";
import { withSubjects } from "./read-proposals";
import { findUncovered } from "./require-review";

type Words = ProposalWords & {
  readonly projectId: ProjectId;
  readonly author: string;
  readonly at: Date;
};

type ToPropose = Words & {
  readonly criterionId: CriterionId;
  /** The open proposal of the same author of which this is the next version; null: a new one. */
  readonly amends?: number | null;
};

export type ProposedNumber = { readonly number: number };

const refuse = (sentence: string): Result<never> => fail({ code: "bad-input", sentence });

/** Proposes another choice or other settings for a criterion. */
export const proposeChange = (
  proposal: ToPropose & { readonly change: AskedChange },
): Promise<Result<ProposedNumber>> => store(proposal);

/** The assertion that a proposed one was edited from; null: it is made anew. */
type Replacing = { readonly replaces: AssertionId | null };

export type ProposedCode = ToPropose & OwnCode & Replacing;

/** Proposes an assertion in a person's code. */
export async function proposeCode({
  name,
  language,
  source,
  ...proposal
}: ProposedCode): Promise<Result<ProposedNumber>> {
  const { projectId, criterionId, replaces } = proposal;
  const criterion = await findCriterion(projectId, criterionId);
  if (!criterion) return fail({ code: "not-found", what: "criterion" });
  if (replaces !== null && !(await findAssertion(projectId, replaces)))
    return fail({ code: "not-found", what: "assertion" });
  const draft = { name, implementation: { kind: language, source }, origin: "hand" } as const;
  return proposeAssertion(proposal, criterion, draft);
}

export type ProposedJudge = ToPropose & {
  readonly choice: JudgeChoice;
  /** What it is asked; empty: whether the criterion holds. */
  readonly question: string;
};

/** Proposes a judge in the design that the person chose: the one of it that comes first, since one is used. */
export async function proposeJudge({
  choice,
  question,
  ...proposal
}: ProposedJudge): Promise<Result<ProposedNumber>> {
  const { projectId, criterionId } = proposal;
  const criterion = await findCriterion(projectId, criterionId);
  if (!criterion) return fail({ code: "not-found", what: "criterion" });
  const judge = await judgeOf({ projectId, criterion, choice });
  if (!judge.ok) return judge;
  if (question !== "" && judge.value.design === "jury")
    return refuse("A jury asks nothing itself: its judges have questions of their own.");
  const asked = question === "" ? judge.value : { ...judge.value, question };
  const [draft] = draftsOf(asked, originOf(judge.value));
  if (!draft) throw new Error("A judge is at least one candidate.");
  return proposeAssertion({ ...proposal, replaces: null }, criterion, draft);
}

export type ProposedExemplars = Words & {
  readonly assertionId: AssertionId;
  readonly exemplars: readonly ExemplarEdit[];
};

/** Proposes a judge like the given one, which is shown other graded outputs. */
export async function proposeExemplars({
  assertionId,
  exemplars,
  ...words
}: ProposedExemplars): Promise<Result<ProposedNumber>> {
  const { projectId } = words;
  const assertion = await findAssertion(projectId, assertionId);
  const criterion =
    assertion?.criterionId != null ? await findCriterion(projectId, assertion.criterionId) : null;
  if (!criterion || assertion?.implementation.kind !== "judge")
    return fail({ code: "not-found", what: "assertion" });
  if (exemplars.some(({ note }) => isSuspicious(note)))
    return refuse("A note looks like a verdict or a role. Put it in other words.");
  const graded = await gradedOutputs(projectId, criterion, await readBoard(projectId));
  const judge: Judge | { readonly sentence: string } = withExemplars(
    assertion.implementation,
    exemplars,
    graded,
  );
  if ("sentence" in judge) return refuse(judge.sentence);
  const draft = { name: assertion.name, implementation: judge, origin: "hand" } as const;
  const target = { ...words, criterionId: criterion.id, replaces: assertionId };
  return proposeAssertion(target, criterion, { ...draft, parentId: assertionId });
}

/**
 * It is run for its evidence, and stands in no figure while the proposal is open. Where the criterion has exactly this
 * one already, using that one is what is proposed.
 */
async function proposeAssertion(
  { replaces, ...proposal }: ToPropose & Replacing,
  criterion: Criterion,
  draft: AssertionDraft,
): Promise<Result<ProposedNumber>> {
  const { projectId, at } = proposal;
  const { id, inPlay } = await storeProposed({ projectId, criterion }, draft, at);
  const change: ProposedChange = inPlay
    ? { kind: "choice", choice: { kind: "pin", assertionId: id } }
    : { kind: "assertion", assertionId: id, replaces };
  const stored = await store({ ...proposal, change });
  if (stored.ok && !inPlay) await enqueue({ kind: "run", projectId, assertionId: id });
  return stored;
}

/** Proposes that what is selected now be published: it changes nothing itself. */
export async function proposeSelection(words: Words): Promise<Result<ProposedNumber>> {
  const { projectId } = words;
  if (!(await findProject(projectId))) return fail({ code: "not-found", what: "project" });
  const members = selectionOf(reportCard(await readBoard(projectId)));
  if (members.length === 0) return refuse("Nothing is selected yet: there is nothing to propose.");
  if ((await findUncovered(projectId, members)).uncovered.length === 0)
    return refuse("This selection is published or approved already: there is nothing to propose.");
  const about = { criterionId: null, base: null };
  return add({ ...words, ...about, change: { kind: "selection", members } });
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
  amends = null,
  ...proposal
}: ToPropose & { readonly change: ProposedChange }): Promise<Result<ProposedNumber>> {
  const { projectId, criterionId } = proposal;
  const now = await readGround(projectId, { criterionId, change });
  if (!now || now.isRetired) return fail({ code: "not-found", what: "criterion" });
  if (change.kind === "choice" && change.choice.kind === "pin" && !now.isPinUsable)
    return fail({ code: "not-found", what: "assertion" });
  const { ffrLimit, mustPass, revisionId, choice } = now;
  const base = { ffrLimit, mustPass, revisionId, choice };
  if (isIdle(change, base)) return refuse("That is how it is already: there is nothing to propose.");
  const made = { ...proposal, change, base };
  return amends === null ? add(made) : amend(amends, made);
}

type Made = Words & {
  readonly criterionId: CriterionId | null;
  readonly change: ProposedChange;
  readonly base: Ground | null;
};

async function add(proposal: Made): Promise<Result<ProposedNumber>> {
  const number = await addProposal(proposal);
  if (number === null) return fail({ code: "not-found", what: "project" });
  await publish(proposal.projectId, "proposals");
  return ok({ number });
}

/** The next version of an open proposal of one's own: reviews of before do not count, the discussion stays. */
async function amend(number: number, { author, at, ...made }: Made): Promise<Result<ProposedNumber>> {
  const { projectId, change, base, title, why } = made;
  const before = await findProposal(projectId, number);
  if (!before) return fail({ code: "not-found", what: "proposal" });
  const may = mayAmend(before, { author, criterionId: made.criterionId });
  if (!may.ok) return may;
  const [line] = await withSubjects(projectId, [before]);
  const note = `Version ${before.version + 1}. Before: ${line ? sayProposed(line) : before.title}.`;
  const next = { change, base, title, why, basedAt: at };
  const isDone = await amendProposal({ projectId, number, version: before.version }, next, { author, note });
  if (!isDone)
    return refuse("Something changed while you looked at it, so nothing was amended. Look at it again.");
  await publish(projectId, "proposals");
  return ok({ number });
}

function mayAmend(
  { author, state, criterionId }: Proposal,
  by: { readonly author: string; readonly criterionId: CriterionId | null },
): Result<null> {
  if (author !== by.author) return refuse("Only who made a proposal can amend it.");
  if (state !== "open") return refuse("This proposal is settled already.");
  if (criterionId !== by.criterionId) return refuse("It is about another criterion: make a new proposal.");
  return ok(null);
}
