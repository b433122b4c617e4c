import type { Metadata } from "next";
import { z } from "zod";
import { comeIn, type ProjectParams, type SearchParams } from "@/app/page-gate";
import { AdjudicateView } from "@/components/drift/adjudicate-view";
import { ButtonLink } from "@/components/ui/button";
import { BlindNote } from "@/components/ui/blind-note";
import { PageHeader } from "@/components/ui/page-header";
import { CriterionId } from "@/lib/domain/ids";
import { hiddenFrom } from "@/lib/workflow/read-blind";
import { readDisputes } from "@/lib/workflow/read-disputes";

export const metadata: Metadata = { title: "Disputed outputs" };

/** Two graders named one after the other show only on what they differ; anything else shows everything. */
const Pair = z.tuple([z.string(), z.string()]);

export default async function AdjudicatePage(props: ProjectParams & SearchParams) {
  const { projectId, person } = await comeIn(props);
  const hidden = await hiddenFrom(projectId, person.id);
  const { on, page, grader } = await props.searchParams;
  // An address that makes no sense shows the first page of the first subject.
  const asked = CriterionId.nullable()
    .catch(null)
    .parse(on === "whole" ? null : (on ?? null));
  const number = z.coerce.number().int().positive().catch(1).parse(page);
  const between = Pair.nullable()
    .catch(null)
    .parse(grader ?? null);
  return (
    <div className="max-w-4xl">
      <PageHeader title="Disputed outputs">
        <ButtonLink href={`/projects/${projectId}/drift`}>Back to drift</ButtonLink>
      </PageHeader>
      <BlindNote hidden={hidden} />
      <AdjudicateView
        projectId={projectId}
        me={person.id}
        isSomeHidden={hidden.size > 0}
        between={between}
        page={await readDisputes(projectId, { criterionId: asked, page: number, hidden, between })}
      />
    </div>
  );
}
