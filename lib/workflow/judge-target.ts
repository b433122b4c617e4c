import type { AssertionId, ProjectId } from "@/lib/domain/ids";
import type { Judge } from "@/lib/domain/judge-designs/judge";

/** A judge of a project. */
export type JudgeTarget = {
  readonly projectId: ProjectId;
  readonly assertionId: AssertionId;
  readonly judge: Judge;
};
