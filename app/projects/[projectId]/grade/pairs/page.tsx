import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { comeIn, type ProjectParams, type SearchParams } from "@/app/page-gate";
import { PairResultsSection } from "@/components/pairs/pair-results";
import { PairView } from "@/components/pairs/pair-view";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { listCriteria } from "@/lib/db/criteria";
import { covers } from "@/lib/domain/access";
import { readPairResults } from "@/lib/workflow/compare-pairs";

export const metadata: Metadata = { title: "Compare pairs" };

export default async function PairsPage(props: ProjectParams & SearchParams) {
  const { projectId, person, role } = await comeIn(props);
  const { criterion: asked, by } = await props.searchParams;
  const criteria = await listCriteria(projectId);
  const criterionId =
    criteria.find(({ id }) => id === asked)?.id ?? (asked === undefined ? criteria[0]?.id : undefined);
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
  const { name, wording, number, id: revisionId } = criterion.revision;
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
      </div>
      {isGrader ? (
        <PairView key={revisionId} projectId={projectId} criterionId={criterionId} revisionId={revisionId} />
      ) : (
        <p className="text-muted">You are a viewer here: graders compare, and you see what came of it.</p>
      )}
      {/* Who has not compared anything yet is not told how others do. */}
      {(results.mine > 0 || !isGrader) && (
        <PairResultsSection
          path={`/projects/${projectId}/grade/pairs`}
          criterionId={criterionId}
          results={results}
        />
      )}
    </div>
  );
}
