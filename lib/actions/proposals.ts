"use server";
import { z } from "zod";
import { AssertionId, CriterionId, ProjectId } from "@/lib/domain/ids";
import { OwnCode } from "@/lib/domain/own-code";
import { AskedChange, ProposalWords, ReviewVerdict } from "@/lib/domain/proposal";
import { proposeChange, proposeCode } from "@/lib/workflow/propose";
import {
  mergeProposal,
  refreshProposal,
  rejectProposal,
  reviewProposal,
  withdrawProposal,
} from "@/lib/workflow/settle-proposal";
import { currentPerson } from "./current-person";
import { audited } from "./audited";
import { defineAction } from "./define-action";

const Subject = z.object({ projectId: ProjectId, criterionId: CriterionId });

/** Another choice or other settings for a criterion; while the proposal is open nothing changes. */
export const proposeChangeAction = defineAction(
  "grader",
  Subject.extend({ ...ProposalWords.shape, change: AskedChange }),
  audited(
    "evaluators",
    async (input) => proposeChange({ ...input, author: await currentPerson(), at: new Date() }),
    (_input, { number }) => `made proposal ${number}`,
  ),
);

/** A new assertion in the person's code. */
export const proposeCodeAction = defineAction(
  "grader",
  Subject.extend({ ...ProposalWords.shape, ...OwnCode.shape, replaces: AssertionId.nullable() }),
  audited(
    "evaluators",
    async (input) => proposeCode({ ...input, author: await currentPerson(), at: new Date() }),
    (_input, { number }) => `made proposal ${number}`,
  ),
);

const Target = z.object({ projectId: ProjectId, number: z.number().int().positive() });

const act = async () => ({ by: await currentPerson(), at: new Date() });

export const reviewProposalAction = defineAction(
  "editor",
  Target.extend({
    verdict: ReviewVerdict,
    comment: z.string().trim().max(5_000, "Keep the comment under 5,000 characters."),
  }),
  audited(
    "evaluators",
    async ({ verdict, comment, ...target }) => reviewProposal(target, { verdict, comment }, await act()),
    ({ number, verdict }) =>
      verdict === "approve" ? `approved proposal ${number}` : `asked for changes to proposal ${number}`,
  ),
);

export const mergeProposalAction = defineAction(
  "editor",
  Target,
  audited(
    "evaluators",
    async (target) => mergeProposal(target, await act()),
    ({ number }) => `merged proposal ${number}`,
  ),
);

/** Only of one's own. */
export const withdrawProposalAction = defineAction(
  "grader",
  Target,
  audited(
    "evaluators",
    async (target) => withdrawProposal(target, await act()),
    ({ number }) => `withdrew proposal ${number}`,
  ),
);

export const rejectProposalAction = defineAction(
  "editor",
  Target,
  audited(
    "evaluators",
    async (target) => rejectProposal(target, await act()),
    ({ number }) => `rejected proposal ${number}`,
  ),
);

/** Sets it on what stands now; approvals of before do not count any more. */
export const refreshProposalAction = defineAction(
  "grader",
  Target,
  audited(
    "evaluators",
    async (target) => refreshProposal(target, new Date()),
    ({ number }) => `set proposal ${number} on what stands now`,
  ),
);
