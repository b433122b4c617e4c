"use server";
import { z } from "zod";
import { AssertionId, CriterionId, ProjectId } from "@/lib/domain/ids";
import { OwnCode } from "@/lib/domain/own-code";
import { TrialOn } from "@/lib/domain/trial";
import { ports } from "@/lib/ports";
import { priceJudgeTrial, tryCode, tryJudge } from "@/lib/workflow/try-out";
import { audited } from "./audited";
import { currentPerson } from "./current-person";
import { defineAction } from "./define-action";

/** A dry run of code, before or after it is a candidate. */
export const tryCodeAction = defineAction(
  "editor",
  OwnCode.omit({ name: true }).extend({ projectId: ProjectId, criterionId: CriterionId, on: TrialOn }),
  async (input) => tryCode(ports, { ...input, person: await currentPerson() }),
);

const OnJudge = z.object({ projectId: ProjectId, assertionId: AssertionId, on: TrialOn });

/** What asking a judge about one output would cost. */
export const priceJudgeTrialAction = defineAction("editor", OnJudge, async (input) =>
  priceJudgeTrial(ports, { ...input, person: await currentPerson() }),
);

export const tryJudgeAction = defineAction(
  "editor",
  OnJudge,
  audited(
    "models",
    async (input) => tryJudge(ports, { ...input, person: await currentPerson() }),
    () => "asked it about one output, to try it",
  ),
);
