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
import type { GroundNow } from "@/lib/domain/proposal-rules";
import { storable } from "@/lib/domain/storable";
import { db } from "./client";
import { readCriterion } from "./criteria";
import type { Prisma } from "./generated/client";

const columns = {
  number: true,
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
  readonly criterionId: CriterionId;
  readonly change: ProposedChange;
  readonly base: Ground;
  readonly author: string;
  readonly at: Date;
};

/** Stores a proposal under the next number of its project, which is returned; null when the project is gone. */
export async function addProposal({ at, ...proposal }: NewProposal): Promise<number | null> {
  const { projectId, title, why } = proposal;
  return db.$transaction(async (tx) => {
    const found = await tx.$queryRaw<unknown[]>`SELECT id FROM "Project" WHERE id = ${projectId} FOR UPDATE`;
    if (found.length === 0) return null;
    const last = await tx.proposal.aggregate({ where: { projectId }, _max: { number: true } });
    const number = (last._max.number ?? 0) + 1;
    await tx.proposal.create({
      data: { ...proposal, title: storable(title), why: storable(why), number, at, basedAt: at },
    });
    return number;
  });
}

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

/** False when there is no such proposal, or it is not open (any more). */
export async function addReview(
  { projectId, number }: ProposalTarget,
  { comment, ...review }: Omit<Review, "id">,
): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const id = await lockOpen(tx, { projectId, number });
    if (id === null) return false;
    await tx.proposalReview.create({ data: { ...review, comment: storable(comment), proposalId: id } });
    return true;
  });
}

/** The row of an open proposal, locked until the transaction ends; null: it is not there, or not open. */
async function lockOpen(
  tx: Prisma.TransactionClient,
  { projectId, number }: ProposalTarget,
): Promise<number | null> {
  const rows = await tx.$queryRaw<{ readonly id: number }[]>`
    SELECT id FROM "Proposal" WHERE "projectId" = ${projectId} AND number = ${number} AND state = 'open' FOR UPDATE`;
  return rows[0]?.id ?? null;
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
  rest: { readonly change: ProposedChange; readonly base: Ground; readonly basedAt: Date },
): Promise<boolean> {
  const { count } = await db.proposal.updateMany({ where: { projectId, number, state: "open" }, data: rest });
  return count > 0;
}

/**
 * Carries out an open proposal: its change and its end are one transaction, within which `mayStill` is asked once more
 * about the proposal and what stands then. False when it was not carried out.
 */
export async function carryOut(
  { projectId, number }: ProposalTarget,
  { by, at, outcome }: Settled & { readonly outcome: ProposalOutcome },
  mayStill: (proposal: Proposal, now: GroundNow) => boolean,
): Promise<boolean> {
  return db.$transaction(async (tx) => {
    const id = await lockOpen(tx, { projectId, number });
    if (id === null) return false;
    const proposal = Proposal.parse(await tx.proposal.findUniqueOrThrow({ where: { id }, select: columns }));
    // Whoever rewords the criterion at the same time waits, or is waited for.
    await tx.$queryRaw`SELECT id FROM "Criterion" WHERE id = ${proposal.criterionId} FOR UPDATE`;
    const now = await groundOf(tx, projectId, proposal);
    if (!now || !mayStill(proposal, now)) return false;
    await applyChange(tx, { projectId, by }, proposal);
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
  { change, criterionId }: Proposal,
): Promise<void> {
  switch (change.kind) {
    case "settings": {
      const { ffrLimit, mustPass } = change;
      await tx.criterion.update({ where: { id: criterionId }, data: { ffrLimit, mustPass } });
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
    }
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

/** How many people beside this one may approve and merge in a project, of those with an account. */
export const countOtherEditors = (projectId: ProjectId, person: string): Promise<number> =>
  db.member.count({ where: { projectId, role: { in: ["editor", "owner"] }, userId: { not: person } } });
