import type { Metadata } from "next";
import { z } from "zod";
import { comeIn, type ProjectParams, type SearchParams } from "@/app/page-gate";
import { ComparedOutputs } from "@/components/outputs/compared-outputs";
import { OutputChoice } from "@/components/outputs/output-choice";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { compareOutputs } from "@/lib/workflow/compare-outputs";

export const metadata: Metadata = { title: "Two outputs" };

const Name = z.string().trim().min(1).max(500).nullable().catch(null);

export default async function CompareOutputsPage(props: ProjectParams & SearchParams) {
  const { projectId, person } = await comeIn(props);
  const { a, b } = await props.searchParams;
  const names = { left: Name.parse(a ?? null), right: Name.parse(b ?? null) };
  const { left, right, siblings } = await compareOutputs(projectId, names, person.id);
  const missing = [
    names.left !== null && !left ? names.left : [],
    names.right !== null && !right ? names.right : [],
  ].flat();
  return (
    <>
      <PageHeader title="Two outputs">
        <ButtonLink href={`/projects/${projectId}/outputs`}>All outputs</ButtonLink>
      </PageHeader>
      <OutputChoice projectId={projectId} left={names.left} right={names.right} siblings={siblings} />
      {missing.length > 0 && (
        <p role="alert" className="my-4 text-bad">
          {`There is no output called ${missing.map((name) => `“${name}”`).join(" or ")}. Type the id that stands in the table of outputs.`}
        </p>
      )}
      {left && right ? (
        <ComparedOutputs projectId={projectId} left={left} right={right} />
      ) : (
        missing.length === 0 && (
          <EmptyState title="Choose two outputs">
            <p>
              This page shows two outputs side by side and word by word: what another version of the prompt or
              another model made of the same input.
            </p>
          </EmptyState>
        )
      )}
    </>
  );
}
