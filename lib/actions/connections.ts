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

export const connectAction = defineAction("admin", ConnectionInput, connectModel);
export const testConnectionAction = defineAction("admin", ConnectionInput, testConnection);
export const listModelsAction = defineAction(
  "admin",
  ConnectionInput.pick({ baseUrl: true, apiKey: true }),
  listConnectionModels,
);
export const disconnectAction = defineAction("admin", z.null(), disconnectModel);
