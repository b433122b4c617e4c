import { randomUUID } from "node:crypto";
import { addPresence, isPresent, keepPresence } from "@/lib/db/presences";
import type { ProjectId } from "@/lib/domain/ids";
import { publish } from "@/lib/jobs/notify";
import { log } from "@/lib/log";

/** Whoever goes from page to page leaves and comes back; only who stays away for so long has left, in milliseconds. */
const GRACE_MS = 4_000;

/** A page of a project that somebody has open. */
export type Seat = {
  /** A sign of life. */
  readonly keep: () => Promise<void>;
  readonly leave: () => void;
};

/**
 * Shows a person to the others of a project for as long as a page is open, whichever process serves it: a sign of life is
 * expected every `everyMs`, and whoever misses two has left.
 */
export async function takeSeat(projectId: ProjectId, person: string, everyMs: number): Promise<Seat> {
  const id = randomUUID();
  const lasts = () => new Date(Date.now() + 2 * everyMs + GRACE_MS);
  const isNew = await addPresence({ id, projectId, person, until: lasts() }, new Date());
  if (isNew) await publish(projectId, "people");
  return {
    keep: () => keepPresence(id, lasts()),
    leave: () => {
      stepOut({ id, projectId, person }).catch((error: unknown) =>
        log.error("could not note that somebody left", error),
      );
    },
  };
}

async function stepOut(seat: {
  readonly id: string;
  readonly projectId: ProjectId;
  readonly person: string;
}): Promise<void> {
  await keepPresence(seat.id, new Date(Date.now() + GRACE_MS));
  const look = async () => {
    if (!(await isPresent(seat.projectId, seat.person, new Date()))) await publish(seat.projectId, "people");
  };
  setTimeout(() => {
    look().catch((error: unknown) => log.error("could not tell that somebody left", error));
  }, GRACE_MS + 100).unref();
}
