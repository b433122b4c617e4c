"use server";
import { FindQuery } from "@/lib/domain/found";
import { ProjectId } from "@/lib/domain/ids";
import { findInProject } from "@/lib/workflow/find-in-project";
import { currentPerson } from "./current-person";
import { defineAction } from "./define-action";

/** What the command palette offers beside pages and acts. */
export const findInProjectAction = defineAction(
  "viewer",
  FindQuery.extend({ projectId: ProjectId }),
  async (input) => findInProject({ ...input, person: await currentPerson() }),
);
