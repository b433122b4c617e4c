import type { Job } from "@/lib/domain/job";
import { detectDrift } from "./detect-drift";
import { runImport } from "./import-outputs";
import { induceForCriterion } from "./induce-assertions";
import { wakeJudges } from "./plan-judging";
import { probeJudge } from "./probe-judge";
import type { Ports } from "./ports";
import { recheckJudges } from "./recheck-judges";
import { sampleAnew } from "./refine-judge";
import { runAssertion } from "./run-assertions";
import { suggestForProject } from "./suggest-criteria";
import { tendCandidates } from "./tend-candidates";
import { writeForCriterion } from "./write-assertions";
import { writePerturbations } from "./write-perturbations";

/** Does what a job asks to look at. Safe to repeat: what is left is computed from the facts each time. */
export async function handleJob(ports: Ports, job: Job, signal: AbortSignal): Promise<void> {
  switch (job.kind) {
    case "suggest":
      return suggestForProject(ports, job);
    case "write":
      return writeForCriterion(ports, job);
    case "anew":
      return sampleAnew(ports, job);
    case "induce":
      return induceForCriterion(ports, job);
    case "tend":
      return tendCandidates(ports, job);
    case "judge":
      return wakeJudges(job.projectId);
    case "probe":
      return probeJudge(ports, job, signal);
    case "perturb":
      return writePerturbations(ports, job);
    case "run":
      return runAssertion(ports, job, signal);
    case "drift":
      return detectDrift(job, ports);
    case "recheck":
      return recheckJudges(ports, job, signal);
    case "import":
      return runImport(job.importId);
  }
}
