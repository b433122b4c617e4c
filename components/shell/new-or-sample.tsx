import type { ProjectId } from "@/lib/domain/ids";
import { ButtonLink } from "@/components/ui/button";

/** The two ways to begin; without a sample project (it was deleted) there is one. */
export function NewOrSample({ sampleId }: { readonly sampleId: ProjectId | null }) {
  return (
    <div className="flex flex-wrap items-center gap-3">
      {sampleId !== null && (
        <ButtonLink href={`/projects/${sampleId}/outputs`} variant="primary">
          Open the sample project
        </ButtonLink>
      )}
      <ButtonLink href="/projects/new" variant={sampleId === null ? "primary" : "secondary"}>
        New project
      </ButtonLink>
      <ButtonLink href="/settings" variant="ghost">
        Settings
      </ButtonLink>
    </div>
  );
}
