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
import { defineAction } from "./define-action";

export const connectAction = defineAction("admin", ConnectionInput, connectModel);
export const testConnectionAction = defineAction("admin", ConnectionInput, testConnection);
export const listModelsAction = defineAction(
  "admin",
  ConnectionInput.pick({ id: true, baseUrl: true, apiKey: true }),
  listConnectionModels,
);
export const disconnectAction = defineAction(
  "admin",
  z.object({ id: z.string().min(1), evenInUse: z.boolean() }),
  disconnectModel,
);

const Choice = z.object({
  task: ConnectionTask,
  /** Null: nobody in particular. */
  connectionId: z.string().min(1).nullable(),
});

/** Who writes or judges wherever a project says nothing else. */
export const chooseConnectionAction = defineAction("admin", Choice, async ({ task, connectionId }) =>
  chooseConnection(null, task, connectionId),
);

export const chooseProjectConnectionAction = defineAction(
  "owner",
  Choice.extend({ projectId: ProjectId }),
  async ({ projectId, task, connectionId }) => chooseConnection(projectId, task, connectionId),
);
