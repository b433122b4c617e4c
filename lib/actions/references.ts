"use server";
import { z } from "zod";
import { OutputId, ProjectId } from "@/lib/domain/ids";
import { ReferenceText } from "@/lib/domain/reference";
import { setReference } from "@/lib/workflow/set-reference";
import { currentPerson } from "./current-person";
import { audited } from "./audited";
import { defineAction } from "./define-action";

/** The reference of an output, and whether this person has checked it. */
export const setReferenceAction = defineAction(
  "grader",
  z.object({ projectId: ProjectId, outputId: OutputId, text: ReferenceText, isVerified: z.boolean() }),
  audited(
    "grading",
    async (input) => setReference({ ...input, person: await currentPerson() }),
    ({ isVerified }) => (isVerified ? "set the reference, verified" : "set the reference, not verified"),
  ),
);
