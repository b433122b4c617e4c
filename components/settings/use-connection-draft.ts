import { useState } from "react";
import { useAction } from "@/components/ui/use-action";
import { connectAction, listModelsAction, testConnectionAction } from "@/lib/actions/connections";
import {
  PRESETS,
  type ConnectionInput,
  type ConnectionReport,
  type ConnectionView,
} from "@/lib/domain/connection";

function startingInput(connection: ConnectionView | null): ConnectionInput {
  return {
    baseUrl: connection?.baseUrl ?? PRESETS[0]?.baseUrl ?? "",
    // A key that is in use is kept until another is entered.
    apiKey: connection === null || connection.keyHint === null || connection.isKeyLost ? "" : null,
    writingModel: connection?.writingModel ?? "",
    judgingModel: connection?.judgingModel ?? "",
  };
}

/** A connection as it is being typed, and what is known of it. */
export function useConnectionDraft(connection: ConnectionView | null) {
  const [input, setInput] = useState(() => startingInput(connection));
  const [models, setModels] = useState<readonly string[] | null>(null);
  const [report, setReport] = useState<ConnectionReport | null>(null);
  /** Only the last thing that was tried counts. */
  const [last, setLast] = useState<"save" | "test" | "list">("save");
  const actions = {
    save: useAction(connectAction),
    test: useAction(testConnectionAction),
    list: useAction(listModelsAction),
  };

  return {
    input,
    models,
    report,
    problem: actions[last].problem,
    pending: actions[last].isPending ? last : null,
    change: (part: Partial<ConnectionInput>) => {
      setInput({ ...input, ...part });
      setReport(null);
      if (part.baseUrl !== undefined) setModels(null);
    },
    save: async () => {
      setLast("save");
      await actions.save.run(input);
    },
    test: async () => {
      setLast("test");
      const tested = await actions.test.run(input);
      setReport(tested.ok ? tested.value : null);
      if (tested.ok && tested.value.models !== null) setModels(tested.value.models);
    },
    fetchModels: async () => {
      setLast("list");
      setReport(null);
      const listed = await actions.list.run({ baseUrl: input.baseUrl, apiKey: input.apiKey });
      if (listed.ok) setModels(listed.value);
    },
  };
}
