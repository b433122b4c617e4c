import { isSigned, sign } from "@/lib/db/secret-box";
import type { Shown } from "@/lib/domain/grade";
import type { OutputId, ProjectId } from "@/lib/domain/ids";

/** An output that was shown to a grader, and why. */
export type Showing = {
  readonly projectId: ProjectId;
  readonly outputId: OutputId;
  readonly grader: string;
  readonly shown: Shown;
};

const inWords = ({ projectId, outputId, grader, shown }: Showing): string =>
  JSON.stringify([
    ...["card", projectId, outputId, grader],
    ...[shown.policy, shown.inclusionProbability, shown.rank, shown.seed],
  ]);

/** Goes with a card and comes back with its grades, however late: only the server can have made it. */
export const ticketFor = (showing: Showing): string => sign(inWords(showing));

/** Whether the server has shown it, and for this reason. */
export const wasShown = (showing: Showing, ticket: string | undefined): boolean =>
  ticket !== undefined && isSigned(inWords(showing), ticket);
