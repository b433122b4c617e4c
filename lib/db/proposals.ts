import { Choice } from "@/lib/domain/choice";
import { hasMeaning } from "@/lib/domain/criterion";
import { RevisionId, type CriterionId, type ProjectId } from "@/lib/domain/ids";
import {
  Proposal,
  type Ground,
  type ProposalOutcome,
  type ProposalWords,
  type ProposedChange,
  type Review,
} from "@/lib/domain/proposal";
import type { GroundNow, ReviewRule } from "@/lib/domain/proposal-rules";
import { storable } from "@/lib/domain/storable";
import { db } from "./client";
import { readCriterion } from "./criteria";
import { Prisma } from "./generated/client";
import { changeLimits } from "./limits";

const columns = {
  number: true,
  version: true,
  criterionId: true,
  change: true,
  base: true,
  basedAt: true,
  title: true,
  why: true,
  author: true,
  at: true,
  state: true,
  settledBy: true,
  settledAt: true,
  outcome: true,
  evaluatorNumber: true,
  reviews: {
    select: { id: true, person: true, verdict: true, comment: true, at: true },
    orderBy: { id: "asc" },
  },
} satisfies Prisma.ProposalSelect;

/** The proposals of a project, newest first. */
export async function listProposals(projectId: ProjectId): Promise<Proposal[]> {
  const rows = await db.proposal.findMany({
    where: { projectId },
    select: columns,
    orderBy: { number: "desc" },
  });
  return rows.map((row) => Proposal.parse(row));
}

/** Null when the project has no such proposal. */
export async function findProposal(projectId: ProjectId, number: number): Promise<Proposal | null> {
  const row = await db.proposal.findUnique({
    where: { projectId_number: { projectId, number } },
    select: columns,
  });
  return row && Proposal.parse(row);
}

export const countOpenProposals = (projectId: ProjectId): Promise<number> =>
  db.proposal.count({ where: { projectId, state: "open" } });

export type NewProposal = ProposalWords & {
  readonly projectId: ProjectId;
  /** Null, both: it is about the selection of the whole project. */
  readonly criterionId: CriterionId | null;
  readonly change: ProposedChange;
  readonly base: Ground | null;
  readonly author: string;
  readonly at: Date;
};

/** Stores a proposal under the next number of its project, which is returned; null when the project is gone. */
export async function addProposal({ at, base, ...proposal }: NewProposal): Promise<number | null> {
  const { projectId, title, why } = proposal;
  return db.$transaction(async (tx) => {
    const found = await tx.$queryRaw<unknown[]>`SELECT id FROM "Project" WHERE id = ${projectId} FOR UPDATE`;
    if (found.length === 0) return null;
    const last = await tx.proposal.aggregate({ where: { projectId }, _max: { number: true } });
    const number = (last._max.number ?? 0) + 1;
    await tx.proposal.create({
      data: {
        ...{ ...proposal, ...based(base), number, at, basedAt: at },
        ...{ title: storable(title), why: storable(why) },
      },
    });
    return number;
  });
}

/** Of a JSON column it has to be said which null is meant. */
const based = (base: Ground | null) => ({ base: base ?? Prisma.DbNull });

export type ProposalTarget = { readonly projectId: ProjectId; readonly number: number };

/** What stands now of a criterion, as far as a proposal is concerned; null when it is gone. */
export const readGround = (
  projectId: ProjectId,
  on: { readonly criterionId: CriterionId; readonly change: ProposedChange },
): Promise<GroundNow | null> => groundOf(db, projectId, on);

async function groundOf(
  client: Prisma.TransactionClient,
  projectId: ProjectId,
  { criterionId, change }: { readonly criterionId: CriterionId; readonly change: ProposedChange },
): Promise<GroundNow | null> {
  const criterion = await readCriterion(client, projectId, criterionId);
  if (!criterion) return null;
  const latest = await client.choice.findFirst({
    where: { projectId, criterionId },
    orderBy: { id: "desc" },
  });
  const pinned = change.kind === "choice" && change.choice.kind === "pin" ? change.choice.assertionId : null;
  const pin =
    pinned === null
      ? null
      : await client.assertion.findFirst({ where: { id: pinned, projectId, criterionId } });
  const revisionId = pin?.revisionId == null ? null : RevisionId.parse(pin.revisionId);
  const { ffrLimit, mustPass, revision, retiredAt } = criterion;
  return {
    revisionId: revision.id,
    choice: latest ? Choice.parse(latest) : { kind: "auto" },
    ffrLimit,
    mustPass,
    isRetired: retiredAt !== null,
    isPinUsable: pin !== null && pin.retiredAt === null && hasMeaning(criterion, revisionId),
  };
}

/** Adds to the discussion of an open proposal. `version`: the one that was looked at; null: whichever it is. */
export async function addReview(
  target: ProposalTarget,
  { comment, ...review }: Omit<Review, "id">,
  version: number | null,
): Promise<"added" | "not open" | "another version"> {
  return db.$transaction(async (tx) => {
    const open = await lockOpen(tx, target);
    if (!open) return "not open";
    if (version !== null && open.version !== version) return "another version";
    await tx.proposalReview.create({ data: { ...review, comment: storable(comment), proposalId: open.id } });
    return "added";
  });
}

/** The row of an open proposal, locked until the transaction ends; null: it is not there, or not open. */
async function lockOpen(
  tx: Prisma.TransactionClient,
  { projectId, number }: ProposalTarget,
): Promise<{ readonly id: number; readonly version: number } | null> {
  const rows = await tx.$queryRaw<{ readonly id: number; readonly version: number }[]>`
    SELECT id, version FROM "Proposal"
    WHERE "projectId" = ${projectId} AND number = ${number} AND state = 'open' FOR UPDATE`;
  return rows[0] ?? null;
}

type Settled = { readonly by: string; readonly at: Date };

/** Ends a proposal without its change. False when there is no such proposal, or it is not open (any more). */
export async function closeProposal(
  { projectId, number }: ProposalTarget,
  state: "withdrawn" | "rejected",
  { by, at }: Settled,
): Promise<boolean> {
  const { count } = await db.proposal.updateMany({
    where: { projectId, number, state: "open" },
    data: { state, settledBy: by, settledAt: at },
  });
  return count > 0;
}

/** Sets an open proposal on other ground; reviews of before do not count any more. False as above. */
export async function rebaseProposal(
  { projectId, number }: ProposalTarget,
  { base, ...rest }: NewGround,
): Promise<boolean> {
  const { count } = await db.proposal.updateMany({
    where: { projectId, number, state: "open" },
    data: { ...rest, ...based(base), version: { increment: 1 } },
  });
  return count > 0;
}

type NewGround = {
  readonly change: ProposedChange;
  readonly base: Ground | null;
  readonly basedAt: Date;
};

/**
 * Makes the next version of an open proposal of this author; the discussion stays, and says in `note` what came before.
 * False when it is not open (any more), or `version` is not the one that it has.
 */
export async function amendProposal(
  target: ProposalTarget & { readonly version: number },
  { base, title, why, ...rest }: NewGround & ProposalWords,
  { author, note }: { readonly author: string; readonly note: string },
): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const open = await lockOpen(tx, target);
    if (open?.version !== target.version) return false;
    const { id: proposalId } = open;
    await tx.proposalReview.create({
      data: { proposalId, person: author, verdict: "amend", comment: storable(note), at: rest.basedAt },
    });
    await tx.proposal.update({
      where: { id: proposalId },
      data: {
        ...{ ...rest, ...based(base), version: { increment: 1 } },
        ...{ title: storable(title), why: storable(why) },
      },
    });
    return true;
  });
}

/** What is asked once more while a proposal is carried out; `now` is null where it is about no single criterion. */
export type CarryFacts = ReviewRule & { readonly now: GroundNow | null };

/**
 * Carries out an open proposal: its change and its end are one transaction, within which `mayStill` is asked once more
 * about the proposal and what stands then. False when it was not carried out.
 */
export async function carryOut(
  { projectId, number }: ProposalTarget,
  { by, at, outcome }: Settled & { readonly outcome: ProposalOutcome },
  mayStill: (proposal: Proposal, facts: CarryFacts) => boolean,
): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const id = (await lockOpen(tx, { projectId, number }))?.id;
    if (id === undefined) return false;
    const proposal = Proposal.parse(await tx.proposal.findUniqueOrThrow({ where: { id }, select: columns }));
    // Whoever rewords the criterion at the same time waits, or is waited for.
    await tx.$queryRaw`SELECT id FROM "Criterion" WHERE id = ${proposal.criterionId} FOR UPDATE`;
    const { criterionId, change } = proposal;
    const now = criterionId === null ? null : await groundOf(tx, projectId, { criterionId, change });
    if (
      (criterionId !== null && !now) ||
      !mayStill(proposal, { ...(await reviewRuleOf(tx, projectId)), now })
    )
      return false;
    if (criterionId !== null) await applyChange(tx, { projectId, by }, { criterionId, change });
    await tx.proposal.update({
      where: { id },
      data: { state: "merged", settledBy: by, settledAt: at, outcome },
    });
    return true;
  });
}

async function applyChange(
  tx: Prisma.TransactionClient,
  place: { readonly projectId: ProjectId; readonly by: string },
  { change, criterionId }: { readonly change: ProposedChange; readonly criterionId: CriterionId },
): Promise<void> {
  switch (change.kind) {
    case "settings": {
      const { ffrLimit, mustPass } = change;
      await changeLimits(tx, { id: criterionId, projectId: place.projectId }, { ffrLimit, by: place.by });
      await tx.criterion.update({ where: { id: criterionId }, data: { mustPass } });
      return;
    }
    case "choice": {
      const assertionId = change.choice.kind === "pin" ? change.choice.assertionId : null;
      await tx.choice.create({ data: { ...place, criterionId, kind: change.choice.kind, assertionId } });
      return;
    }
    case "assertion": {
      const { assertionId } = change;
      await tx.assertion.update({
        where: { id: assertionId },
        data: { retiredAt: null, retiredWhy: null, isProposed: false },
      });
      await tx.choice.create({ data: { ...place, criterionId, kind: "pin", assertionId } });
      return;
    }
    case "selection":
  }
}

/** The merged proposals that no version was published with yet: they are of this one from now on. */
export async function spendMerged(
  tx: Prisma.TransactionClient,
  projectId: ProjectId,
  evaluatorNumber: number,
): Promise<Proposal[]> {
  const where = { projectId, state: "merged", evaluatorNumber: null };
  const rows = await tx.proposal.findMany({ where, select: columns, orderBy: { number: "asc" } });
  await tx.proposal.updateMany({ where, data: { evaluatorNumber } });
  return rows.map((row) => Proposal.parse(row));
}

/** Those that were merged since the last version was published, in the order in which they were. */
export async function listUnpublished(projectId: ProjectId): Promise<Proposal[]> {
  const rows = await db.proposal.findMany({
    where: { projectId, state: "merged", evaluatorNumber: null },
    select: columns,
    orderBy: [{ settledAt: "asc" }, { number: "asc" }],
  });
  return rows.map((row) => Proposal.parse(row));
}

/** Who may approve and merge in a project now, of those with an account, and whether somebody has to approve. */
export const readReviewRule = (projectId: ProjectId): Promise<ReviewRule> => reviewRuleOf(db, projectId);

async function reviewRuleOf(client: Prisma.TransactionClient, projectId: ProjectId): Promise<ReviewRule> {
  const [project, editors] = await Promise.all([
    client.project.findUnique({ where: { id: projectId }, select: { isReviewRequired: true } }),
    client.member.findMany({
      where: { projectId, role: { in: ["editor", "owner"] }, user: { disabledAt: null } },
      select: { userId: true },
    }),
  ]);
  return {
    editors: new Set(editors.map(({ userId }) => userId)),
    isRequired: project?.isReviewRequired ?? false,
  };
}
