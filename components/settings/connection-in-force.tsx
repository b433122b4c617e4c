"use client";
import { startTransition } from "react";
import { Button } from "@/components/ui/button";
import { useAction } from "@/components/ui/use-action";
import { disconnectAction } from "@/lib/actions/connections";
import type { ConnectionView } from "@/lib/domain/connection";

/** Which connection is used now, where it came from, and the way to be rid of it. */
export function ConnectionInForce({ connection }: { readonly connection: ConnectionView | null }) {
  const remove = useAction(disconnectAction);
  return (
    <section
      aria-labelledby="in-force"
      className="flex flex-col gap-2 rounded-lg border border-line bg-surface p-4"
    >
      <h2 id="in-force">Model in use</h2>
      {connection === null ? (
        <p>No model is connected. Judges wait; code candidates need none.</p>
      ) : (
        <>
          <p>
            {connection.writingModel === connection.judgingModel
              ? connection.writingModel
              : `${connection.writingModel} writes, ${connection.judgingModel} judges`}
            {" at "}
            <span className="font-mono text-sm break-all">{connection.baseUrl}</span>
          </p>
          <p className="text-sm text-muted">
            {connection.source === "stored"
              ? "Entered here; the environment is not looked at."
              : "Taken from the environment (OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL); what you enter here replaces it."}{" "}
            {connection.keyHint === null ? "It has no key." : `Its key ends in ${connection.keyHint}`}
          </p>
          {connection.isKeyLost && (
            <p role="alert" className="text-sm text-bad">
              Its key was encrypted under another TOUCHSTONE_SECRET and cannot be read any more. Enter it
              again.
            </p>
          )}
        </>
      )}
      {connection?.source === "stored" && (
        <Button
          size="sm"
          variant="danger"
          className="self-start"
          disabled={remove.isPending}
          onClick={() =>
            startTransition(async () => {
              await remove.run(null);
            })
          }
        >
          Remove connection and key
        </Button>
      )}
      {remove.problem !== null && (
        <p role="alert" className="text-sm text-bad">
          {remove.problem}
        </p>
      )}
    </section>
  );
}
