import { findJudgedProjects, findUnfinishedAssertions, findUnfinishedImports } from "@/lib/db/unfinished";
import { enqueue } from "@/lib/jobs/queue";

/**
 * Asks for whatever is unfinished: after a crash, a lost queue or an update, the facts alone say what is left. Judges may
 * be asked of another model than before.
 */
export async function resumeWork(): Promise<void> {
  for (const importId of await findUnfinishedImports()) await enqueue({ kind: "import", importId });
  for (const target of await findUnfinishedAssertions()) await enqueue({ kind: "run", ...target });
  for (const projectId of await findJudgedProjects())
    await enqueue({ kind: "drift", projectId, fresh: null });
}
