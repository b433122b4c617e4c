import { notFound } from "next/navigation";
import { z } from "zod";
import { comeIn } from "@/app/page-gate";
import { OutputDetailView } from "@/components/outputs/output-detail";
import { SiblingLinks } from "@/components/outputs/sibling-links";
import { OutputId } from "@/lib/domain/ids";
import { outputName } from "@/lib/domain/output";
import { readSiblings } from "@/lib/workflow/compare-outputs";
import { readOutput } from "@/lib/workflow/read-outputs";

type Props = { readonly params: Promise<{ readonly projectId: string; readonly outputId: string }> };

export default async function OutputPage(props: Props) {
  const { projectId, person } = await comeIn(props);
  const outputId = z.coerce
    .number()
    .pipe(OutputId)
    .safeParse((await props.params).outputId);
  const detail = outputId.success ? await readOutput(projectId, outputId.data, person.id) : null;
  if (!detail) notFound();
  const siblings = await readSiblings(projectId, detail.output.id, person.id);
  return (
    <OutputDetailView
      projectId={projectId}
      detail={detail}
      siblings={<SiblingLinks projectId={projectId} of={outputName(detail.output)} siblings={siblings} />}
    />
  );
}
