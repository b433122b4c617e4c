import { Named, Reserved } from "@/components/shell/membership";
import clsx from "clsx";
import Link from "next/link";
import { OutputContext } from "@/components/outputs/output-context";
import { EmptyState } from "@/components/ui/empty-state";
import { LongText } from "@/components/ui/long-text";
import { LabelMark } from "@/components/ui/marks";
import { Pager } from "@/components/ui/pager";
import type { DisputePage } from "@/lib/domain/dispute-page";
import type { Dispute, DisputedGrade, GraderPair } from "@/lib/domain/grader-board";
import type { CriterionId, ProjectId } from "@/lib/domain/ids";
import type { Output } from "@/lib/domain/output";
import { DecisionForm } from "./decision-form";

type Props = {
  readonly projectId: ProjectId;
  readonly page: DisputePage;
  /** Who looks. */
  readonly me: string;
  /** Outputs that whoever looks has still to grade are left out. */
  readonly isSomeHidden: boolean;
  /** Only where these two differ; null: wherever people do. */
  readonly between: GraderPair | null;
};

type Place = { readonly criterionId: CriterionId | null; readonly between: GraderPair | null };

const linkTo = ({ criterionId, between }: Place, page = 1): string =>
  `?${new URLSearchParams([
    ["on", criterionId ?? "whole"],
    ["page", String(page)],
    ...(between ?? []).map((grader): [string, string] => ["grader", grader]),
  ]).toString()}`;

/** The outputs on which graders differ: what each said side by side, and the decision that counts. */
export function AdjudicateView({ projectId, me, page: found, isSomeHidden, between }: Props) {
  const { subjects, chosen, disputes, page, pages } = found;
  if (chosen === null)
    return (
      <>
        {between && <Between between={between} criterionId={null} />}
        <Nothing isSomeHidden={isSomeHidden} />
      </>
    );
  return (
    <div className="flex flex-col gap-4">
      {between && <Between between={between} criterionId={chosen.criterionId} />}
      <nav aria-label="What is disputed" className="flex flex-wrap gap-2 text-sm">
        {subjects.map(({ criterionId, name, open, disputed }) => {
          const isHere = criterionId === chosen.criterionId;
          return (
            <Link
              key={criterionId ?? "whole"}
              href={linkTo({ criterionId, between })}
              aria-current={isHere ? "true" : undefined}
              className={clsx(
                "rounded-md border border-line px-2.5 py-1 break-words",
                isHere ? "bg-raised font-medium" : "hover:bg-raised",
              )}
            >
              {`${name} · ${open} of ${disputed} open`}
            </Link>
          );
        })}
      </nav>
      {chosen.wording !== "" && (
        <p dir="auto" className="max-w-[72ch] border-l-2 border-line pl-3 break-words whitespace-pre-wrap">
          {chosen.wording}
        </p>
      )}
      <ol className="flex flex-col">
        {disputes.map(({ dispute, output }) => (
          <li key={output.id} className="border-t border-line py-5">
            <DisputedOutput
              projectId={projectId}
              me={me}
              criterionId={chosen.criterionId}
              dispute={dispute}
              output={output}
            />
          </li>
        ))}
      </ol>
      <Pager page={page} pages={pages} link={(to) => linkTo({ ...chosen, between }, to)} />
    </div>
  );
}

/** That not all disputes are shown, and the way to all of them. */
const Between = ({ between: [a, b], criterionId }: Place & { readonly between: GraderPair }) => (
  <p className="text-sm text-muted">
    {"Only outputs on which "}
    <Named>{a}</Named>
    {" and "}
    <Named>{b}</Named>
    {" differ. "}
    <Link href={linkTo({ criterionId, between: null })} className="text-accent underline">
      Show all disputed outputs
    </Link>
  </p>
);

const Nothing = ({ isSomeHidden }: Pick<Props, "isSomeHidden">) =>
  isSomeHidden ? (
    <EmptyState title="Nothing to decide for you yet">
      <p>
        Outputs on which people differ come up here with what each of them said. Those that are yours to grade
        wait until you have graded them.
      </p>
    </EmptyState>
  ) : (
    <EmptyState title="Nobody disagrees">
      <p>
        Outputs that two people or more graded differently come up here, with what each of them said, so that
        one decision can be made for all.
      </p>
    </EmptyState>
  );

function DisputedOutput({
  projectId,
  me,
  criterionId,
  dispute: { grades, decision, otherwise },
  output,
}: {
  readonly projectId: ProjectId;
  readonly me: string;
  readonly criterionId: CriterionId | null;
  readonly dispute: Dispute;
  readonly output: Output;
}) {
  const name = output.externalId ?? String(output.id);
  return (
    <article aria-label={`Output ${name}`} className="flex flex-col gap-4">
      <div className="flex flex-col gap-3">
        <h2>
          <Link
            href={`/projects/${projectId}/outputs/${output.id}`}
            className="underline decoration-line underline-offset-2"
          >
            {`Output ${name}`}
          </Link>
        </h2>
        <LongText text={output.text} label={`Text of output ${name}`} />
        <OutputContext output={output} />
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <Side label="good" grades={grades} of={name} />
        <Side label="bad" grades={grades} of={name} />
      </div>
      {decision && (
        <p className="border-l-2 border-accent pl-3">
          {"Decided: "}
          <LabelMark label={decision.label} />
          {" by "}
          <Named>{decision.grader}</Named>
          {decision.hadGraded !== null && `, who had graded it ${decision.hadGraded}`}
          {decision.note !== "" && ` · ${decision.note}`}
        </p>
      )}
      {otherwise !== null && (
        <p role="note" className="max-w-[72ch] border-l-2 border-warn pl-3">
          {`It was graded again since, and the graders now come to “${otherwise}”. The decision counts until it is taken back.`}
        </p>
      )}
      <Reserved need="editor">
        <DecisionForm
          projectId={projectId}
          outputId={output.id}
          criterionId={criterionId}
          isDecided={decision !== null}
          isTheirs={grades.some(({ grader }) => grader === me)}
        />
      </Reserved>
    </article>
  );
}

/** Those who gave one of the two labels, with their notes. */
function Side({
  label,
  grades,
  of,
}: {
  /** The name of the output. */
  readonly of: string;
  readonly label: Dispute["grades"][number]["label"];
  readonly grades: readonly DisputedGrade[];
}) {
  const own = grades.filter((grade) => grade.label === label);
  return (
    <section aria-label={`Output ${of} graded ${label}`} className="text-[15px]">
      <h3 className="mb-1 text-sm font-medium">
        <LabelMark label={label} />
        {` · ${own.length} of ${grades.length} graders`}
      </h3>
      <ul className="flex flex-col gap-2">
        {own.map(({ grader, note }) => (
          <li key={grader} className="border-l-2 border-line pl-3">
            <p className="text-sm text-muted">
              <Named>{grader}</Named>
            </p>
            <p dir="auto" className="break-words whitespace-pre-wrap">
              {note === "" ? <span className="text-muted">no note</span> : note}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
