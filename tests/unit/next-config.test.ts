import { expect, it } from "vitest";
import config from "@/next.config.js";

it("keeps the arguments of actions out of the development log: a key may be among them", () => {
  expect(config.logging).toMatchObject({ serverFunctions: false });
});
