import type { Metadata } from "next";
import { z } from "zod";
import { projectIdOf, type ProjectParams, type SearchParams } from "@/app/project-params";
import { GradingView } from "@/components/grading/grading-view";
import { PageHeader } from "@/components/ui/page-header";
import { lengthLimitOf } from "@/lib/domain/checks/measure-length";
import { OutputId } from "@/lib/domain/ids";
import { reportCard } from "@/lib/domain/report-card";
import { readBoard } from "@/lib/workflow/read-board";

export const metadata: Metadata = { title: "Grade" };

export default async function GradePage(props: ProjectParams & SearchParams) {
  const projectId = await projectIdOf(props);
  const open = z.coerce
    .number()
    .pipe(OutputId)
    .safeParse((await props.searchParams)["output"]);
  const board = await readBoard(projectId);
  const { graded, missing } = reportCard(board);
  const criteria = board.criteria.map(({ id, revision }) => ({
    criterionId: id,
    revisionId: revision.id,
    name: revision.name,
    wording: revision.wording,
    length: lengthLimitOf(revision.wording),
  }));
  return (
    <>
      <PageHeader title="Grade" />
      <GradingView
        projectId={projectId}
        criteria={criteria}
        graded={graded}
        missing={missing}
        open={open.success ? open.data : null}
      />
    </>
  );
}
