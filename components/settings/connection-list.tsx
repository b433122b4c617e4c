"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { useAction } from "@/components/ui/use-action";
import { disconnectAction, testConnectionAction } from "@/lib/actions/connections";
import { ENVIRONMENT, type ConnectionView } from "@/lib/domain/connection";
import { ConnectionForm } from "./connection-form";
import { sayCapabilities } from "./say-capabilities";

/** Every connection with what it can do, to be tested, changed or removed; and the way to add one. */
export function ConnectionList({ connections }: { readonly connections: readonly ConnectionView[] }) {
  const [isAdding, setAdding] = useState(false);
  if (connections.length === 0)
    return (
      <ConnectionForm connection={null} title="Connect a model" onDone={() => undefined} onCancel={null} />
    );
  const close = () => setAdding(false);
  return (
    <section aria-labelledby="connections" className="flex flex-col gap-3">
      <h2 id="connections">Connections</h2>
      {connections.map((connection) => (
        <ConnectionItem key={connection.id} connection={connection} />
      ))}
      {isAdding ? (
        <ConnectionForm connection={null} title="Add a connection" onDone={close} onCancel={close} />
      ) : (
        <Button className="self-start" onClick={() => setAdding(true)}>
          Add a connection
        </Button>
      )}
    </section>
  );
}

function ConnectionItem({ connection }: { readonly connection: ConnectionView }) {
  const [isOpen, setOpen] = useState(false);
  /** What uses it has been said. */
  const [isWarned, setWarned] = useState(false);
  const test = useAction(testConnectionAction);
  const remove = useAction(disconnectAction);
  const { id, name, baseUrl, keyHint, isKeyLost, capabilities } = connection;
  if (isOpen) {
    const close = () => setOpen(false);
    return (
      <ConnectionForm connection={connection} title={`Change ${name}`} onDone={close} onCancel={close} />
    );
  }
  const isStored = id !== ENVIRONMENT;
  const problem = test.problem ?? remove.problem;
  return (
    <div
      role="group"
      aria-label={name}
      className="flex flex-col gap-2 rounded-lg border border-line bg-surface p-4"
    >
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="font-medium">{name}</span>
        <span className="font-mono text-sm break-all">{baseUrl}</span>
      </p>
      <p className="text-sm text-muted">
        {`${connection.writingModel} to write, ${connection.judgingModel} to judge · ${sayKey(keyHint)} · ${sayLimits(connection)}`}
        {!isStored && " · taken from the environment (OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL)"}
      </p>
      {isKeyLost && (
        <p role="alert" className="text-sm text-bad">
          Its key was encrypted under another TOUCHSTONE_SECRET and cannot be read any more. Enter it again.
        </p>
      )}
      <p aria-live="polite" className="text-sm">
        {capabilities === null
          ? "Not tested since it was saved."
          : `${sayCapabilities(capabilities)} Tested ${capabilities.at.slice(0, 16).replace("T", " ")} UTC with ${capabilities.model}.`}
      </p>
      {problem !== null && (
        <p role="alert" className="text-sm text-bad">
          {problem}
        </p>
      )}
      {isStored && (
        <div className="flex flex-wrap gap-2">
          <Button
            size="sm"
            disabled={test.isPending}
            onClick={() => test.start({ ...inputOf(connection), apiKey: null })}
          >
            {test.isPending ? "Testing …" : "Test"}
          </Button>
          <Button size="sm" onClick={() => setOpen(true)}>
            Change
          </Button>
          <Button
            size="sm"
            variant="danger"
            disabled={remove.isPending}
            onClick={() =>
              remove.start({ id, evenInUse: isWarned }, (result) =>
                setWarned(!result.ok && result.problem.code === "in-use"),
              )
            }
          >
            {isWarned ? "Remove it all the same" : "Remove connection and key"}
          </Button>
        </div>
      )}
    </div>
  );
}

function inputOf(connection: ConnectionView) {
  const { id, name, baseUrl, writingModel, judgingModel } = connection;
  const { callsAtOnce, requestsPerMinute, tokensPerMinute } = connection;
  return { id, name, baseUrl, writingModel, judgingModel, callsAtOnce, requestsPerMinute, tokensPerMinute };
}

const sayKey = (hint: string | null): string =>
  hint === null ? "no key" : hint === "…" ? "with a key" : `key ends in ${hint}`;

function sayLimits({ callsAtOnce, requestsPerMinute, tokensPerMinute }: ConnectionView): string {
  const limits = [`${callsAtOnce} calls at once`];
  if (requestsPerMinute !== null) limits.push(`${requestsPerMinute.toLocaleString("en")} requests a minute`);
  if (tokensPerMinute !== null) limits.push(`${tokensPerMinute.toLocaleString("en")} tokens a minute`);
  return limits.join(", ");
}
