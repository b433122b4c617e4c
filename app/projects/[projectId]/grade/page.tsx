import type { Metadata } from "next";
import { z } from "zod";
import { comeIn, type ProjectParams, type SearchParams } from "@/app/page-gate";
import type { QueueChoice } from "@/components/grading/grading-store";
import { OnlyGraders } from "@/components/grading/only-graders";
import { GradingView } from "@/components/grading/grading-view";
import { PageHeader } from "@/components/ui/page-header";
import { covers } from "@/lib/domain/access";
import { lengthLimitOf } from "@/lib/domain/checks/measure-length";
import { CriterionId, OutputId } from "@/lib/domain/ids";
import { GradingOrder } from "@/lib/domain/sampling";
import { readTags } from "@/lib/workflow/read-tags";
import { readReport } from "@/lib/workflow/read-report";

export const metadata: Metadata = { title: "Grade" };

const QUEUES: ReadonlyMap<string, QueueChoice["kind"]> = new Map([
  ["stale", "relook"],
  ["audit", "audit"],
]);
const TITLES = { draw: "Grade", relook: "Look again", audit: "Grade the audit set" } as const;

export default async function GradePage(props: ProjectParams & SearchParams) {
  const { projectId, role } = await comeIn(props);
  if (!covers(role, "grader")) return <OnlyGraders />;
  const open = z.coerce
    .number()
    .pipe(OutputId)
    .safeParse((await props.searchParams)["output"]);
  const asked = await props.searchParams;
  const queue: QueueChoice = {
    order: GradingOrder.catch("balanced").parse(asked["order"]),
    aim: CriterionId.nullable()
      .catch(null)
      .parse(asked["aim"] ?? null),
    kind: QUEUES.get(String(asked["queue"])) ?? "draw",
  };
  const [{ report, findings }, tags] = await Promise.all([
    readReport(projectId, { isRefitted: false }),
    readTags(projectId),
  ]);
  const { graded, missing } = report;
  const stop = report.criteria.flatMap(({ criterion }) => {
    const found = findings.criteria.find(({ criterionId }) => criterionId === criterion.id);
    return found ? [{ name: criterion.revision.name, rule: found.stopRule, atAnyTime: found.atAnyTime }] : [];
  });
  const criteria = report.criteria.map(({ criterion: { id, revision } }) => ({
    criterionId: id,
    revisionId: revision.id,
    name: revision.name,
    wording: revision.wording,
    length: lengthLimitOf(revision.wording),
  }));
  return (
    <>
      <PageHeader title={TITLES[queue.kind]} />
      <GradingView
        // Another order is another queue: the cards fetched ahead are not of it.
        key={`${queue.order}:${queue.aim ?? ""}:${queue.kind}`}
        projectId={projectId}
        criteria={criteria}
        graded={graded}
        missing={missing}
        stop={stop}
        tags={tags}
        open={open.success ? open.data : null}
        queue={queue}
      />
    </>
  );
}
