import { Fragment } from "react";
import { wordDiff } from "@/lib/domain/word-diff";

/** Two versions of a text in one: what was taken out is struck through, what came is underlined; both are said, too. */
export function WordDiff({ before, after }: { readonly before: string; readonly after: string }) {
  return (
    <p dir="auto" className="max-w-[72ch] break-words whitespace-pre-wrap">
      {wordDiff(before, after).map(({ kind, text }, i) => (
        <Fragment key={i}>
          {kind === "same" && text}
          {kind === "removed" && (
            <del className="text-bad">
              <span className="sr-only">removed: </span>
              {text}
            </del>
          )}
          {kind === "added" && (
            <ins className="text-good underline decoration-2 underline-offset-2">
              <span className="sr-only">added: </span>
              {text}
            </ins>
          )}
        </Fragment>
      ))}
    </p>
  );
}
