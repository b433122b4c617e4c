import { Reserved } from "@/components/shell/membership";
import type { Metadata } from "next";
import { comeIn, type ProjectParams, type SearchParams } from "@/app/page-gate";
import { BulkBar } from "@/components/outputs/bulk-bar";
import { OutputsFilters } from "@/components/outputs/outputs-filters";
import { OutputsTable } from "@/components/outputs/outputs-table";
import { SelectionProvider } from "@/components/outputs/selection";
import { ProjectPrompt } from "@/components/outputs/project-prompt";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { covers } from "@/lib/domain/access";
import { readBulkChoices } from "@/lib/workflow/change-selected";
import { findProject } from "@/lib/db/projects";
import { OutputsQuery } from "@/lib/domain/outputs-query";
import { PAGE_SIZE, readOutputs, readOutputsOptions } from "@/lib/workflow/read-outputs";

export const metadata: Metadata = { title: "Outputs" };

export default async function OutputsPage(props: ProjectParams & SearchParams) {
  const { projectId, person, role } = await comeIn(props);
  const query = OutputsQuery.parse(await props.searchParams);
  const [project, { rows, total, all, page }, options, choices] = await Promise.all([
    findProject(projectId),
    readOutputs(projectId, query, person.id),
    readOutputsOptions(projectId),
    covers(role, "editor") ? readBulkChoices(projectId) : null,
  ]);
  const base = `/projects/${projectId}/outputs`;
  return (
    <>
      <PageHeader title="Outputs">
        <span className="flex gap-2">
          <ButtonLink href={`${base}/import`}>Add data</ButtonLink>
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
      <OutputsFilters base={base} query={query} options={options} total={total} all={all} />
      <SelectionProvider key={JSON.stringify({ ...query, sort: null, dir: null, page: null })}>
        {choices && <BulkBar projectId={projectId} query={query} total={total} me={person.id} {...choices} />}
        <OutputsTable
          projectId={projectId}
          rows={rows}
          query={query}
          page={page}
          pages={Math.ceil(total / PAGE_SIZE)}
        />
      </SelectionProvider>
    </>
  );
}
