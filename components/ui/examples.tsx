import clsx from "clsx";
import { WordDiff } from "./word-diff";

/** What is good and what is bad under a wording, as its author put it; nothing where none were given. */
export function Examples({
  examples,
  className,
}: {
  readonly examples: string;
  readonly className?: string;
}) {
  if (examples === "") return null;
  return (
    <p dir="auto" className={clsx("max-w-[72ch] break-words whitespace-pre-wrap text-muted", className)}>
      <span className="font-medium">Examples: </span>
      {examples}
    </p>
  );
}

/** What an edit did to the examples; nothing where it left them. */
export function ExamplesDiff({
  before = "",
  after,
}: {
  /** Undefined: there was no wording before. */
  readonly before: string | undefined;
  readonly after: string;
}) {
  if (before === after) return null;
  return (
    <>
      <p className="mt-1 text-sm font-medium text-muted">Examples</p>
      <WordDiff before={before} after={after} />
    </>
  );
}
