import type { TestProject } from "vitest/node";
import { startThrowawayPostgres } from "./throwaway-postgres.mjs";

declare module "vitest" {
  export interface ProvidedContext {
    readonly postgresUrl: string;
  }
}

/** One cluster for the whole run; every test file gets a database of its own (test-database.ts). */
export default async function setup(project: TestProject) {
  const { url, stop } = await startThrowawayPostgres();
  project.provide("postgresUrl", url);
  return stop;
}
