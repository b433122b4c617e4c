"use server";
import { z } from "zod";
import { ConnectionInput } from "@/lib/domain/connection";
import {
  connectModel,
  disconnectModel,
  listConnectionModels,
  testConnection,
} from "@/lib/workflow/connections";
import { defineAction } from "./define-action";

export const connectAction = defineAction(ConnectionInput, connectModel);
export const testConnectionAction = defineAction(ConnectionInput, testConnection);
export const listModelsAction = defineAction(
  ConnectionInput.pick({ baseUrl: true, apiKey: true }),
  listConnectionModels,
);
export const disconnectAction = defineAction(z.null(), disconnectModel);
