import { useState } from "react";
import { useAction } from "@/components/ui/use-action";
import { connectAction, listModelsAction, testConnectionAction } from "@/lib/actions/connections";
import {
  isSameServer,
  PRESETS,
  USUAL_LIMITS,
  type ConnectionInput,
  type ConnectionReport,
  type ConnectionView,
} from "@/lib/domain/connection";

/** Without a connection, and where its key cannot be used, a key has to be entered. */
const hasKey = (connection: ConnectionView | null): connection is ConnectionView =>
  connection !== null && connection.keyHint !== null && !connection.isKeyLost;

const startingInput = (connection: ConnectionView | null): ConnectionInput => {
  const { callsAtOnce, requestsPerMinute, tokensPerMinute } = connection ?? USUAL_LIMITS;
  return {
    ...{ callsAtOnce, requestsPerMinute, tokensPerMinute },
    id: connection?.id ?? null,
    name: connection?.name ?? PRESETS[0]?.name ?? "",
    baseUrl: connection?.baseUrl ?? PRESETS[0]?.baseUrl ?? "",
    apiKey: null,
    writingModel: connection?.writingModel ?? "",
    judgingModel: connection?.judgingModel ?? "",
  };
};

/** A connection as it is being typed (null: a new one), and what is known of it. */
export function useConnectionDraft(connection: ConnectionView | null, onSaved: () => void) {
  const [typed, setTyped] = useState(() => startingInput(connection));
  const [models, setModels] = useState<readonly string[] | null>(null);
  const [report, setReport] = useState<ConnectionReport | null>(null);
  /** Only the last thing that was tried counts. */
  const [last, setLast] = useState<"save" | "test" | "list">("save");
  // The key in use goes to no other server than its own: typing another base URL asks for another key.
  const keptHint =
    hasKey(connection) && isSameServer(connection.baseUrl, typed.baseUrl) ? connection.keyHint : null;
  const input = { ...typed, apiKey: keptHint === null ? (typed.apiKey ?? "") : typed.apiKey };
  const actions = {
    save: useAction(connectAction),
    test: useAction(testConnectionAction),
    list: useAction(listModelsAction),
  };

  return {
    input,
    /** The end of the key that is kept when none is entered; null: there is none to keep. */
    keptHint,
    models,
    report,
    problem: actions[last].problem,
    pending: actions[last].isPending ? last : null,
    change: (part: Partial<ConnectionInput>) => {
      setTyped({ ...typed, ...part });
      setReport(null);
      if (part.baseUrl !== undefined) setModels(null);
    },
    save: async () => {
      setLast("save");
      const saved = await actions.save.run(input);
      if (saved.ok) onSaved();
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
      const { id, baseUrl, apiKey } = input;
      const listed = await actions.list.run({ id, baseUrl, apiKey });
      if (listed.ok) setModels(listed.value);
    },
  };
}
