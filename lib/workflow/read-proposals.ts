import { findAssertions } from "@/lib/db/assertions";
import { listCriteria } from "@/lib/db/criteria";
import { findLatestEvaluator } from "@/lib/db/evaluators";
import { findProposal, listProposals, readGround, readReviewRule } from "@/lib/db/proposals";
import { readVerdictColumns } from "@/lib/db/verdicts";
import type { Assertion } from "@/lib/domain/assertion";
import type { AssertionId, ProjectId } from "@/lib/domain/ids";
import type { Proposal, ProposedChange } from "@/lib/domain/proposal";
import { proposalEvidence, selectionEvidence, type ProposalEvidence } from "@/lib/domain/proposal-evidence";
import { canRefresh, mergeRule, movedSince, type Moved } from "@/lib/domain/proposal-rules";
import type { ProposalLine, ProposalPage, ProposalStanding } from "@/lib/domain/proposal-page";
import { proposedBoard, withAssertion, type ProposedAssertion } from "@/lib/domain/proposed-board";
import { reportCard } from "@/lib/domain/report-card";
import type { ReportInput } from "@/lib/domain/report-input";
import { isSameSelection, selectionOf } from "@/lib/domain/reviewed-selection";
import { readMemberKinds } from "./compare-evaluators";
import { modelsInUse } from "./connections";
import { withLearner } from "./learn-in-folds";
import { nameOutputs } from "./name-outputs";
import { readBoard } from "./read-board";

/** All proposals of a project, newest first. */
export async function readProposals(projectId: ProjectId): Promise<ProposalLine[]> {
  return withSubjects(projectId, await listProposals(projectId));
}

const assertionOf = (change: ProposedChange): AssertionId | null => {
  switch (change.kind) {
    case "assertion":
      return change.assertionId;
    case "choice":
      return change.choice.kind === "pin" ? change.choice.assertionId : null;
    case "settings":
    case "selection":
      return null;
  }
};

/** What a proposal would take the place of: what it was edited from, or what was pinned. */
function replacedBy({ change, base }: Proposal): AssertionId | null {
  if (change.kind === "settings" || change.kind === "selection") return null;
  const pinned = base?.choice.kind === "pin" ? base.choice.assertionId : null;
  return change.kind === "assertion" ? (change.replaces ?? pinned) : pinned;
}

/** Proposals with the criteria and assertions that they are about. */
export async function withSubjects(
  projectId: ProjectId,
  proposals: readonly Proposal[],
): Promise<ProposalLine[]> {
  const ids = proposals.flatMap((proposal) =>
    [assertionOf(proposal.change) ?? [], replacedBy(proposal) ?? []].flat(),
  );
  const [criteria, assertions] = await Promise.all([
    listCriteria(projectId, { retiredToo: true }),
    findAssertions(projectId, ids),
  ]);
  const find = (wanted: AssertionId | null) => assertions.find(({ id }) => id === wanted) ?? null;
  return proposals.map((proposal) => ({
    proposal,
    criterion: criteria.find(({ id }) => id === proposal.criterionId) ?? null,
    assertion: find(assertionOf(proposal.change)),
    replaced: find(replacedBy(proposal)),
  }));
}

/** One proposal with its evidence as of now; null: the project has no such proposal. */
export async function readProposal(projectId: ProjectId, number: number): Promise<ProposalPage | null> {
  const proposal = await findProposal(projectId, number);
  if (!proposal) return null;
  const [line] = await withSubjects(projectId, [proposal]);
  if (!line) return null;
  const standing = await standingOf(projectId, proposal);
  if (!standing) return { ...line, open: null, outputNames: new Map() };
  const [evidence, isUnasked] = await Promise.all([
    evidenceOf(projectId, line),
    isWithoutModel(projectId, line.assertion),
  ]);
  const changed = evidence.verdicts.changes.map(({ outputId }) => outputId);
  return {
    ...line,
    open: { ...standing, evidence, isUnasked: isUnasked && evidence.waiting > 0 },
    outputNames: await nameOutputs(projectId, changed),
  };
}

/** A judge that nobody can ask. */
const isWithoutModel = async (projectId: ProjectId, assertion: Assertion | null): Promise<boolean> =>
  assertion?.implementation.kind === "judge" && (await modelsInUse(projectId)) === null;

/** Null: it is not open, or its criterion is gone. */
export async function standingOf(projectId: ProjectId, proposal: Proposal): Promise<ProposalStanding | null> {
  if (proposal.state !== "open") return null;
  const [moved, rule] = await Promise.all([movedOf(projectId, proposal), readReviewRule(projectId)]);
  return moved && { moved, canRefresh: canRefresh(moved), rule: mergeRule(proposal, { moved, ...rule }) };
}

async function movedOf(projectId: ProjectId, proposal: Proposal): Promise<readonly Moved[] | null> {
  const { criterionId, change } = proposal;
  if (change.kind === "selection") {
    const now = selectionOf(reportCard(await readBoard(projectId)));
    return isSameSelection(now, change.members) ? [] : ["selection"];
  }
  const now = criterionId === null ? null : await readGround(projectId, { criterionId, change });
  return now && movedSince(proposal, now);
}

/** The selection as it is beside what it would be, both with the same grades. */
export async function evidenceOf(
  projectId: ProjectId,
  { proposal, assertion }: Pick<ProposalLine, "proposal" | "assertion">,
): Promise<ProposalEvidence> {
  const board = await withLearner(projectId, await readBoard(projectId));
  const { criterionId, change } = proposal;
  if (criterionId === null) {
    const version = await findLatestEvaluator(projectId);
    const kinds = await readMemberKinds(projectId, version?.manifest.assertions ?? []);
    return selectionEvidence({ version, kinds }, board);
  }
  const proposed = change.kind === "assertion" && assertion ? await withVerdicts(assertion) : null;
  return proposalEvidence({ criterionId, change }, board, proposedBoard(board, proposal, proposed));
}

/** The facts with these assertions in play, too, proposed or out of play as they may be. */
export async function withOutsiders<Of extends ReportInput>(
  projectId: ProjectId,
  board: Of,
  ids: readonly AssertionId[],
): Promise<Of> {
  const known = new Set(board.assertions.map(({ id }) => id));
  const outside = ids.filter((id) => !known.has(id));
  let all = board;
  if (outside.length === 0) return all;
  for (const assertion of await findAssertions(projectId, outside))
    all = withAssertion(all, await withVerdicts(assertion));
  return all;
}

async function withVerdicts(assertion: Assertion): Promise<ProposedAssertion> {
  const [column] = await readVerdictColumns([assertion.id], new Map());
  return { assertion, outputIds: column?.outputIds ?? [], kinds: column?.kinds ?? [] };
}
