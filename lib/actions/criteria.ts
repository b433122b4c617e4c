"use server";
import { z } from "zod";
import {
  CriterionKind,
  CriterionName,
  CriterionNotes,
  CriterionWording,
  RevisionChange,
} from "@/lib/domain/criterion";
import { AssertionId, CriterionId, OutputId, ProjectId } from "@/lib/domain/ids";
import { OwnCode } from "@/lib/domain/own-code";
import { ok } from "@/lib/domain/problem";
import { askForCriteria, askForCandidates } from "@/lib/workflow/ask-background";
import { addOwnCode, dropAssertion } from "@/lib/workflow/edit-assertions";
import { chooseAssertion } from "@/lib/workflow/choose-assertion";
import {
  addCriterion,
  moveCriterion,
  retireCriterion,
  rewordCriterion,
  setCriterion,
} from "@/lib/workflow/revise-criterion";
import { setCriterionNotes } from "@/lib/workflow/set-criterion-notes";
import { mergeCriteria, splitCriterion } from "@/lib/workflow/split-criterion";
import { currentPerson } from "./current-person";
import { defineAction } from "./define-action";

const Target = z.object({ projectId: ProjectId, criterionId: CriterionId });

/** The outputs that a criterion is written or reworded for. */
const Because = z.array(OutputId).max(50).default([]);

export const addCriterionAction = defineAction(
  "editor",
  z.object({
    projectId: ProjectId,
    name: CriterionName,
    wording: CriterionWording,
    kind: CriterionKind,
    because: Because,
  }),
  async (input) => addCriterion({ ...input, author: await currentPerson() }),
);

export const rewordCriterionAction = defineAction(
  "editor",
  Target.extend({
    name: CriterionName,
    wording: CriterionWording,
    why: z.string().max(2000).default(""),
    change: RevisionChange.exclude(["first"]),
    because: Because,
  }),
  async (input) => rewordCriterion({ ...input, author: await currentPerson() }),
);

export const setKindAction = defineAction("editor", Target.extend({ kind: CriterionKind }), setCriterion);

export const setFfrLimitAction = defineAction(
  "editor",
  Target.extend({ ffrLimit: z.number().min(0).max(1, "An FFR limit is a share between 0 and 100 %.") }),
  setCriterion,
);

export const setMustPassAction = defineAction(
  "editor",
  Target.extend({ mustPass: z.boolean() }),
  setCriterion,
);

/** What judges are told beside the wording. */
export const setNotesAction = defineAction(
  "editor",
  Target.extend({ notes: CriterionNotes }),
  setCriterionNotes,
);

export const retireCriterionAction = defineAction("editor", Target, async (target) =>
  retireCriterion(target, new Date()),
);
export const restoreCriterionAction = defineAction("editor", Target, async (target) =>
  retireCriterion(target, null),
);

export const moveCriterionAction = defineAction(
  "editor",
  Target.extend({ by: z.union([z.literal(-1), z.literal(1)]) }),
  async ({ by, ...target }) => moveCriterion(target, by),
);

const Worded = z.object({ name: CriterionName, wording: CriterionWording });

export const splitCriterionAction = defineAction(
  "editor",
  Target.extend({ parts: z.array(Worded).min(2, "A split needs at least two parts.").max(10) }),
  async (input) => splitCriterion({ ...input, author: await currentPerson(), at: new Date() }),
);

export const mergeCriteriaAction = defineAction(
  "editor",
  z.object({ projectId: ProjectId, criterionIds: z.array(CriterionId).min(2).max(20), into: Worded }),
  async (input) => mergeCriteria({ ...input, author: await currentPerson(), at: new Date() }),
);

/** Criteria from the prompt and the outputs, or from the notes on bad grades. */
export const suggestCriteriaAction = defineAction(
  "editor",
  z.object({ projectId: ProjectId, from: z.enum(["outputs", "notes"]) }),
  async (input) => ok(await askForCriteria(input)),
);

export const writeCandidatesAction = defineAction("editor", Target, async (target) =>
  ok(await askForCandidates(target)),
);

export const addOwnCodeAction = defineAction("editor", Target.extend(OwnCode.shape), addOwnCode);

export const dropAssertionAction = defineAction(
  "editor",
  z.object({ projectId: ProjectId, assertionId: AssertionId }),
  dropAssertion,
);

export const chooseAssertionAction = defineAction(
  "editor",
  Target.extend({
    choice: z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("auto") }),
      z.object({ kind: z.literal("none") }),
      z.object({ kind: z.literal("pin"), assertionId: AssertionId }),
    ]),
  }),
  async (input) => chooseAssertion({ ...input, by: await currentPerson() }),
);
