import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { projectIdOf } from "@/app/page-gate";
import { TrustView } from "@/components/trust/trust-view";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { AssertionId } from "@/lib/domain/ids";
import { readTrust } from "@/lib/workflow/read-trust";

export const metadata: Metadata = { title: "Trust in a judge" };

type Params = {
  readonly params: Promise<{ readonly projectId: string; readonly assertionId: string }>;
};

export default async function TrustPage(props: Params) {
  const projectId = await projectIdOf(props);
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
      <TrustView projectId={projectId} trust={trust} />
    </div>
  );
}
