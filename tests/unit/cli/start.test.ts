import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect, it } from "vitest";

const start = (host: string, env: Readonly<Record<string, string>> = {}) =>
  spawnSync(process.execPath, [path.resolve("bin/start.mjs"), "--host", host, "--port", "0x"], {
    encoding: "utf8",
    env: { ...process.env, TOUCHSTONE_ACCOUNTS: "off", ...env },
  });

// The port makes no sense, so that none of these starts anything.
it("listens on this machine only while there are no accounts, and says what to do", () => {
  const { status, stderr } = start("0.0.0.0");
  expect(status).toBe(1);
  expect(stderr).toMatch(/not on 0\.0\.0\.0: accounts are off.*TOUCHSTONE_ACCOUNTS=on/);
  expect(start("192.168.1.7").stderr).toMatch(/not on 192\.168\.1\.7/);
});

it("listens elsewhere with accounts, and on loopback without", () => {
  expect(start("0.0.0.0", { TOUCHSTONE_ACCOUNTS: "on" }).stderr).toMatch(/port must be a number/);
  expect(start("127.0.0.1").stderr).toMatch(/port must be a number/);
});
