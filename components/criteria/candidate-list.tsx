import type { ProjectId } from "@/lib/domain/ids";
import { CandidateRow, type ShownCandidate } from "./candidate-row";

type Props = {
  readonly projectId: ProjectId;
  readonly candidates: readonly ShownCandidate[];
  readonly isConnected: boolean;
};

/** The candidates of a criterion: those that tell outputs apart, and folded below them those that do not. */
export function Candidates({ projectId, candidates, isConnected }: Props) {
  if (candidates.length === 0) {
    return (
      <p className="mt-3 text-sm text-muted">
        No candidates yet. They are being written in the background; grading helps to find more.
      </p>
    );
  }
  const telling = candidates.filter(({ folded }) => folded === null);
  const folded = candidates.filter(({ folded }) => folded !== null);
  return (
    <div className="mt-3">
      <ul>
        {telling.map((view) => (
          <CandidateRow key={view.assertion.id} projectId={projectId} view={view} isConnected={isConnected} />
        ))}
      </ul>
      {folded.length > 0 && (
        <details className="border-t border-line pt-2">
          <summary className="cursor-pointer text-sm text-muted">
            {`${folded.length} folded: the same verdict on every output, so they cannot tell good from bad`}
          </summary>
          <ul className="mt-2">
            {folded.map((view) => (
              <CandidateRow
                key={view.assertion.id}
                projectId={projectId}
                view={view}
                isConnected={isConnected}
              />
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

type DroppedProps = {
  readonly dropped: readonly { readonly id: number; readonly name: string; readonly why: string }[];
};

/** What the program took out of play, and why. */
export function DroppedCandidates({ dropped }: DroppedProps) {
  if (dropped.length === 0) return null;
  return (
    <details className="border-t border-line pt-2">
      <summary className="cursor-pointer text-sm text-muted">{`${dropped.length} dropped, and why`}</summary>
      <ul className="mt-2 text-sm">
        {dropped.map(({ id, name, why }) => (
          <li key={id} className="py-1 break-words">
            {name}
            <span className="block text-muted">{why}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
