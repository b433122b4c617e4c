import { isSystem, promptParts } from "@/lib/domain/prompt-parts";
import type { Output } from "@/lib/domain/output";
import { LongText } from "@/components/ui/long-text";

/** What belongs to an output: its variables in view, its prompt and metadata folded. */
export function OutputContext({
  output,
  repeated = NONE,
}: {
  readonly output: Output;
  /** Instructions that other outputs were made with, too: these stay folded. */
  readonly repeated?: ReadonlySet<string>;
}) {
  const variables = Object.entries(output.variables);
  const metadata = Object.entries(output.metadata);
  return (
    <div className="flex flex-col gap-3 text-sm">
      {variables.length > 0 && (
        <dl
          className="grid max-h-[60dvh] gap-x-4 gap-y-2 overflow-y-auto sm:max-h-72 sm:grid-cols-[minmax(6rem,auto)_1fr]"
          tabIndex={0}
          aria-label="Variables"
        >
          {variables.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="font-mono text-[13px] break-all text-muted">{name}</dt>
              <dd className="min-w-0">
                <LongText text={value} label={name} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {output.prompt !== null && (
        <details>
          <summary className="cursor-pointer text-muted">prompt as it was sent</summary>
          <Prompt prompt={output.prompt} repeated={repeated} />
        </details>
      )}
      {metadata.length > 0 && (
        <details>
          <summary className="cursor-pointer text-muted">metadata</summary>
          <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
            {metadata.map(([name, value]) => (
              <div key={name} className="contents">
                <dt className="font-mono text-[13px] text-muted">{name}</dt>
                <dd className="min-w-0 break-words">
                  {typeof value === "string" ? value : JSON.stringify(value)}
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </div>
  );
}

const NONE: ReadonlySet<string> = new Set();

/** A prompt as one text, or by what each side said. */
function Prompt({ prompt, repeated }: { readonly prompt: string; readonly repeated: ReadonlySet<string> }) {
  const parts = promptParts(prompt);
  if (!parts) return <PromptText text={prompt} />;
  return (
    <ol className="mt-2 flex flex-col gap-2">
      {parts.map((part, i) => (
        <li key={i}>
          {isSystem(part) && repeated.has(part.text) ? (
            <details>
              <summary className="cursor-pointer text-muted">{`${part.role}: the same as of other outputs`}</summary>
              <PromptText text={part.text} />
            </details>
          ) : (
            <>
              <p className="text-muted">{part.role}</p>
              <PromptText text={part.text} />
            </>
          )}
        </li>
      ))}
    </ol>
  );
}

const PromptText = ({ text }: { readonly text: string }) => (
  <pre
    tabIndex={0}
    dir="auto"
    className="mt-1 max-h-72 overflow-auto rounded-md border border-line bg-surface p-3 font-mono text-[13px] leading-5 break-words whitespace-pre-wrap"
  >
    {text}
  </pre>
);
