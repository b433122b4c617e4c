"use server";
import { z } from "zod";
import {
  CriterionExamples,
  CriterionKind,
  CriterionName,
  CriterionNotes,
  CriterionWording,
  RevisionChange,
} from "@/lib/domain/criterion";
import { AssertionId, CriterionId, OutputId, ProjectId } from "@/lib/domain/ids";
import { OwnCode } from "@/lib/domain/own-code";
import { ok } from "@/lib/domain/problem";
import { percent } from "@/lib/domain/ratio";
import { askForCriteria, askForCandidates } from "@/lib/workflow/ask-background";
import { addOwnCode, dropAssertion, restoreAssertion } from "@/lib/workflow/edit-assertions";
import { chooseAssertion } from "@/lib/workflow/choose-assertion";
import { handOverCriterion } from "@/lib/workflow/own-criterion";
import {
  addCriterion,
  moveCriterion,
  retireCriterion,
  rewordCriterion,
  setCriterion,
  setLimit,
} from "@/lib/workflow/revise-criterion";
import { setCriterionNotes } from "@/lib/workflow/set-criterion-notes";
import { mergeCriteria, splitCriterion } from "@/lib/workflow/split-criterion";
import { sayMove } from "@/lib/domain/audit";
import { currentPerson } from "./current-person";
import { audited } from "./audited";
import { defineAction } from "./define-action";

const Target = z.object({ projectId: ProjectId, criterionId: CriterionId });

const CHOSEN = {
  auto: "left the choice of the assertion to the selection",
  none: "chose that no assertion is used",
  pin: "chose the assertion that is used",
} as const;

/** The outputs that a criterion is written or reworded for. */
const Because = z.array(OutputId).max(50).default([]);

export const addCriterionAction = defineAction(
  "editor",
  z.object({
    projectId: ProjectId,
    name: CriterionName,
    wording: CriterionWording,
    examples: CriterionExamples.default(""),
    kind: CriterionKind,
    because: Because,
  }),
  audited(
    "criteria",
    async (input) => addCriterion({ ...input, author: await currentPerson() }),
    ({ name }) => `added the criterion "${name}"`,
  ),
);

export const rewordCriterionAction = defineAction(
  "editor",
  Target.extend({
    name: CriterionName,
    wording: CriterionWording,
    /** Left out: those of before stay. */
    examples: CriterionExamples.optional(),
    why: z.string().max(2000).default(""),
    change: RevisionChange.exclude(["first"]),
    because: Because,
  }),
  audited(
    "criteria",
    async (input) => rewordCriterion({ ...input, author: await currentPerson() }),
    ({ change }) =>
      change === "meaning" ? "reworded it: a change of meaning" : "reworded it: a clarification",
  ),
);

export const setKindAction = defineAction(
  "editor",
  Target.extend({ kind: CriterionKind }),
  audited(
    "criteria",
    async (input) => setCriterion(input),
    ({ kind }, _value, { criterion }) => `how it is checked: ${sayMove(criterion?.kind, kind)}`,
  ),
);

export const setFfrLimitAction = defineAction(
  "editor",
  Target.extend({ ffrLimit: z.number().min(0).max(1, "An FFR limit is a share between 0 and 100 %.") }),
  audited(
    "criteria",
    async (input) => setLimit({ ...input, by: await currentPerson() }),
    ({ ffrLimit }, _value, { criterion }) =>
      `FFR limit ${sayMove(criterion && percent(criterion.ffrLimit), percent(ffrLimit))}`,
  ),
);

export const setMustPassAction = defineAction(
  "editor",
  Target.extend({ mustPass: z.boolean() }),
  audited(
    "criteria",
    async (input) => setCriterion(input),
    ({ mustPass }) =>
      mustPass ? "made it a must-pass criterion" : "made it no must-pass criterion any more",
  ),
);

/** Whether pairs are offered beside grades. */
export const setRelativeAction = defineAction(
  "editor",
  Target.extend({ isRelative: z.boolean() }),
  audited(
    "criteria",
    async (input) => setCriterion(input),
    ({ isRelative }) => (isRelative ? "made it relative" : "made it relative no more"),
  ),
);

export const handOverCriterionAction = defineAction(
  "editor",
  Target.extend({ to: z.string().min(1).max(64) }),
  audited(
    "criteria",
    async ({ to, ...target }) => handOverCriterion(target, { by: await currentPerson(), to }),
    () => "handed it over to somebody else",
  ),
);

/** What judges are told beside the wording. */
export const setNotesAction = defineAction(
  "editor",
  Target.extend({ notes: CriterionNotes }),
  audited("criteria", setCriterionNotes, () => "changed the notes for judges"),
);

export const retireCriterionAction = defineAction(
  "editor",
  Target,
  audited(
    "criteria",
    async (target) => retireCriterion(target, new Date(), await currentPerson()),
    () => "retired it",
  ),
);
export const restoreCriterionAction = defineAction(
  "editor",
  Target,
  audited(
    "criteria",
    async (target) => retireCriterion(target, null, await currentPerson()),
    () => "brought it back",
  ),
);

export const moveCriterionAction = defineAction(
  "editor",
  Target.extend({ by: z.number().int().min(-1_000).max(1_000) }),
  audited(
    "criteria",
    async ({ by, ...target }) => moveCriterion(target, by),
    ({ by }) => (by > 0 ? "moved it down" : "moved it up"),
  ),
);

const Worded = z.object({ name: CriterionName, wording: CriterionWording });

export const splitCriterionAction = defineAction(
  "editor",
  Target.extend({ parts: z.array(Worded).min(2, "A split needs at least two parts.").max(10) }),
  audited(
    "criteria",
    async (input) => splitCriterion({ ...input, author: await currentPerson(), at: new Date() }),
    ({ parts }) => `split it into ${parts.map(({ name }) => `"${name}"`).join(", ")}`,
  ),
);

export const mergeCriteriaAction = defineAction(
  "editor",
  z.object({ projectId: ProjectId, criterionIds: z.array(CriterionId).min(2).max(20), into: Worded }),
  audited(
    "criteria",
    async (input) => mergeCriteria({ ...input, author: await currentPerson(), at: new Date() }),
    ({ criterionIds, into }) => `merged ${criterionIds.length} criteria into "${into.name}"`,
  ),
);

/** Criteria from the prompt and the outputs, or from the notes on bad grades. */
export const suggestCriteriaAction = defineAction(
  "editor",
  z.object({ projectId: ProjectId, from: z.enum(["outputs", "notes"]) }),
  audited(
    "criteria",
    async (input) => ok(await askForCriteria(input)),
    ({ from }) => `asked a model for criteria from the ${from}`,
  ),
);

export const writeCandidatesAction = defineAction(
  "editor",
  Target,
  audited("assertions", askForCandidates, () => "had candidates written"),
);

export const addOwnCodeAction = defineAction(
  "editor",
  Target.extend(OwnCode.shape),
  audited("assertions", addOwnCode, ({ name }) => `added the assertion "${name}" in their own code`),
);

export const dropAssertionAction = defineAction(
  "editor",
  z.object({ projectId: ProjectId, assertionId: AssertionId }),
  audited("assertions", dropAssertion, () => "took it out of play"),
);

export const restoreAssertionAction = defineAction(
  "editor",
  z.object({ projectId: ProjectId, assertionId: AssertionId }),
  audited("assertions", restoreAssertion, () => "brought it back into play"),
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
  audited(
    "assertions",
    async (input) => chooseAssertion({ ...input, by: await currentPerson() }),
    ({ choice }) => CHOSEN[choice.kind],
  ),
);
