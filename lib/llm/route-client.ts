import type { LlmClient } from "./client";

/** One client of two: what is to be written goes to the first, what is to be judged to the second. */
export function routeByTask(writing: LlmClient, judging: LlmClient): LlmClient {
  if (writing === judging) return writing;
  return {
    identity: {
      baseUrl: judging.identity.baseUrl,
      judgingModel: judging.identity.judgingModel,
      writingBaseUrl: writing.identity.writingBaseUrl,
      writingModel: writing.identity.writingModel,
    },
    atOnce: judging.atOnce,
    ask: (task, input, signal) => (task.role === "writing" ? writing : judging).ask(task, input, signal),
  };
}
