import Link from "next/link";
import { Named } from "@/components/shell/membership";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { sayTime } from "@/components/drift/say-time";
import type { ProjectId } from "@/lib/domain/ids";
import { sayProposed, STATES, type ProposalLine } from "@/lib/domain/proposal-page";

type Props = { readonly projectId: ProjectId; readonly lines: readonly ProposalLine[] };

/** The proposals of a project: those that wait for somebody, then those that are settled. */
export function ProposalsView({ projectId, lines }: Props) {
  const isOpen = ({ proposal }: ProposalLine) => proposal.state === "open";
  const settled = lines.filter((line) => !isOpen(line));
  if (lines.length === 0)
    return (
      <EmptyState title="Propose before you change">
        <p>
          A proposal says which assertion to use, or which limit, and why. It changes nothing until somebody
          else has looked at its evidence and it is merged; the next version that is published names it.
        </p>
        <p>
          Propose from the <Link href={`/projects/${projectId}/report`}>report</Link>, or write an assertion
          on the <Link href={`/projects/${projectId}/criteria`}>criteria page</Link>.
        </p>
      </EmptyState>
    );
  return (
    <div className="flex flex-col gap-8">
      <Lines projectId={projectId} name="Open" lines={lines.filter(isOpen)} />
      {settled.length > 0 && <Lines projectId={projectId} name="Settled" lines={settled} />}
    </div>
  );
}

function Lines({ projectId, name, lines }: Props & { readonly name: string }) {
  return (
    <section className="flex flex-col gap-2">
      <h2>{name}</h2>
      {lines.length === 0 && <p className="text-sm text-muted">Nothing waits for anybody.</p>}
      <ol aria-label={name}>
        {lines.map((line) => (
          <Line key={line.proposal.number} projectId={projectId} line={line} />
        ))}
      </ol>
    </section>
  );
}

function Line({ projectId, line }: { readonly projectId: ProjectId; readonly line: ProposalLine }) {
  const { number, title, author, at, state, evaluatorNumber } = line.proposal;
  return (
    <li className="flex flex-col gap-0.5 border-t border-line py-3">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="text-muted tabular-nums">{`#${number}`}</span>
        <Link
          href={`/projects/${projectId}/proposals/${number}`}
          className="font-medium break-words underline decoration-line underline-offset-2"
        >
          {title}
        </Link>
        <Badge tone={STATES[state].tone}>{STATES[state].says}</Badge>
        {evaluatorNumber !== null && <Badge>{`in v${evaluatorNumber}`}</Badge>}
      </p>
      <p className="text-sm break-words text-muted">
        {line.criterion && `“${line.criterion.revision.name}” · `}
        {`${sayProposed(line)} · `}
        <Named>{author}</Named>
        {` · ${sayTime(at)}`}
      </p>
    </li>
  );
}
