"use server";
import { z } from "zod";
import { QueueSettings } from "@/lib/domain/grading-queue";
import { ProjectId, QueueId } from "@/lib/domain/ids";
import { OutputSelection } from "@/lib/domain/output-selection";
import { FailureTag } from "@/lib/domain/remark";
import { putIntoNewQueue, putIntoQueue, tagOutputs } from "@/lib/workflow/change-selected";
import { audited } from "./audited";
import { currentPerson } from "./current-person";
import { defineAction } from "./define-action";

const OnSelection = z.object({ projectId: ProjectId, selection: OutputSelection });

const outputs = (count: number): string => `${count} selected output${count === 1 ? "" : "s"}`;

export const putIntoQueueAction = defineAction(
  "editor",
  OnSelection.extend({ queueId: QueueId }),
  audited(
    "grading",
    async (input) => putIntoQueue({ ...input, person: await currentPerson(), now: new Date() }),
    (_, { added }) => `put ${outputs(added)} into it`,
  ),
);

export const putIntoNewQueueAction = defineAction(
  "editor",
  OnSelection.extend({ settings: QueueSettings }),
  audited(
    "grading",
    async (input) => putIntoNewQueue({ ...input, person: await currentPerson(), now: new Date() }),
    ({ settings }, { added }) => `made the queue "${settings.name}" of ${outputs(added)}`,
  ),
);

/** Gives selected outputs a failure tag of who asks. */
export const tagOutputsAction = defineAction(
  "editor",
  OnSelection.extend({ tag: FailureTag }),
  audited(
    "grading",
    async (input) => tagOutputs({ ...input, person: await currentPerson() }),
    (_, { tagged }) => `put a failure tag on ${outputs(tagged)}`,
  ),
);
