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
import { defineAction } from "./define-action";

const Subject = z.object({ projectId: ProjectId, criterionId: CriterionId });

/** Another choice or other settings for a criterion; while the proposal is open nothing changes. */
export const proposeChangeAction = defineAction(
  "grader",
  Subject.extend({ ...ProposalWords.shape, change: AskedChange }),
  async (input) => proposeChange({ ...input, author: await currentPerson(), at: new Date() }),
);

/** A new assertion in the person's code. */
export const proposeCodeAction = defineAction(
  "grader",
  Subject.extend({ ...ProposalWords.shape, ...OwnCode.shape, replaces: AssertionId.nullable() }),
  async (input) => proposeCode({ ...input, author: await currentPerson(), at: new Date() }),
);

const Target = z.object({ projectId: ProjectId, number: z.number().int().positive() });

const act = async () => ({ by: await currentPerson(), at: new Date() });

export const reviewProposalAction = defineAction(
  "editor",
  Target.extend({
    verdict: ReviewVerdict,
    comment: z.string().trim().max(5_000, "Keep the comment under 5,000 characters."),
  }),
  async ({ verdict, comment, ...target }) => reviewProposal(target, { verdict, comment }, await act()),
);

export const mergeProposalAction = defineAction("editor", Target, async (target) =>
  mergeProposal(target, await act()),
);

/** Only of one's own. */
export const withdrawProposalAction = defineAction("grader", Target, async (target) =>
  withdrawProposal(target, await act()),
);

export const rejectProposalAction = defineAction("editor", Target, async (target) =>
  rejectProposal(target, await act()),
);

/** Sets it on what stands now; approvals of before do not count any more. */
export const refreshProposalAction = defineAction("grader", Target, async (target) =>
  refreshProposal(target, new Date()),
);
