"use client";
import { Button, ButtonLink } from "@/components/ui/button";
import { Explained } from "@/components/ui/explained";
import { Rate } from "@/components/ui/rate";
import { useAction } from "@/components/ui/use-action";
import { endAuditSetAction, startAuditSetAction } from "@/lib/actions/audit-sets";
import { AUDIT_SIZE, MIN_AUDIT_SIZE, type AuditFigures, type AuditState } from "@/lib/domain/audit-set";
import type { ProjectId } from "@/lib/domain/ids";

type Props = {
  readonly projectId: ProjectId;
  /** Null: no audit has been started. */
  readonly audit: AuditState | null;
  /** Outputs that nobody has graded. */
  readonly ungraded: number;
};

/** Asked before publishing: what the selection is worth on fresh outputs that did not choose it. */
export function AuditSection({ projectId, audit, ungraded }: Props) {
  const start = useAction(startAuditSetAction);
  const end = useAction(endAuditSetAction);
  return (
    <section aria-labelledby="audit" className="flex flex-col gap-3 rounded-lg border border-line p-4">
      <h2 id="audit">
        <Explained
          anchor="audit-set"
          says="Fresh random outputs, graded for this publication only. Their grades choose nothing until it is out."
        >
          Audit before publishing
        </Explained>
      </h2>
      {audit === null ? (
        <Offer ungraded={ungraded} isPending={start.isPending} onStart={() => start.start({ projectId })} />
      ) : (
        <>
          <p className="max-w-[70ch]">{sayProgress(audit)}</p>
          {audit.figures && <Found figures={audit.figures} />}
          <div className="flex flex-wrap gap-2">
            {!audit.figures && (
              <ButtonLink href={`/projects/${projectId}/grade?queue=audit`} variant="primary">
                {audit.graded === 0 ? "Grade the audit set" : "Go on grading it"}
              </ButtonLink>
            )}
            <Button disabled={end.isPending} onClick={() => end.start({ projectId })}>
              {audit.figures ? "Use its grades to choose instead" : "Give it up"}
            </Button>
          </div>
          <p className="text-sm text-muted">
            {audit.figures
              ? "Publishing spends it: then its grades choose assertions like all others, and the next version needs a fresh one."
              : "Given up, its grades choose assertions like all others; nothing that was graded is lost."}
          </p>
        </>
      )}
      {(start.problem ?? end.problem) !== null && (
        <p role="alert" className="text-sm text-bad">
          {start.problem ?? end.problem}
        </p>
      )}
    </section>
  );
}

function Offer({
  ungraded,
  isPending,
  onStart,
}: {
  readonly ungraded: number;
  readonly isPending: boolean;
  readonly onStart: () => void;
}) {
  const size = Math.min(AUDIT_SIZE, ungraded);
  if (ungraded < MIN_AUDIT_SIZE)
    return (
      <p className="max-w-[70ch]">
        {`The figures above were chosen on the grades that they are measured on. An audit on fresh outputs needs ${MIN_AUDIT_SIZE} that nobody has graded; there are ${ungraded}. Import more, or publish without.`}
      </p>
    );
  return (
    <>
      <p className="max-w-[70ch]">
        {`The figures above were chosen on the grades that they are measured on. Grade ${size} fresh outputs, drawn at random: they choose nothing, and what the selection does on them is published beside it.`}
      </p>
      <div>
        <Button variant="primary" disabled={isPending} onClick={onStart}>
          {isPending ? "Drawing …" : `Draw ${size} outputs and freeze the selection`}
        </Button>
      </div>
    </>
  );
}

function sayProgress({ graded, of, isOfSelection, figures }: AuditState): string {
  const changed = isOfSelection
    ? ""
    : " The selection has changed since: these outputs measure the one before, so they cannot be published with this one.";
  if (figures) return `All ${of} fresh outputs are graded.${changed}`;
  return `${graded} of ${of} fresh outputs are graded. The figures show when all are: whoever looks earlier can stop where it looks best.${changed}`;
}

/** A gate's bound is never rounded in its own favour. */
const atLeast = (bound: number) => `${Math.floor(bound * 100)} %`;
const atMost = (bound: number) => `${Math.ceil(bound * 100)} %`;

function Found({ figures }: { readonly figures: AuditFigures }) {
  const { coverage, coverageInterval, falseFailureRate, falseFailureRateInterval } = figures;
  const { coverageAtLeast, falseFailureRateAtMost, n } = figures;
  return (
    <dl className="grid gap-4 text-sm sm:grid-cols-2" data-testid="audit-figures">
      <div>
        <dt className="text-muted">{`coverage on ${n} fresh grades`}</dt>
        <dd>
          <Rate ratio={coverage} interval={coverageInterval} />
        </dd>
        {coverageAtLeast !== null && (
          <dd className="text-muted">{`at least ${atLeast(coverageAtLeast)}, with 95 % confidence`}</dd>
        )}
      </div>
      <div>
        <dt className="text-muted">{`false failure rate on ${n} fresh grades`}</dt>
        <dd>
          <Rate ratio={falseFailureRate} interval={falseFailureRateInterval} />
        </dd>
        {falseFailureRateAtMost !== null && (
          <dd className="text-muted">{`at most ${atMost(falseFailureRateAtMost)}, with 95 % confidence`}</dd>
        )}
      </div>
    </dl>
  );
}
