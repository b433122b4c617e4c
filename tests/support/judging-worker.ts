// A process that runs one judge to its end, and tells how long that took and the most memory it had:
// `node --import tsx tests/support/judging-worker.ts PROJECT ASSERTION BASE-URL CALLS-AT-ONCE`.
import { AssertionId, ProjectId } from "@/lib/domain/ids";
import { createOpenAiClient } from "@/lib/llm/openai-client";
import { runAssertion } from "@/lib/workflow/run-assertions";
import { stopBackground } from "@/lib/workflow/work-in-background";

const [project, assertion, baseUrl = "", concurrency] = process.argv.slice(2);
const target = { projectId: ProjectId.parse(project), assertionId: AssertionId.parse(Number(assertion)) };
const model = createOpenAiClient(
  { baseUrl, apiKey: null, writingModel: "large", judgingModel: "small" },
  { concurrency: Number(concurrency) },
);
const ports = {
  sandbox: { run: async () => Promise.resolve([]), close: async () => Promise.resolve() },
  connectedModel: async () => Promise.resolve(model),
  now: () => new Date(),
};

let bytes = 0;
const timer = setInterval(() => (bytes = Math.max(bytes, process.memoryUsage().rss)), 20);
const begun = performance.now();
await runAssertion(ports, target, new AbortController().signal);
const seconds = (performance.now() - begun) / 1000;
clearInterval(timer);
await stopBackground();
console.log(JSON.stringify({ seconds, bytes }));
