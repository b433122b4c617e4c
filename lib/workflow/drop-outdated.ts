import { retireAssertion } from "@/lib/db/assertions";
import { isShownStanding } from "@/lib/domain/judge-designs/exemplar-edit";
import { pinnedOf, type Garden } from "./garden";
import type { Ports } from "./ports";

/** Takes out of play judges that were shown a grade which the person has changed since. Returns how many. */
export async function dropOutdated(ports: Ports, garden: Garden): Promise<number> {
  const { projectId, criterion, board, mine } = garden;
  const labels = board.labels.byCriterion.get(criterion.id)?.labels;
  const pinned = pinnedOf(garden);
  if (!labels) return 0;
  const outdated = mine.filter(
    ({ id, implementation }) =>
      implementation.kind === "judge" && id !== pinned && !isShownStanding(implementation, labels),
  );
  for (const { id } of outdated) {
    const why = "you grade an output otherwise now that it was shown as an example";
    await retireAssertion(projectId, id, { at: ports.now(), why });
  }
  return outdated.length;
}
