import { findCriterion } from "@/lib/db/criteria";
import { readJudging } from "@/lib/db/judging";
import type { CriterionId, ProjectId } from "@/lib/domain/ids";
import { publish } from "@/lib/jobs/notify";
import { dropOutdated } from "./drop-outdated";
import { dropLookAlikes } from "./drop-look-alikes";
import { storeCandidates } from "./edit-assertions";
import { readGarden } from "./garden";
import { hashImplementation } from "./hash-implementation";
import type { Ports } from "./ports";
import { proposeDesigns } from "./propose-designs";
import { refineJudge } from "./refine-judge";
import { repairBroken } from "./repair-code";

/**
 * Looks after the candidates of one criterion once verdicts or grades have come: has broken code repaired, takes out
 * what says the same as a cheaper one, adds the designs that have become possible, and has the best judge refined on
 * what it got wrong. Safe to repeat: what was made or removed once is not made again.
 */
export async function tendCandidates(
  ports: Ports,
  { projectId, criterionId }: { readonly projectId: ProjectId; readonly criterionId: CriterionId },
): Promise<void> {
  const criterion = await findCriterion(projectId, criterionId);
  if (!criterion || criterion.retiredAt !== null) return;
  const look = () => readGarden(projectId, criterion);
  const pause = (await readJudging(projectId))?.pause ?? null;
  // While judges rest by a person's will or for want of money, nothing else is asked unbidden either.
  const asking = pause && pause.kind !== "outage" ? { ...ports, connectedModel: async () => null } : ports;
  let removed = await repairBroken(asking, await look());
  removed += await dropOutdated(ports, await look());
  removed += await dropLookAlikes(ports, await look());
  if (removed > 0) await publish(projectId, "assertions");
  if (criterion.kind === "code") return;
  const garden = await look();
  const known = new Set(garden.ever.map(({ hash }) => hash));
  const fresh = (await proposeDesigns(garden)).filter(
    ({ implementation }) => !known.has(hashImplementation(implementation)),
  );
  if (fresh.length > 0) await storeCandidates({ projectId, criterion }, fresh);
  await refineJudge(asking, garden);
}
