"use client";
import { useState } from "react";
import { z } from "zod";
import { parseJson } from "@/lib/domain/json";
import { Button } from "./button";
import { CodeBlock } from "./code-block";
import { looksLikeMarkdown, Markdown } from "./markdown";
import { MarkedText, type TextMark } from "./marked-text";

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
export function LongText({
  text,
  label,
  marks = [],
}: {
  readonly text: string;
  readonly label: string;
  /** Passages to bring out where the text is shown as it came. */
  readonly marks?: readonly TextMark[];
}) {
  const json = asJson(text);
  const isMarkdown = json === null && looksLikeMarkdown(text);
  const [isOpened, setOpened] = useState(false);
  const [isLaidOut, setLaidOut] = useState(json !== null);
  const draft = marks.find(({ isDraft }) => isDraft === true);
  const isWhole = isOpened || (draft !== undefined && draft.end > CLIP);
  // A passage is chosen in the text itself.
  const isRendered = isLaidOut && draft === undefined;
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
          data-raw-text
          className="max-w-[72ch] break-words whitespace-pre-wrap"
        >
          <MarkedText text={clipped} marks={marks} />
          {text === "" && <em className="text-muted">empty</em>}
        </div>
      )}
      {shown.length > CLIP && !isWhole && (
        <Button size="sm" variant="ghost" onClick={() => setOpened(true)}>
          {`Show all ${shown.length.toLocaleString("en")} characters`}
        </Button>
      )}
      {(json !== null || isMarkdown) && (
        <Button size="sm" variant="ghost" onClick={() => setLaidOut(!isRendered)}>
          {isRendered ? "Show as it came" : json === null ? "Show as Markdown" : "Show as JSON"}
        </Button>
      )}
    </div>
  );
}
