import { AssertionSource } from "@/components/criteria/assertion-source";
import { sayTime } from "@/components/drift/say-time";
import { FiguresCompared } from "@/components/export/figures-compared";
import { Named } from "@/components/shell/membership";
import { Badge } from "@/components/ui/badge";
import { LineDiff } from "@/components/ui/line-diff";
import type { Assertion } from "@/lib/domain/assertion";
import type { ProjectId } from "@/lib/domain/ids";
import type { ProposalOutcome } from "@/lib/domain/proposal";
import { sayProposed, STATES, type ProposalPage } from "@/lib/domain/proposal-page";
import { AmendProposal } from "./amend-proposal";
import { EvidenceSection } from "./evidence-section";
import { ReviewList } from "./review-list";
import { SettleSection } from "./settle-section";

type Props = { readonly projectId: ProjectId; readonly page: ProposalPage; readonly me: string };

/** One proposal: what it would change, what would come of it, what was said of it, and what can be done with it. */
export function ProposalView({ projectId, page, me }: Props) {
  const { proposal, criterion, open, outputNames } = page;
  const { author, at, state, why, outcome, version } = proposal;
  return (
    <div className="flex flex-col gap-8">
      <div className="flex flex-col gap-2">
        <p className="flex flex-wrap items-baseline gap-x-2 text-sm text-muted">
          <Badge tone={STATES[state].tone}>{STATES[state].says}</Badge>
          <span>
            <Named>{author}</Named>
            {` · ${sayTime(at)}${version > 1 ? ` · version ${version}` : ""}`}
          </span>
          {criterion && <span className="break-words">{`for “${criterion.revision.name}”`}</span>}
        </p>
        {why !== "" && (
          <p dir="auto" className="max-w-[72ch] break-words whitespace-pre-wrap">
            {why}
          </p>
        )}
        <Settled page={page} />
      </div>
      <section className="flex flex-col gap-3">
        <h2>What it changes</h2>
        <p className="max-w-[75ch] break-words">{`${sayProposed(page)}.`}</p>
        <Sources assertion={page.assertion} replaced={page.replaced} />
      </section>
      {open && (
        <EvidenceSection
          projectId={projectId}
          isOfCriterion={proposal.criterionId !== null}
          isUnasked={open.isUnasked}
          evidence={open.evidence}
          outputNames={outputNames}
        />
      )}
      {outcome && <Outcome outcome={outcome} />}
      <ReviewList proposal={proposal} />
      {open && (
        <>
          <SettleSection projectId={projectId} proposal={proposal} standing={open} me={me} />
          {proposal.author === me && <AmendProposal projectId={projectId} page={page} />}
        </>
      )}
    </div>
  );
}

function Settled({ page: { proposal } }: { readonly page: ProposalPage }) {
  const { state, settledBy, settledAt, evaluatorNumber } = proposal;
  if (state === "open" || settledAt === null) return null;
  const published =
    state !== "merged"
      ? ""
      : evaluatorNumber === null
        ? " It is in the next version that is published."
        : ` It is in version ${evaluatorNumber}.`;
  return (
    <p className="text-sm">
      {`${STATES[state].says} by `}
      <Named>{settledBy ?? "somebody"}</Named>
      {` · ${sayTime(settledAt)}.${published}`}
    </p>
  );
}

const sourceOf = (assertion: Assertion | null): string | null =>
  assertion && (assertion.implementation.kind === "javascript" || assertion.implementation.kind === "python")
    ? assertion.implementation.source
    : null;

/** Code that takes the place of code is shown as what is different in it. */
function Sources({ assertion, replaced }: Pick<ProposalPage, "assertion" | "replaced">) {
  if (!assertion) return null;
  const [before, after] = [sourceOf(replaced), sourceOf(assertion)];
  return (
    <>
      {replaced && replaced.id !== assertion.id && (
        <p className="text-sm break-words text-muted">{`In the place of “${replaced.name}”.`}</p>
      )}
      {before !== null && after !== null && before !== after ? (
        <LineDiff before={before} after={after} />
      ) : (
        <AssertionSource assertion={assertion} />
      )}
    </>
  );
}

function Outcome({ outcome: { before, after, compared, flipped } }: { readonly outcome: ProposalOutcome }) {
  return (
    <section className="flex flex-col gap-3">
      <h2>Evidence when it was merged</h2>
      <FiguresCompared
        before={{ name: "before", figures: before }}
        after={{ name: "after", figures: after }}
      />
      <p className="text-sm">
        {compared === 0
          ? "Not measured: no output had a verdict of both."
          : `${flipped} of ${compared.toLocaleString("en")} outputs got another verdict.`}
      </p>
    </section>
  );
}
