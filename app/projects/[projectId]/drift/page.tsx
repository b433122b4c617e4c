import type { Metadata } from "next";
import { projectIdOf, type ProjectParams, type SearchParams } from "@/app/page-gate";
import { DriftView } from "@/components/drift/drift-view";
import { PageHeader } from "@/components/ui/page-header";
import { DriftSide } from "@/lib/domain/drift-event";
import { readDrift } from "@/lib/workflow/read-drift";

export const metadata: Metadata = { title: "Drift" };

export default async function DriftPage(props: ProjectParams & SearchParams) {
  const projectId = await projectIdOf(props);
  const { side } = await props.searchParams;
  // An address that makes no sense shows everything.
  const shown = DriftSide.nullable()
    .catch(null)
    .parse(side ?? null);
  return (
    <div className="max-w-5xl">
      <PageHeader title="Drift">
        <a
          href={`/api/projects/${projectId}/drift`}
          download
          className="no-print text-sm underline underline-offset-2"
        >
          Download as Markdown
        </a>
      </PageHeader>
      <DriftView projectId={projectId} page={await readDrift(projectId)} side={shown} />
    </div>
  );
}
