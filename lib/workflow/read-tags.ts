import { listTags } from "@/lib/db/remarks";
import type { ProjectId } from "@/lib/domain/ids";
import { tagsByUse } from "@/lib/domain/remark";

/** So many tags are offered. */
const OFFERED = 30;

/** The failure tags of a project, those used most first. */
export async function readTags(projectId: ProjectId): Promise<string[]> {
  return tagsByUse(await listTags(projectId)).slice(0, OFFERED);
}
