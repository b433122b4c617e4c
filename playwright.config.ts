import { createServer } from "node:net";
import { defineConfig } from "playwright/test";
import { findBrowser } from "./bin/find-browser.mjs";

const freePort = () =>
  new Promise<string>((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(String(typeof address === "object" ? address?.port : address)));
    });
  });

// Worker processes load this file too, and inherit the port.
const port = (process.env["TOUCHSTONE_E2E_PORT"] ??= await freePort());
const url = `http://127.0.0.1:${port}`;

export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results",
  workers: 2,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  // Connecting a model concerns the whole installation: that journey comes when the others are done.
  projects: [
    { name: "alone", testIgnore: "**/*with-a-model*" },
    { name: "with-a-model", testMatch: "**/*with-a-model*", dependencies: ["alone"] },
  ],
  use: {
    baseURL: url,
    trace: "retain-on-failure",
    launchOptions: {
      ...findBrowser(),
      chromiumSandbox: process.getuid?.() !== 0,
      args: [
        ...["--disable-gpu", "--disable-quic", "--no-first-run"],
        ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
      ],
    },
  },
  webServer: {
    command: "node tests/support/e2e-server.mjs",
    url: `${url}/api/health`,
    reuseExistingServer: false,
    timeout: 60_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 15_000 },
  },
});
