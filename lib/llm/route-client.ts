import type { LlmClient, LlmTask } from "./client";

/** One client of several: every question goes to the one for its task. */
export function routeByTask(to: Readonly<Record<LlmTask<never, unknown>["role"], LlmClient>>): LlmClient {
  const { writing, judging, deciding } = to;
  if (writing === judging && judging === deciding) return writing;
  const { baseUrl, judgingModel } = judging.identity;
  const { decidingBaseUrl, decidingModel } = deciding.identity;
  return {
    identity: {
      ...{ baseUrl, judgingModel, decidingBaseUrl, decidingModel },
      writingModel: writing.identity.writingModel,
    },
    atOnce: judging.atOnce,
    ask: (task, input, signal) => to[task.role].ask(task, input, signal),
  };
}
