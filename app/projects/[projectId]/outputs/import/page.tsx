import { Reserved } from "@/components/shell/membership";
import type { Metadata } from "next";
import { projectIdOf, type ProjectParams } from "@/app/page-gate";
import { ImportWizard } from "@/components/import/import-wizard";
import { PageHeader } from "@/components/ui/page-header";

export const metadata: Metadata = { title: "Add data" };

export default async function AddDataPage(props: ProjectParams) {
  const projectId = await projectIdOf(props);
  return (
    <>
      <PageHeader title="Add data" />
      <p className="mb-4 max-w-2xl text-muted">
        More outputs, or grades for outputs that are here already: a file with an id column and grades needs
        no outputs.
      </p>
      <Reserved need="editor">
        <ImportWizard projectId={projectId} />
      </Reserved>
    </>
  );
}
