import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { comeIn } from "@/app/page-gate";
import { TrustView } from "@/components/trust/trust-view";
import { ButtonLink } from "@/components/ui/button";
import { BlindNote } from "@/components/ui/blind-note";
import { PageHeader } from "@/components/ui/page-header";
import { hideRows } from "@/lib/domain/hide-outputs";
import { AssertionId } from "@/lib/domain/ids";
import { hiddenFrom } from "@/lib/workflow/read-blind";
import { readTrust } from "@/lib/workflow/read-trust";

export const metadata: Metadata = { title: "Trust in a judge" };

type Params = {
  readonly params: Promise<{ readonly projectId: string; readonly assertionId: string }>;
};

export default async function TrustPage(props: Params) {
  const { projectId, person } = await comeIn(props);
  const hidden = await hiddenFrom(projectId, person.id);
  const assertionId = z.coerce
    .number()
    .pipe(AssertionId)
    .safeParse((await props.params).assertionId);
  const trust = assertionId.success ? await readTrust(projectId, assertionId.data) : null;
  if (!trust) notFound();
  return (
    <div className="max-w-4xl">
      <PageHeader title={`Trust in “${trust.assertion.name}”`}>
        <ButtonLink href={`/projects/${projectId}/criteria`}>All candidates</ButtonLink>
      </PageHeader>
      <BlindNote hidden={hidden} />
      <TrustView
        projectId={projectId}
        trust={{
          ...trust,
          toReview: hideRows(trust.toReview, hidden),
          // They are made of outputs that are graded good.
          variants: { ...trust.variants, proposed: hideRows(trust.variants.proposed, hidden) },
        }}
      />
    </div>
  );
}
