"use server";
import { z } from "zod";
import { AssertionId, CriterionId, ProjectId } from "@/lib/domain/ids";
import { ExemplarEdit } from "@/lib/domain/judge-designs/exemplar-edit";
import { JudgeChoice } from "@/lib/domain/judge-designs/judge-choice";
import { OwnCode } from "@/lib/domain/own-code";
import { AskedChange, ProposalWords, ReviewVerdict } from "@/lib/domain/proposal";
import {
  proposeChange,
  proposeCode,
  proposeExemplars,
  proposeJudge,
  proposeSelection,
  type ProposedNumber,
} from "@/lib/workflow/propose";
import {
  commentProposal,
  mergeProposal,
  refreshProposal,
  rejectProposal,
  reviewProposal,
  withdrawProposal,
} from "@/lib/workflow/settle-proposal";
import { currentPerson } from "./current-person";
import { audited } from "./audited";
import { defineAction } from "./define-action";

const Number = z.number().int().positive();
const Subject = z.object({
  projectId: ProjectId,
  criterionId: CriterionId,
  /** The open proposal of one's own that this is the next version of; null: a new one. */
  amends: Number.nullable().default(null),
});

const sayMade = (amends: number | null, { number }: ProposedNumber): string =>
  amends === null ? `made proposal ${number}` : `amended proposal ${number}`;

/** Another choice or other settings for a criterion; while the proposal is open nothing changes. */
export const proposeChangeAction = defineAction(
  "grader",
  Subject.extend({ ...ProposalWords.shape, change: AskedChange }),
  audited(
    "evaluators",
    async (input) => proposeChange({ ...input, author: await currentPerson(), at: new Date() }),
    ({ amends }, made) => sayMade(amends, made),
  ),
);

/** A new assertion in the person's code. */
export const proposeCodeAction = defineAction(
  "grader",
  Subject.extend({ ...ProposalWords.shape, ...OwnCode.shape, replaces: AssertionId.nullable() }),
  audited(
    "evaluators",
    async (input) => proposeCode({ ...input, author: await currentPerson(), at: new Date() }),
    ({ amends }, made) => sayMade(amends, made),
  ),
);

/** A new judge; it takes an editor, since asking it for its evidence costs. */
export const proposeJudgeAction = defineAction(
  "editor",
  Subject.extend({
    ...ProposalWords.shape,
    choice: JudgeChoice,
    question: z.string().trim().max(5_000, "Keep the question under 5,000 characters."),
  }),
  audited(
    "evaluators",
    async (input) => proposeJudge({ ...input, author: await currentPerson(), at: new Date() }),
    ({ amends }, made) => sayMade(amends, made),
  ),
);

/** A judge that is there, with other examples. */
export const proposeExemplarsAction = defineAction(
  "editor",
  z.object({
    ...{ projectId: ProjectId, assertionId: AssertionId, ...ProposalWords.shape },
    exemplars: z.array(ExemplarEdit).max(6, "A judge is shown six examples at most."),
  }),
  audited(
    "evaluators",
    async (input) => proposeExemplars({ ...input, author: await currentPerson(), at: new Date() }),
    (_input, made) => sayMade(null, made),
  ),
);

/** What is selected now, as it would be published. */
export const proposeSelectionAction = defineAction(
  "grader",
  z.object({ projectId: ProjectId, ...ProposalWords.shape }),
  audited(
    "evaluators",
    async (input) => proposeSelection({ ...input, author: await currentPerson(), at: new Date() }),
    (_input, made) => sayMade(null, made),
  ),
);

const Target = z.object({ projectId: ProjectId, number: Number });

const act = async () => ({ by: await currentPerson(), at: new Date() });

const Comment = z.string().trim().max(5_000, "Keep the comment under 5,000 characters.");

/** A word on it, its author's included. */
export const commentProposalAction = defineAction(
  "grader",
  Target.extend({ comment: Comment.min(1, "Write something first.") }),
  async ({ comment, ...target }) => commentProposal(target, comment, await act()),
);

export const reviewProposalAction = defineAction(
  "editor",
  Target.extend({
    verdict: ReviewVerdict,
    comment: Comment,
    /** The one that was looked at. */
    version: Number,
  }),
  audited(
    "evaluators",
    async ({ verdict, comment, version, ...target }) =>
      reviewProposal(target, { verdict, comment, version }, await act()),
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
