"use client";
import { chooseConnectionAction } from "@/lib/actions/connections";
import type { ConnectionView, ModelsInUse, TaskChoice } from "@/lib/domain/connection";
import { TaskChoiceFields } from "./task-choice";

type Props = {
  /** Null: no model is connected. */
  readonly inUse: ModelsInUse | null;
  readonly connections: readonly ConnectionView[];
  readonly choice: TaskChoice;
};

const FIRST = "the first connection";

/** Which models work wherever a project says nothing else. */
export function ModelsInUseSection({ inUse, connections, choice }: Props) {
  return (
    <section
      aria-labelledby="in-force"
      className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-4"
    >
      <h2 id="in-force">Model in use</h2>
      {inUse === null ? (
        <p>No model is connected. Judges wait; code candidates need none.</p>
      ) : (
        <p className="break-words">{sayInUse(inUse, connections)}</p>
      )}
      {connections.length > 1 && (
        <>
          <TaskChoiceFields
            connections={connections}
            choice={choice}
            usual={{ writing: FIRST, judging: FIRST, deciding: "whoever writes" }}
            choose={chooseConnectionAction}
          />
          <p className="text-sm text-muted">A project may choose others, on its page of criteria.</p>
        </>
      )}
    </section>
  );
}

function sayInUse(
  { writing, judging, deciding }: ModelsInUse,
  connections: readonly ConnectionView[],
): string {
  const placeOf = (id: string) => connections.find((connection) => connection.id === id)?.baseUrl ?? "";
  if (deciding.connectionId !== writing.connectionId) {
    return `${sayInUse({ writing, judging, deciding: writing }, connections)}; ${deciding.model} at ${placeOf(deciding.connectionId)} decides where a cascade is unsure`;
  }
  if (writing.connectionId === judging.connectionId) {
    const place = placeOf(writing.connectionId);
    return writing.model === judging.model
      ? `${writing.model} at ${place}`
      : `${writing.model} writes, ${judging.model} judges, at ${place}`;
  }
  return `${writing.model} at ${placeOf(writing.connectionId)} writes, ${judging.model} at ${placeOf(judging.connectionId)} judges`;
}
