import type { Metadata } from "next";
import { comeIn, type ProjectParams, type SearchParams } from "@/app/page-gate";
import { DriftView } from "@/components/drift/drift-view";
import { MentionList } from "@/components/drift/mention-list";
import { BlindNote } from "@/components/ui/blind-note";
import { PageHeader } from "@/components/ui/page-header";
import { listUnseenMentions } from "@/lib/db/drift";
import { DriftSide } from "@/lib/domain/drift-event";
import { hideInDrift } from "@/lib/domain/hide-outputs";
import { readOthersCriteria } from "@/lib/workflow/own-criterion";
import { hiddenFrom } from "@/lib/workflow/read-blind";
import { readDrift } from "@/lib/workflow/read-drift";

export const metadata: Metadata = { title: "Drift" };

export default async function DriftPage(props: ProjectParams & SearchParams) {
  const { projectId, person } = await comeIn(props);
  const hidden = await hiddenFrom(projectId, person.id);
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
      <MentionList projectId={projectId} mentions={await listUnseenMentions(projectId, person.id)} />
      <BlindNote hidden={hidden} />
      <DriftView
        projectId={projectId}
        page={hideInDrift(await readDrift(projectId), hidden)}
        side={shown}
        others={await readOthersCriteria(projectId, person.id)}
      />
    </div>
  );
}
