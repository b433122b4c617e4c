import { ButtonLink } from "@/components/ui/button";
import type { ProjectId, QueueId } from "@/lib/domain/ids";

type Props = {
  readonly projectId: ProjectId;
  /** Null: the grades of the whole project. */
  readonly queueId: QueueId | null;
  /** Graded outputs that are left out, since whoever looks has still to grade them in a queue. */
  readonly leftOut: number;
};

/** The grades themselves, with what each grader said. */
export function GradesDownload({ projectId, queueId, leftOut }: Props) {
  const of = queueId === null ? "" : `&queue=${queueId}`;
  return (
    <section aria-labelledby="grades" className="flex flex-col gap-2">
      <h2 id="grades">Grades</h2>
      <p className="max-w-[70ch] text-sm text-muted">
        {`The graded outputs ${queueId === null ? "of this project" : "of this queue"} with what each grader said and noted, the consensus and what was decided, for the whole output and each criterion under its current wording.`}
      </p>
      {leftOut > 0 && (
        <p className="max-w-[70ch] text-sm text-muted">
          {`Left out until you have graded ${leftOut === 1 ? "it" : "them"}: ${leftOut} ${leftOut === 1 ? "output that is" : "outputs that are"} still yours to grade in a queue.`}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <ButtonLink href={`/api/projects/${projectId}/grades?format=csv${of}`} prefetch={false} download>
          Download as CSV
        </ButtonLink>
        <ButtonLink href={`/api/projects/${projectId}/grades?format=jsonl${of}`} prefetch={false} download>
          Download as JSON lines
        </ButtonLink>
      </div>
    </section>
  );
}
