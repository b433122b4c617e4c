import { FiguresCompared } from "@/components/export/figures-compared";
import { VerdictMoves } from "@/components/export/verdict-moves";
import { Confusion } from "@/components/report/confusion-table";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import type { EvidenceSide, ProposalEvidence } from "@/lib/domain/proposal-evidence";

type Props = {
  readonly projectId: ProjectId;
  /** About one criterion; else about everything that would be published. */
  readonly isOfCriterion: boolean;
  /** It waits for a judge, and no model is connected. */
  readonly isUnasked: boolean;
  readonly evidence: ProposalEvidence;
  readonly outputNames: ReadonlyMap<OutputId, string>;
};

/** What would come of a proposal, on the grades as they are now. */
export function EvidenceSection({ projectId, isOfCriterion, isUnasked, evidence, outputNames }: Props) {
  const { before, after, verdicts, cautions } = evidence;
  return (
    <>
      <section className="flex flex-col gap-3">
        <h2>Evidence</h2>
        <p className="max-w-[75ch] text-sm text-muted">
          {isOfCriterion
            ? "The whole evaluator as it is selected now, and as it would be, on the same grades."
            : "What was published last, with the figures that it had then, and what is selected now, on the grades of now."}
          {" “Honest” is measured on grades that took no part in the choice; all others are in-sample."}
        </p>
        {isUnasked && (
          <p className="max-w-[75ch] text-sm text-warn">
            No model is connected, so the judge cannot be asked: an administrator connects one in Settings.
          </p>
        )}
        <FiguresCompared
          before={{ name: before.title, figures: before.figures }}
          after={{ name: after.title, figures: after.figures }}
        />
        <p className="max-w-[75ch] text-sm break-words text-muted">
          {`${isOfCriterion ? "Selected now" : `In ${before.title}`}: ${sayMembers(before)}. ${isOfCriterion ? "With it" : "Selected now"}: ${sayMembers(after)}.`}
        </p>
        {cautions.length > 0 && (
          <ul
            aria-label="Cautions"
            className="flex max-w-[75ch] list-disc flex-col gap-1 pl-5 text-sm text-warn"
          >
            {cautions.map((caution) => (
              <li key={caution}>{caution}</li>
            ))}
          </ul>
        )}
      </section>
      {isOfCriterion && (
        <section className="flex flex-col gap-3">
          <h2>Against the grades of the criterion</h2>
          <div className="flex flex-wrap gap-x-10 gap-y-4">
            <Side name="Now" side={before} projectId={projectId} />
            <Side name="With it" side={after} projectId={projectId} />
          </div>
        </section>
      )}
      <section className="flex flex-col gap-3">
        <h2>Outputs that get another verdict</h2>
        <VerdictMoves projectId={projectId} verdicts={verdicts} outputNames={outputNames} />
      </section>
    </>
  );
}

const sayMembers = ({ members }: EvidenceSide): string =>
  members.length === 0 ? "nothing" : members.map((name) => `“${name}”`).join(", ");

function Side({
  name,
  side: { criterion },
  projectId,
}: {
  readonly name: string;
  readonly side: EvidenceSide;
  readonly projectId: ProjectId;
}) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <h3 className="break-words">{criterion ? `${name}: ${criterion.name}` : `${name}: none`}</h3>
      {criterion && (
        <Confusion
          projectId={projectId}
          confusion={criterion.confusion}
          assertionIds={[criterion.assertionId]}
        />
      )}
    </div>
  );
}
