"use client";
import { useMemo, useState } from "react";
import { z } from "zod";
import { laidOut, type LaidOut } from "@/lib/domain/laid-out";
import { Button } from "./button";
import { CodeBlock } from "./code-block";
import { Markdown } from "./markdown";
import { MarkedText, type TextMark } from "./marked-text";
import { useKept } from "./use-kept";

const CLIP = 4_000;

/** Whether texts are shown laid out; null: nobody has said. */
const Reading = z.boolean().nullable();

/** How texts are read in a place, as this browser keeps it under a name. */
export const useReading = (keptAs: string) => useKept(keptAs, Reading, null);

/** For texts whose reading is not kept: nothing is ever written under it. */
const NOWHERE = "touchstone.reading";

/**
 * A text under judgement: never HTML, in its own direction, clipped when very long. JSON and code are laid out, Markdown can
 * be; how it came is one click away.
 */
export function LongText({
  text,
  label,
  marks = [],
  keptAs = null,
}: {
  readonly text: string;
  readonly label: string;
  /** Passages to bring out where the text is shown as it came. */
  readonly marks?: readonly TextMark[];
  /** The name under which this browser keeps whether it is laid out; null: it is not kept. */
  readonly keptAs?: string | null;
}) {
  const layout = useMemo(() => laidOut(text), [text]);
  const [isOpened, setOpened] = useState(false);
  const [kept, keep] = useReading(keptAs ?? NOWHERE);
  const [chosen, choose] = useState<boolean | null>(null);
  const isLaidOut = (keptAs === null ? chosen : kept) ?? isLaidOutByItself(layout);
  const draft = marks.find(({ isDraft }) => isDraft === true);
  const isWhole = isOpened || (draft !== undefined && draft.end > CLIP);
  // A passage is chosen in the text itself.
  const rendered = isLaidOut && draft === undefined ? layout : null;
  const shown = rendered?.text ?? text;
  const clipped = isWhole ? shown : shown.slice(0, CLIP);
  return (
    <div>
      {rendered ? (
        <Rendered layout={rendered} text={clipped} />
      ) : (
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
      {layout && (
        <Button
          size="sm"
          variant="ghost"
          onClick={() => (keptAs === null ? choose : keep)(rendered === null)}
        >
          {rendered ? "Show as it came" : SHOW[layout.kind]}
        </Button>
      )}
    </div>
  );
}

const SHOW: Readonly<Record<LaidOut["kind"], string>> = {
  json: "Show as JSON",
  code: "Show as code",
  markdown: "Show as Markdown",
};

/** Markdown is laid out on demand: its marks may be what is judged. */
const isLaidOutByItself = (layout: LaidOut | null): boolean => layout !== null && layout.kind !== "markdown";

function Rendered({ layout, text }: { readonly layout: LaidOut; readonly text: string }) {
  switch (layout.kind) {
    case "json":
      return <CodeBlock text={text} language="json" />;
    case "code":
      return <CodeBlock text={text} language={layout.language} />;
    case "markdown":
      return <Markdown text={text} />;
  }
}
