import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { comeIn, type ProjectParams, type SearchParams } from "@/app/page-gate";
import type { GradingCriterion } from "@/components/grading/grading-criterion";
import type { QueueChoice } from "@/components/grading/grading-store";
import { OnlyGraders } from "@/components/grading/only-graders";
import { GradingView } from "@/components/grading/grading-view";
import { NoQueueCards, QueueInstructions } from "@/components/queues/queue-instructions";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { covers } from "@/lib/domain/access";
import { findQueue } from "@/lib/db/queues";
import { isMeasured, measurableIn } from "@/lib/domain/checks/measure";
import type { Criterion } from "@/lib/domain/criterion";
import { CriterionId, OutputId, QueueId, type ProjectId } from "@/lib/domain/ids";
import { GradingOrder } from "@/lib/domain/sampling";
import { readOwnProgress } from "@/lib/workflow/read-own-progress";
import { readOwnCauses } from "@/lib/workflow/read-reasons";
import { readTags } from "@/lib/workflow/read-tags";
import { readReport } from "@/lib/workflow/read-report";

export const metadata: Metadata = { title: "Grade" };

const TITLES = {
  ...{ draw: "Grade", relook: "Look again", audit: "Grade the audit set", team: "Grade" },
  decide: "Grade what would decide",
} as const;

/** What the address asks for; one that makes no sense draws from all outputs. */
function choiceOf(asked: Awaited<SearchParams["searchParams"]>): QueueChoice {
  const { queue } = asked;
  if (queue === "stale") return { kind: "relook" };
  if (queue === "audit") return { kind: "audit" };
  const eventId = z.coerce.number().int().positive().safeParse(asked["decide"]);
  if (eventId.success) return { kind: "decide", eventId: eventId.data };
  const queueId = QueueId.safeParse(queue);
  if (queueId.success) return { kind: "team", queueId: queueId.data };
  return {
    kind: "draw",
    order: GradingOrder.catch("balanced").parse(asked["order"]),
    aim: CriterionId.nullable()
      .catch(null)
      .parse(asked["aim"] ?? null),
  };
}

function toGrade(projectId: ProjectId, criterion: Criterion): GradingCriterion {
  const { id, revision, meaning, isRelative } = criterion;
  return {
    criterionId: id,
    revisionId: revision.id,
    name: revision.name,
    wording: revision.wording,
    examples: revision.examples,
    revision: revision.number,
    meaning,
    measurable: measurableIn(revision.wording),
    isMeasured: isMeasured(criterion),
    pairsAt: isRelative ? `/projects/${projectId}/grade/pairs?criterion=${id}` : null,
  };
}

export default async function GradePage(props: ProjectParams & SearchParams) {
  const { projectId, role, person } = await comeIn(props);
  if (!covers(role, "grader")) return <OnlyGraders />;
  const open = z.coerce
    .number()
    .pipe(OutputId)
    .safeParse((await props.searchParams)["output"]);
  const asked = await props.searchParams;
  const queue = choiceOf(asked);
  const team = queue.kind === "team" ? await findQueue(projectId, queue.queueId) : null;
  if (queue.kind === "team" && !team) notFound();
  if (team && (team.queue.closedAt !== null || !team.queue.assignees.includes(person.id)))
    return (
      <>
        <PageHeader title={team.queue.name} />
        <NoQueueCards queue={team.queue} />
      </>
    );
  const [{ report, findings }, tags, reasons, graded] = await Promise.all([
    readReport(projectId, { isRefitted: false }),
    readTags(projectId),
    readOwnCauses(projectId, person.id),
    readOwnProgress(projectId, person.id),
  ]);
  const { missing } = report;
  const stop = report.criteria.flatMap(({ criterion }) => {
    const found = findings.criteria.find(({ criterionId }) => criterionId === criterion.id);
    return found ? [{ name: criterion.revision.name, rule: found.stopRule, atAnyTime: found.atAnyTime }] : [];
  });
  const criteria = report.criteria.map(({ criterion }) => toGrade(projectId, criterion));
  const relative = criteria.find(({ pairsAt }) => pairsAt !== null);
  return (
    <>
      <PageHeader title={team?.queue.name ?? TITLES[queue.kind]}>
        {relative?.pairsAt && queue.kind === "draw" && (
          <ButtonLink href={relative.pairsAt}>Compare pairs</ButtonLink>
        )}
      </PageHeader>
      {team && <QueueInstructions queue={team.queue} />}
      <GradingView
        // Another order is another queue: the cards fetched ahead are not of it.
        key={JSON.stringify(queue)}
        projectId={projectId}
        criteria={criteria}
        graded={graded}
        missing={missing}
        stop={stop}
        reasons={{ grader: person.id, ...reasons }}
        tags={tags}
        open={open.success ? open.data : null}
        queue={queue}
      />
    </>
  );
}
