"use client";
import { useState } from "react";
import { z } from "zod";
import { parseJson } from "@/lib/domain/json";
import { Button } from "./button";
import { CodeBlock } from "./code-block";
import { looksLikeMarkdown, Markdown } from "./markdown";

const CLIP = 4_000;

/** JSON objects and arrays are indented; anything else is null and shown as it is. */
function asJson(text: string): string | null {
  if (!/^\s*[[{]/.test(text)) return null;
  const parsed = parseJson(text, z.json());
  return parsed.ok ? JSON.stringify(parsed.value, null, 2) : null;
}

/**
 * A text under judgement: never HTML, in its own direction, clipped when very long. JSON is laid out, Markdown can be;
 * how it came is one click away.
 */
export function LongText({ text, label }: { readonly text: string; readonly label: string }) {
  const json = asJson(text);
  const isMarkdown = json === null && looksLikeMarkdown(text);
  const [isWhole, setWhole] = useState(false);
  const [isRendered, setRendered] = useState(json !== null);
  const shown = isRendered && json !== null ? json : text;
  const clipped = isWhole ? shown : shown.slice(0, CLIP);
  return (
    <div>
      {isRendered && json !== null && <CodeBlock text={clipped} language="json" />}
      {isRendered && json === null && <Markdown text={clipped} />}
      {!isRendered && (
        <div
          dir="auto"
          aria-label={label}
          role="group"
          className="max-w-[72ch] break-words whitespace-pre-wrap"
        >
          {clipped}
          {text === "" && <em className="text-muted">empty</em>}
        </div>
      )}
      {shown.length > CLIP && !isWhole && (
        <Button size="sm" variant="ghost" onClick={() => setWhole(true)}>
          {`Show all ${shown.length.toLocaleString("en")} characters`}
        </Button>
      )}
      {(json !== null || isMarkdown) && (
        <Button size="sm" variant="ghost" onClick={() => setRendered(!isRendered)}>
          {isRendered ? "Show as it came" : json === null ? "Show as Markdown" : "Show as JSON"}
        </Button>
      )}
    </div>
  );
}
