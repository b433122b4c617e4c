import { Reserved } from "@/components/shell/membership";
import type { Metadata } from "next";
import { comeIn, type ProjectParams, type SearchParams } from "@/app/page-gate";
import { OutputsTable } from "@/components/outputs/outputs-table";
import { ProjectPrompt } from "@/components/outputs/project-prompt";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { findProject } from "@/lib/db/projects";
import { OutputsQuery } from "@/lib/domain/outputs-query";
import { PAGE_SIZE, readOutputs } from "@/lib/workflow/read-outputs";

export const metadata: Metadata = { title: "Outputs" };

export default async function OutputsPage(props: ProjectParams & SearchParams) {
  const { projectId, person } = await comeIn(props);
  const query = OutputsQuery.parse(await props.searchParams);
  const [project, { rows, total }] = await Promise.all([
    findProject(projectId),
    readOutputs(projectId, query, person.id),
  ]);
  return (
    <>
      <PageHeader title="Outputs">
        <span className="flex gap-2">
          <ButtonLink href={`/projects/${projectId}/outputs/import`}>Add data</ButtonLink>
          <ButtonLink href={`/projects/${projectId}/grade`} variant="primary">
            Grade
          </ButtonLink>
        </span>
      </PageHeader>
      {project && (
        <Reserved need="editor">
          <ProjectPrompt
            key={project.promptTemplate}
            projectId={projectId}
            name={project.name}
            promptTemplate={project.promptTemplate}
          />
        </Reserved>
      )}
      <OutputsTable projectId={projectId} rows={rows} query={query} total={total} pageSize={PAGE_SIZE} />
    </>
  );
}
