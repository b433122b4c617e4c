"use server";
import { z } from "zod";
import { ConnectionInput, ConnectionTask } from "@/lib/domain/connection";
import { ProjectId } from "@/lib/domain/ids";
import {
  chooseConnection,
  connectModel,
  disconnectModel,
  listConnectionModels,
  testConnection,
} from "@/lib/workflow/connections";
import { audited } from "./audited";
import { defineAction } from "./define-action";

export const connectAction = defineAction(
  "admin",
  ConnectionInput,
  audited(
    "models",
    connectModel,
    ({ id, name, judgingModel }) =>
      `${id === null ? "connected" : "changed"} the connection "${name}" (${judgingModel})`,
  ),
);
export const testConnectionAction = defineAction("admin", ConnectionInput, testConnection);
export const listModelsAction = defineAction(
  "admin",
  ConnectionInput.pick({ id: true, baseUrl: true, apiKey: true }),
  listConnectionModels,
);
export const disconnectAction = defineAction(
  "admin",
  z.object({ id: z.string().min(1), evenInUse: z.boolean() }),
  audited("models", disconnectModel, () => "removed a connection"),
);

const Choice = z.object({
  task: ConnectionTask,
  /** Null: nobody in particular. */
  connectionId: z.string().min(1).nullable(),
});

/** Who writes or judges wherever a project says nothing else. */
export const chooseConnectionAction = defineAction(
  "admin",
  Choice,
  audited(
    "models",
    async ({ task, connectionId }) => chooseConnection(null, task, connectionId),
    ({ task }) => `chose which connection is for ${task}`,
  ),
);

export const chooseProjectConnectionAction = defineAction(
  "owner",
  Choice.extend({ projectId: ProjectId }),
  audited(
    "models",
    async ({ projectId, task, connectionId }) => chooseConnection(projectId, task, connectionId),
    ({ task }) => `chose which connection is for ${task}`,
  ),
);
