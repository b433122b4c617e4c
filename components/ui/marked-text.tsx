import clsx from "clsx";
import { segmentsOf, type Span } from "@/lib/domain/passage";

/** A stretch of a text to bring out; a draft is one that is being chosen. */
export type TextMark = Span & { readonly isDraft?: boolean };

/** Text with passages brought out by ground and underline, since colour alone is no mark. Its text stays exactly the text. */
export function MarkedText({ text, marks }: { readonly text: string; readonly marks: readonly TextMark[] }) {
  if (marks.length === 0) return text;
  return segmentsOf(text, marks).map((segment) => {
    if (segment.of.length === 0) return segment.text;
    const isDraft = segment.of.some((at) => marks[at]?.isDraft === true);
    return (
      <mark
        key={segment.start}
        className={clsx(
          "rounded-sm bg-raised text-text underline decoration-2 underline-offset-4",
          isDraft ? "decoration-accent decoration-dotted" : "decoration-bad",
        )}
      >
        {segment.text}
      </mark>
    );
  });
}
