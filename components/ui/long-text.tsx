"use client";
import { useState } from "react";
import { z } from "zod";
import { parseJson } from "@/lib/domain/json";
import { Button } from "./button";
import { CodeBlock } from "./code-block";

const CLIP = 4_000;

/** JSON objects and arrays are indented; anything else is null and shown as it is. */
function asJson(text: string): string | null {
  if (!/^\s*[[{]/.test(text)) return null;
  const parsed = parseJson(text, z.json());
  return parsed.ok ? JSON.stringify(parsed.value, null, 2) : null;
}

/** A text under judgement: never HTML, in its own direction, clipped when very long, JSON laid out with a raw toggle. */
export function LongText({ text, label }: { readonly text: string; readonly label: string }) {
  const [isWhole, setWhole] = useState(false);
  const [isRaw, setRaw] = useState(false);
  const json = asJson(text);
  if (json !== null && !isRaw) {
    return (
      <div>
        <CodeBlock text={isWhole ? json : json.slice(0, CLIP)} language="json" />
        <Button size="sm" variant="ghost" onClick={() => setRaw(true)}>
          Show as it came
        </Button>
        {json.length > CLIP && !isWhole && <More length={json.length} onClick={() => setWhole(true)} />}
      </div>
    );
  }
  return (
    <div>
      <div
        dir="auto"
        aria-label={label}
        role="group"
        className="max-w-[72ch] break-words whitespace-pre-wrap"
      >
        {isWhole ? text : text.slice(0, CLIP)}
        {text === "" && <em className="text-muted">empty</em>}
      </div>
      {text.length > CLIP && !isWhole && <More length={text.length} onClick={() => setWhole(true)} />}
      {json !== null && (
        <Button size="sm" variant="ghost" onClick={() => setRaw(false)}>
          Show as JSON
        </Button>
      )}
    </div>
  );
}

const More = ({ length, onClick }: { readonly length: number; readonly onClick: () => void }) => (
  <Button size="sm" variant="ghost" onClick={onClick}>
    {`Show all ${length.toLocaleString("en")} characters`}
  </Button>
);
