import { retireAssertion } from "@/lib/db/assertions";
import type { Assertion } from "@/lib/domain/assertion";
import { foldedBecause } from "@/lib/domain/candidate-view";
import { lookAlikes } from "@/lib/domain/judge-designs/look-alikes";
import { FAIL_CODE } from "@/lib/domain/verdict-matrix";
import { judgesOf, pinnedOf, type Garden } from "./garden";
import { hashImplementation } from "./hash-implementation";
import type { Ports } from "./ports";

/** What a model proposed; never what a person wrote, nor the criterion itself as a question. */
const isProposed = ({ origin }: Assertion): boolean =>
  origin === "model" || origin === "repaired" || origin === "refined";

/** Takes out of play what says the same as a cheaper candidate. Returns how many. */
export async function dropLookAlikes(ports: Ports, garden: Garden): Promise<number> {
  const { projectId, board, mine } = garden;
  const { matrix } = board;
  const pinned = pinnedOf(garden);
  // A jury goes on counting its members' verdicts.
  const members = new Set(
    judgesOf(mine).flatMap((judge) =>
      judge.design === "jury" ? judge.members.map(({ judge: member }) => hashImplementation(member)) : [],
    ),
  );
  const columns = matrix.columnsOf(matrix.outputIds);
  const codes = new Map(mine.map(({ id }) => [id, matrix.codes(id, columns)]));
  const found = lookAlikes(
    mine.filter(({ id }) => foldedBecause(matrix.counts(id)) === null),
    {
      codesOf: (id) => codes.get(id) ?? new Uint8Array(),
      failCode: FAIL_CODE,
      mayDrop: (assertion) =>
        isProposed(assertion) && assertion.id !== pinned && !members.has(assertion.hash),
    },
  );
  for (const { drop, keep, same } of found) {
    const why = `the same verdict as “${keep.name}” on ${same.count} of ${same.of} outputs, and no cheaper`;
    await retireAssertion(projectId, drop.id, { at: ports.now(), why });
  }
  return found.length;
}
