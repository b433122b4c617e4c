"use server";
import { z } from "zod";
import { CriterionName } from "@/lib/domain/criterion";
import { OutputId, ProjectId } from "@/lib/domain/ids";
import { CauseLink } from "@/lib/domain/remark";
import { adoptProposal, linkReason } from "@/lib/workflow/link-reason";
import { currentPerson } from "./current-person";
import { audited } from "./audited";
import { defineAction } from "./define-action";

/** Says what a reason on a bad output comes down to. */
export const linkReasonAction = defineAction(
  "grader",
  CauseLink.omit({ kind: true }).extend({
    projectId: ProjectId,
    outputId: OutputId,
  }),
  async (input) => linkReason({ ...input, by: await currentPerson() }),
);

/** Makes a criterion of a proposal; its name serves as its wording until somebody says more. */
export const adoptProposalAction = defineAction(
  "editor",
  z.object({ projectId: ProjectId, name: CriterionName }),
  audited(
    "criteria",
    async ({ projectId, name }) =>
      adoptProposal({ projectId, name, wording: name, kind: "either", author: await currentPerson() }),
    ({ name }) => `made a criterion of the proposal "${name}"`,
  ),
);
