import clsx from "clsx";

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
