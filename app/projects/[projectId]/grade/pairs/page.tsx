import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { comeIn, type ProjectParams, type SearchParams } from "@/app/page-gate";
import { PairResultsSection } from "@/components/pairs/pair-results";
import { PairView } from "@/components/pairs/pair-view";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Examples } from "@/components/ui/examples";
import { PageHeader } from "@/components/ui/page-header";
import { listCriteria } from "@/lib/db/criteria";
import { covers } from "@/lib/domain/access";
import type { Criterion } from "@/lib/domain/criterion";
import type { ProjectId } from "@/lib/domain/ids";
import { readPairResults } from "@/lib/workflow/compare-pairs";

export const metadata: Metadata = { title: "Compare pairs" };

export default async function PairsPage(props: ProjectParams & SearchParams) {
  const { projectId, person, role } = await comeIn(props);
  const { criterion: asked, by } = await props.searchParams;
  const criteria = await listCriteria(projectId);
  const relative = criteria.filter(({ isRelative }) => isRelative);
  const criterionId =
    criteria.find(({ id }) => id === asked)?.id ??
    (asked === undefined ? (relative[0] ?? criteria[0])?.id : undefined);
  if (asked !== undefined && criterionId === undefined) notFound();
  if (criterionId === undefined)
    return (
      <>
        <PageHeader title="Compare pairs" />
        <EmptyState title="There is no criterion yet">
          <p>Pairs are compared on a criterion. Write one on the Criteria page.</p>
        </EmptyState>
      </>
    );
  const wanted = { by: typeof by === "string" ? by : null, person: person.id };
  const found = await readPairResults({ projectId, criterionId }, wanted);
  if (!found) notFound();
  const { criterion, results } = found;
  const { name, wording, examples, number, id: revisionId } = criterion.revision;
  const isGrader = covers(role, "grader");
  return (
    <div className="flex max-w-6xl flex-col gap-6">
      <div>
        <PageHeader title={`Which is better on “${name}”?`}>
          <ButtonLink href={`/projects/${projectId}/grade`}>Grade one by one</ButtonLink>
        </PageHeader>
        <p className="max-w-[72ch] break-words">
          {wording}
          <span className="text-muted">{` · revision ${number}`}</span>
        </p>
        <Examples examples={examples} />
        <OtherCriteria projectId={projectId} criteria={relative.filter(({ id }) => id !== criterionId)} />
      </div>
      {isGrader ? (
        <PairView key={revisionId} projectId={projectId} criterionId={criterionId} revisionId={revisionId} />
      ) : (
        <p className="text-muted">You are a viewer here: graders compare, and you see what came of it.</p>
      )}
      {/* Who has not compared anything yet is not told how others do. */}
      {(results.mine > 0 || !isGrader) && (
        <PairResultsSection
          projectId={projectId}
          path={`/projects/${projectId}/grade/pairs`}
          criterionId={criterionId}
          results={results}
        />
      )}
    </div>
  );
}

/** The other relative ones. */
function OtherCriteria({
  projectId,
  criteria,
}: {
  readonly projectId: ProjectId;
  readonly criteria: readonly Criterion[];
}) {
  if (criteria.length === 0) return null;
  return (
    <nav aria-label="Other relative criteria" className="mt-2 flex flex-wrap gap-x-3 gap-y-1 text-sm">
      <span className="text-muted">Also in pairs:</span>
      {criteria.map(({ id, revision }) => (
        <Link
          key={id}
          href={`/projects/${projectId}/grade/pairs?criterion=${id}`}
          className="break-words underline"
        >
          {revision.name}
        </Link>
      ))}
    </nav>
  );
}
