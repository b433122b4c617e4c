import Link from "next/link";
import type { ProjectId } from "@/lib/domain/ids";
import { outputName, type Output } from "@/lib/domain/output";

type Props = {
  readonly projectId: ProjectId;
  /** The output that the others are compared with, by its name. */
  readonly of: string;
  readonly siblings: readonly Output[];
};

/** Other outputs of the same input, each a link to the comparison; nothing where there is none. */
export function SiblingLinks({ projectId, of, siblings }: Props) {
  if (siblings.length === 0) return null;
  return (
    <div className="text-sm">
      <p className="text-muted">The same input, answered otherwise:</p>
      <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1">
        {siblings.map((sibling) => (
          <li key={sibling.id} className="max-w-full">
            <Link
              href={`/projects/${projectId}/outputs/compare?${new URLSearchParams({ a: of, b: outputName(sibling) }).toString()}`}
              className="break-words underline underline-offset-2"
            >
              {`compare with ${outputName(sibling)}`}
            </Link>
            <span className="text-muted">{sayMetadata(sibling.metadata)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

const MOST_SHOWN = 3;

function sayMetadata(metadata: Output["metadata"]): string {
  const short = Object.values(metadata).flatMap((value) =>
    typeof value === "string" && value.length <= 40 ? [value] : [],
  );
  return short.length === 0 ? "" : ` (${short.slice(0, MOST_SHOWN).join(", ")})`;
}
