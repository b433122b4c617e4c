// `npm start`: from a fresh clone to a page that answers, in one command. `npm run dev` is the same with reloading.
import { spawn } from "node:child_process";
import { createServer, isIP } from "node:net";
import { parseArgs } from "node:util";
import { loadDotEnv } from "./dot-env.mjs";
import { installIfNeeded } from "./install.mjs";
import { exitWith, PlainError } from "./plain-error.mjs";
import { endChild, LEAN, onStop, root, script } from "./run-node.mjs";

const say = (line) => console.log(line);
const LOOPBACK = ["127.0.0.1", "localhost"];

function readPort(wished) {
  const port = Number(wished ?? (process.env.PORT || "3000"));
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new PlainError("The port must be a number from 1 to 65535.");
}

/** Where to listen: on this machine only, unless people have accounts. */
function readHost(host) {
  // Some shells export HOST as the machine's name: only an address is a wish.
  const wished = host ?? (isIP(process.env.HOST ?? "") ? process.env.HOST : undefined);
  if (wished === undefined || LOOPBACK.includes(wished)) return LOOPBACK[0];
  if (process.env.TOUCHSTONE_ACCOUNTS === "on") return wished;
  throw new PlainError(
    `Touchstone answers on this machine only, not on ${wished}: accounts are off, so anyone who reaches it could read and change everything. Set TOUCHSTONE_ACCOUNTS=on and TOUCHSTONE_URL to the address people type, or use an SSH tunnel.`,
  );
}

function readOptions() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: "string", short: "p" },
      host: { type: "string", short: "H" },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    say("npm start [-- --port 3000 --host 127.0.0.1]    npm run dev [-- --port 3000 --host 127.0.0.1]");
    process.exit(0);
  }
  return {
    mode: positionals[0] === "dev" ? "dev" : "start",
    host: readHost(values.host),
    port: readPort(values.port),
  };
}

const assertFree = ({ port, host }) =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error) =>
      reject(
        new PlainError(
          error.code === "EADDRINUSE"
            ? `Port ${port} is in use, perhaps by Touchstone itself. Stop that, or choose another: npm start -- --port ${port + 1}`
            : `Port ${port} cannot be used: ${error.message}`,
        ),
      ),
    );
    probe.listen(port, host, () => probe.close(resolve));
  });

/** From this machine; a server that listens everywhere listens here, too. */
const addressOf = ({ host, port }) =>
  `http://${["0.0.0.0", "::"].includes(host) ? LOOPBACK[0] : isIP(host) === 6 ? `[${host}]` : host}:${port}`;

async function untilItAnswers(url, child) {
  while (child.exitCode === null && child.signalCode === null) {
    try {
      await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(60_000) });
      return true;
    } catch {
      // Not listening yet.
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  return false;
}

function startServer({ mode, port, host }) {
  // In development Next hands on to its own children what they are not allowed to be given.
  const options = mode === "dev" ? [] : [LEAN];
  const next = [script("next/dist/bin/next"), mode, "-H", host, "-p", String(port)];
  return spawn(process.execPath, [...options, ...next], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: {
      ...process.env,
      NODE_ENV: mode === "dev" ? "development" : "production",
      NEXT_TELEMETRY_DISABLED: "1",
      TOUCHSTONE_BOUND_TO: host,
      // instrumentation.ts ends the worker first and then the process.
      NEXT_MANUAL_SIG_HANDLE: "true",
    },
  });
}

async function main() {
  loadDotEnv();
  const options = readOptions();
  let server = null;
  let leave = async () => undefined;
  let stopped = false;
  onStop(async () => {
    stopped = true;
    say("Stopping …");
    if (server) return endChild(server);
    await leave();
    process.exit(0);
  });
  await assertFree(options);
  installIfNeeded(say);
  // These need packages: they are loaded once packages are there.
  const { prepareEnvironment } = await import("./environment.mjs");
  const { buildIfNeeded } = await import("./build.mjs");
  if (options.mode === "start") await buildIfNeeded(say);
  leave = await prepareEnvironment(say);
  if (stopped) return;
  server = startServer(options);
  const ended = new Promise((resolve) => server.once("exit", (code) => resolve(code ?? 1)));
  const url = addressOf(options);
  if (await untilItAnswers(url, server)) say(`\nTouchstone is at ${url}  (Ctrl-C stops it)\n`);
  const code = await ended;
  await leave();
  process.exit(stopped ? 0 : code);
}

await main().catch(exitWith);
