// The stand-in as a process of its own: `node --import tsx tests/support/llm-server/main.ts --port 4250`.
import { once } from "node:events";
import { parseArgs } from "node:util";
import { startLlmServer } from "./server";

const { values } = parseArgs({ options: { port: { type: "string", default: "0" } } });
const server = await startLlmServer({ port: Number(values.port) });
console.log(`Stand-in model at ${server.url}`);

await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
await server.close();
