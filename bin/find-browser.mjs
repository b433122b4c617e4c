// The browser for the browser tests: one that is named, Playwright's own, or the system's.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "playwright";
import { script } from "./run-node.mjs";

const SYSTEM = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:/Program Files/Google/Chrome/Application/chrome.exe",
];

/** Launch options that find a browser: {} for Playwright's own; null when there is none. */
export function findBrowser() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH says ${named}, and there is nothing.`);
    return { executablePath: named };
  }
  if (existsSync(chromium.executablePath())) return {};
  const system = SYSTEM.find((path) => existsSync(path));
  return system === undefined ? null : { executablePath: system };
}

const works = (command, args) =>
  spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"], timeout: 300_000 }).status === 0;

/** Installs a browser where there is none: Playwright's own, else the system's package. Throws with what to do. */
export function installBrowserIfNeeded(say) {
  if (findBrowser() !== null) return;
  say("Installing a browser for the tests …");
  works(process.execPath, [script("playwright/cli.js"), "install", "chromium"]);
  if (findBrowser() !== null) return;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    works("apt-get", ["update", "-q"]);
    works("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"]);
  }
  if (findBrowser() === null) {
    throw new Error(
      'There is no browser for the tests. Run "npx playwright install chromium", install chromium, or set CHROMIUM_PATH.',
    );
  }
}
