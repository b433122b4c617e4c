import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";

export type OwnServer = {
  readonly url: string;
  /** Where the first account is made, as the server prints it. */
  readonly first: string;
  readonly stop: () => Promise<void>;
};

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (typeof address !== "object" || address === null) throw new Error("There is no free port.");
  return address.port;
}

/** The built app with accounts, on a database of its own: nobody has one yet. */
export async function startWithAccounts(): Promise<OwnServer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, ["tests/support/e2e-server.mjs"], {
    env: {
      ...process.env,
      TOUCHSTONE_E2E_PORT: String(port),
      TOUCHSTONE_ACCOUNTS: "on",
      TOUCHSTONE_URL: url,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (printed += text));
  while (child.exitCode === null && !(await answers(url))) await new Promise((next) => setTimeout(next, 100));
  const first = /Make the first account at (\S+)/.exec(printed)?.[1];
  if (first === undefined) throw new Error(`The server said nothing of a first account:\n${printed}`);
  return {
    ...{ url, first },
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

const answers = async (url: string): Promise<boolean> =>
  fetch(`${url}/api/health`).then(
    ({ ok }) => ok,
    () => false,
  );
