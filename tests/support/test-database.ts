import { randomUUID } from "node:crypto";
import { inject } from "vitest";
import { createTestDatabase } from "./throwaway-postgres.mjs";

// Set before lib/env is imported: every integration test file runs on a database of its own.
process.env["DATABASE_URL"] = await createTestDatabase(
  inject("postgresUrl"),
  `test_${randomUUID().replaceAll("-", "")}`,
);
process.env["TOUCHSTONE_SECRET"] = "a secret for tests, long enough";
for (const name of ["OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL"])
  Reflect.deleteProperty(process.env, name);
