import { z } from "zod";
import { AssertionId, CriterionId, ProjectId } from "./ids";

/**
 * Something for the background to look at. A job never says what is left to do: that is computed when it runs, so a
 * job that is lost, repeated or interrupted does no harm.
 */
export const Job = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("suggest"), projectId: ProjectId, from: z.enum(["outputs", "notes"]) }),
  z.object({ kind: z.literal("write"), projectId: ProjectId, criterionId: CriterionId }),
  /** Candidates once more, after refining has not helped. */
  z.object({ kind: z.literal("anew"), projectId: ProjectId, criterionId: CriterionId }),
  z.object({ kind: z.literal("induce"), projectId: ProjectId, criterionId: CriterionId }),
  z.object({ kind: z.literal("tend"), projectId: ProjectId, criterionId: CriterionId }),
  z.object({ kind: z.literal("judge"), projectId: ProjectId }),
  z.object({ kind: z.literal("probe"), projectId: ProjectId, assertionId: AssertionId }),
  z.object({ kind: z.literal("perturb"), projectId: ProjectId, criterionId: CriterionId }),
  z.object({ kind: z.literal("run"), projectId: ProjectId, assertionId: AssertionId }),
  /** Looks for drift; at the pipeline only when outputs came (how many), since that reads all of them. */
  z.object({ kind: z.literal("drift"), projectId: ProjectId, fresh: z.number().int().nullable() }),
  /** Asks judges whose model was replaced again. */
  z.object({ kind: z.literal("recheck"), projectId: ProjectId, eventId: z.number().int().positive() }),
  z.object({ kind: z.literal("import"), importId: z.string().min(1) }),
]);
export type Job = z.infer<typeof Job>;

/** Two jobs with the same key look at the same thing: one waiting is enough. */
export function jobKey(job: Job): string {
  switch (job.kind) {
    case "suggest":
      return `suggest:${job.projectId}:${job.from}`;
    case "write":
    case "anew":
    case "induce":
    case "tend":
    case "perturb":
      return `${job.kind}:${job.criterionId}`;
    case "judge":
      return `judge:${job.projectId}`;
    case "probe":
      return `probe:${job.assertionId}`;
    case "run":
      return `run:${job.assertionId}`;
    case "drift":
      return `drift:${job.projectId}:${job.fresh ?? "grades"}`;
    case "recheck":
      return `recheck:${job.eventId}`;
    case "import":
      return `import:${job.importId}`;
  }
}
