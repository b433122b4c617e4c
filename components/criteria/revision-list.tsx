import { Named } from "@/components/shell/membership";
import type { Revision, RevisionChange } from "@/lib/domain/criterion";

const CHANGES: Readonly<Record<RevisionChange, string>> = {
  first: "first wording",
  clarification: "clarification: grades stayed",
  meaning: "change of meaning: grades became stale",
};

/** Every wording that the criterion ever had, newest first. */
export function RevisionList({ revisions }: { readonly revisions: readonly Revision[] }) {
  return (
    <details className="mt-3 text-sm">
      <summary className="cursor-pointer text-muted">{`${revisions.length} revisions`}</summary>
      <ol className="mt-2 flex flex-col gap-2">
        {revisions.map((revision) => (
          <li key={revision.id} className="border-l-2 border-line pl-3">
            <p className="text-muted">
              <Named>{`${revision.number} · ${revision.createdAt.toISOString().slice(0, 16).replace("T", " ")} UTC · ${revision.author}`}</Named>
              {` · ${CHANGES[revision.change]}`}
              {revision.why !== "" && ` · ${revision.why}`}
            </p>
            <p className="font-medium">{revision.name}</p>
            {revision.wording !== revision.name && <p className="break-words">{revision.wording}</p>}
          </li>
        ))}
      </ol>
    </details>
  );
}
