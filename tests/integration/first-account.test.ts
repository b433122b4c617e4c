import { expect, it, vi } from "vitest";
import { db } from "@/lib/db/client";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { signUp } from "@/tests/support/session";

vi.hoisted(() => {
  process.env["TOUCHSTONE_ACCOUNTS"] = "on";
  process.env["TOUCHSTONE_URL"] = "http://localhost:3000";
});
endDatabaseAfterAll();

it("is one, however many come with what the server printed at once", async () => {
  const tries = await Promise.allSettled(["ada", "bob", "cy"].map((name) => signUp(name)));
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await db.user.findMany({ select: { isAdmin: true } })).toEqual([{ isAdmin: true }]);
});
