import { Named } from "@/components/shell/membership";
import { ButtonLink } from "@/components/ui/button";
import { sayChanges, type EvaluatorDiff, type VersionHead } from "@/lib/domain/evaluator-diff";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import { FiguresCompared } from "./figures-compared";
import { MemberChange } from "./member-change";
import { VerdictMoves } from "./verdict-moves";

type Props = {
  readonly projectId: ProjectId;
  readonly diff: EvaluatorDiff;
  readonly outputNames: ReadonlyMap<OutputId, string>;
};

/** Two published versions: what each was worth, on which outputs they differ, and what changed in their members. */
export function EvaluatorComparison({ projectId, diff, outputNames }: Props) {
  const { before, after, members, verdicts } = diff;
  const query = `a=${before.number}&b=${after.number}`;
  return (
    <div className="flex flex-col gap-8">
      <div className="flex flex-col gap-2">
        <p className="max-w-[75ch] break-words">{`${sayChanges(members)}.`}</p>
        <Head version={before} />
        <Head version={after} />
        <div>
          <ButtonLink
            size="sm"
            prefetch={false}
            href={`/api/projects/${projectId}/evaluators/compare?${query}`}
          >
            Download as Markdown
          </ButtonLink>
        </div>
      </div>
      <section className="flex flex-col gap-3">
        <h2>Figures</h2>
        <p className="max-w-[75ch] text-sm text-muted">
          As they stood when each version was published, so on different grades if some were given in between.
          “Honest” is measured on grades that took no part in the choice; all others are in-sample.
        </p>
        <FiguresCompared
          before={{ name: `v${before.number}`, figures: before.figures }}
          after={{ name: `v${after.number}`, figures: after.figures }}
        />
      </section>
      <section className="flex flex-col gap-3">
        <h2>Verdicts that differ</h2>
        <VerdictMoves projectId={projectId} verdicts={verdicts} outputNames={outputNames} />
      </section>
      <section className="flex flex-col gap-3">
        <h2>Members</h2>
        {members.map((member, i) => (
          <MemberChange key={i} member={member} />
        ))}
      </section>
    </div>
  );
}

const Head = ({ version: { number, createdAt, note } }: { readonly version: VersionHead }) => (
  <p className="text-sm text-muted">
    <Named>{`v${number} · ${createdAt.toISOString().slice(0, 16).replace("T", " ")} UTC${note === "" ? "" : ` · ${note}`}`}</Named>
  </p>
);
