/** A call to a model as it was made; exactly one of `answer` and `error` is set where it came to an end. */
export type Call = {
  readonly id: number;
  readonly task: string;
  readonly model: string;
  readonly prompt: string;
  readonly answer: string | null;
  readonly error: string | null;
  readonly tokensIn: number | null;
  readonly tokensOut: number | null;
  readonly cost: number | null;
  readonly ms: number;
  /** What in the answer was understood; null: nothing was, or it is not known. */
  readonly readAs: string | null;
  readonly at: Date;
};

/** "2026-11-20 10:00:00 UTC" */
export const timeOf = (at: Date) => `${at.toISOString().slice(0, 19).replace("T", " ")} UTC`;

/** One call: what it was and cost in a line; what was asked and answered when it is opened. */
export function CallDetails({ call }: { readonly call: Call }) {
  return (
    <details>
      <summary className="flex cursor-pointer flex-wrap gap-x-3">
        <span className="text-muted tabular-nums">{timeOf(call.at)}</span>
        <span>{call.task}</span>
        <span className="text-muted">{call.model}</span>
        <span className="text-muted tabular-nums">{`${(call.ms / 1000).toFixed(1)} s · ${call.tokensIn ?? "?"} → ${call.tokensOut ?? "?"} tokens · ${call.cost === null ? "price not known" : `$${call.cost.toFixed(4)}`}${call.readAs === null ? "" : ` · read as ${call.readAs}`}`}</span>
        {call.error !== null && <span className="text-bad">✕ {call.error}</span>}
      </summary>
      <h3 className="mt-2 text-muted">asked</h3>
      <pre
        tabIndex={0}
        className="max-h-72 overflow-auto font-mono text-[13px] break-words whitespace-pre-wrap"
      >
        {call.prompt}
      </pre>
      {call.answer !== null && (
        <>
          <h3 className="mt-2 text-muted">answered</h3>
          <pre
            tabIndex={0}
            className="max-h-72 overflow-auto font-mono text-[13px] break-words whitespace-pre-wrap"
          >
            {call.answer}
          </pre>
        </>
      )}
    </details>
  );
}
