"use server";
import { z } from "zod";
import { AssertionId, ProjectId } from "@/lib/domain/ids";
import { askForProbes } from "@/lib/workflow/probe-judge";
import { defineAction } from "./define-action";

/** Tries a judge on texts made for the purpose; it takes a while, and costs what its calls cost. */
export const probeJudgeAction = defineAction(
  "editor",
  z.object({ projectId: ProjectId, assertionId: AssertionId }),
  askForProbes,
);
