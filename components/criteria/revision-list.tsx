import { Named } from "@/components/shell/membership";
import { WordDiff } from "@/components/ui/word-diff";
import type { Revision, RevisionChange } from "@/lib/domain/criterion";

const CHANGES: Readonly<Record<RevisionChange, string>> = {
  first: "first wording",
  clarification: "clarification: grades stayed",
  meaning: "change of meaning: grades became stale",
};

/** Every wording that the criterion ever had, newest first, each with what it says otherwise than the one before. */
export function RevisionList({ revisions }: { readonly revisions: readonly Revision[] }) {
  return (
    <details className="mt-3 text-sm">
      <summary className="cursor-pointer text-muted">{`${revisions.length} revisions`}</summary>
      <ol className="mt-2 flex flex-col gap-2">
        {revisions.map((revision, i) => (
          <li key={revision.id} className="border-l-2 border-line pl-3">
            <p className="text-muted">
              {`${revision.number} · ${revision.createdAt.toISOString().slice(0, 16).replace("T", " ")} UTC · `}
              <Named>{revision.author}</Named>
              {` · ${CHANGES[revision.change]}`}
              {revision.why !== "" && ` · ${revision.why}`}
            </p>
            <p className="font-medium">{revision.name}</p>
            <Wording revision={revision} before={revisions[i + 1] ?? null} />
          </li>
        ))}
      </ol>
    </details>
  );
}

/** Where the name is the wording, only its changes are worth a second line. */
function Wording({ revision, before }: { readonly revision: Revision; readonly before: Revision | null }) {
  if (before !== null && before.wording !== revision.wording)
    return <WordDiff before={before.wording} after={revision.wording} />;
  if (revision.wording === revision.name) return null;
  return <p className="break-words">{revision.wording}</p>;
}
