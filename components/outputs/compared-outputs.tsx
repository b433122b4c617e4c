"use client";
import Link from "next/link";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { LongText } from "@/components/ui/long-text";
import { LabelMark } from "@/components/ui/marks";
import { WordDiff } from "@/components/ui/word-diff";
import type { Label } from "@/lib/domain/grade";
import type { Json } from "@/lib/domain/json";
import type { ProjectId } from "@/lib/domain/ids";
import { outputName, type Output } from "@/lib/domain/output";

type Side = { readonly output: Output; readonly label: Label | null; readonly isBlind: boolean };
type Props = { readonly projectId: ProjectId; readonly left: Side; readonly right: Side };

/** Two outputs side by side, or as one text with what the second has otherwise; below, where all else differs. */
export function ComparedOutputs({ projectId, left, right }: Props) {
  const [isDiff, setDiff] = useState(false);
  const sides = [left, right];
  return (
    <div className="flex flex-col gap-5">
      <div role="group" aria-label="How they are shown" className="flex gap-2">
        <Button
          size="sm"
          aria-pressed={!isDiff}
          onClick={() => setDiff(false)}
          className={isDiff ? "" : "bg-raised"}
        >
          Side by side
        </Button>
        <Button
          size="sm"
          aria-pressed={isDiff}
          onClick={() => setDiff(true)}
          className={isDiff ? "bg-raised" : ""}
        >
          Word by word
        </Button>
      </div>
      {isDiff ? (
        <section aria-label="Differences" className="rounded-lg border border-line bg-surface p-4">
          <p className="mb-2 text-sm text-muted">
            {`Struck through: only in ${outputName(left.output)}. Underlined: only in ${outputName(right.output)}.`}
          </p>
          {left.output.text === right.output.text ? (
            <p>The two texts are the same.</p>
          ) : (
            <WordDiff before={left.output.text} after={right.output.text} />
          )}
        </section>
      ) : (
        <div className="grid gap-4 lg:grid-cols-2">
          {sides.map(({ output, label, isBlind }, i) => (
            <section
              key={i}
              aria-label={`Output ${outputName(output)}`}
              className="min-w-0 rounded-lg border border-line bg-surface p-4"
            >
              <p className="mb-2 flex flex-wrap items-center gap-3 text-sm">
                <Link href={`/projects/${projectId}/outputs/${output.id}`} className="break-all underline">
                  {outputName(output)}
                </Link>
                {isBlind ? (
                  <span className="text-muted">yours to grade in a queue</span>
                ) : (
                  <LabelMark label={label} />
                )}
              </p>
              <LongText text={output.text} label={`output ${outputName(output)}`} />
            </section>
          ))}
        </div>
      )}
      <Otherwise left={left.output} right={right.output} isDiff={isDiff} />
    </div>
  );
}

const asText = (value: Json | undefined): string =>
  value === undefined ? "–" : typeof value === "string" ? value : JSON.stringify(value);

/** Variables, prompt and metadata: what is the same is said in a line, what differs as the texts are. */
function Otherwise({
  left,
  right,
  isDiff,
}: {
  readonly left: Output;
  readonly right: Output;
  /** As one text, word by word; else side by side. */
  readonly isDiff: boolean;
}) {
  const facts = (output: Output) => ({
    ...output.variables,
    ...(output.prompt === null ? {} : { "prompt as it was sent": output.prompt }),
    ...output.metadata,
  });
  const [one, other] = [new Map(Object.entries(facts(left))), new Map(Object.entries(facts(right)))];
  const names = [...new Set([...one.keys(), ...other.keys()])];
  const differing = names.filter((name) => asText(one.get(name)) !== asText(other.get(name)));
  const same = names.filter((name) => !differing.includes(name));
  return (
    <section aria-labelledby="otherwise" className="flex flex-col gap-2 text-sm">
      <h2 id="otherwise">Input and metadata</h2>
      <p className="text-muted">
        {same.length === 0 ? "Nothing is the same." : `The same: ${same.join(", ")}.`}
        {differing.length === 0 && " Nothing differs."}
      </p>
      {differing.map((name) => (
        <div key={name} className="border-t border-line pt-2">
          <h3 className="font-mono text-[13px] break-all text-muted">{name}</h3>
          {isDiff && one.has(name) && other.has(name) ? (
            <WordDiff before={asText(one.get(name))} after={asText(other.get(name))} />
          ) : (
            <div className="grid gap-4 lg:grid-cols-2">
              <LongText text={asText(one.get(name))} label={`${name} of ${outputName(left)}`} />
              <LongText text={asText(other.get(name))} label={`${name} of ${outputName(right)}`} />
            </div>
          )}
        </div>
      ))}
    </section>
  );
}
