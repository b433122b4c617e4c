import { Named } from "@/components/shell/membership";
import { Examples, ExamplesDiff } from "@/components/ui/examples";
import { WordDiff } from "@/components/ui/word-diff";
import { sayLimit, type LimitChange, type Revision, type RevisionChange } from "@/lib/domain/criterion";

const CHANGES: Readonly<Record<RevisionChange, string>> = {
  first: "first wording",
  clarification: "clarification: grades stayed",
  meaning: "change of meaning: grades became stale",
};

type Props = {
  readonly revisions: readonly Revision[];
  /** Oldest first. */
  readonly limitChanges: readonly LimitChange[];
};

const when = (at: Date): string => `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;

/**
 * Every wording that the criterion ever had, newest first, each with what it says otherwise than the one before, and the
 * FFR limits that were set under it.
 */
export function RevisionList({ revisions, limitChanges }: Props) {
  return (
    <details className="mt-3 text-sm">
      <summary className="cursor-pointer text-muted">{sayAll(revisions.length, limitChanges.length)}</summary>
      <ol className="mt-2 flex flex-col gap-2">
        {revisions.map((revision, i) => (
          <li key={revision.id} className="border-l-2 border-line pl-3">
            <p className="text-muted">
              {`${revision.number} · ${when(revision.createdAt)} · `}
              <Named>{revision.author}</Named>
              {` · ${CHANGES[revision.change]}`}
              {revision.why !== "" && ` · ${revision.why}`}
            </p>
            <p className="font-medium">{revision.name}</p>
            <Wording revision={revision} before={revisions[i + 1] ?? null} />
            <ExamplesSince revision={revision} before={revisions[i + 1] ?? null} />
            <Limits changes={limitChanges.filter(({ revisionId }) => revisionId === revision.id)} />
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

function ExamplesSince({
  revision,
  before,
}: {
  readonly revision: Revision;
  readonly before: Revision | null;
}) {
  if (before === null || before.examples === revision.examples)
    return <Examples examples={revision.examples} />;
  return <ExamplesDiff before={before.examples} after={revision.examples} />;
}

const Limits = ({ changes }: { readonly changes: readonly LimitChange[] }) =>
  changes.toReversed().map(({ id, from, to, by, at }) => (
    <p key={id} className="text-muted">
      {`FFR limit ${sayLimit(from)} → ${sayLimit(to)} · `}
      <Named>{`${when(at)} · ${by}`}</Named>
    </p>
  ));

function sayAll(revisions: number, changes: number): string {
  const wordings = revisions === 1 ? "1 revision" : `${revisions} revisions`;
  if (changes === 0) return wordings;
  return `${wordings}, ${changes === 1 ? "1 change of its limit" : `${changes} changes of its limit`}`;
}
