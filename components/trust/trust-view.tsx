"use client";
import { Reserved } from "@/components/shell/membership";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { useAction } from "@/components/ui/use-action";
import { probeJudgeAction } from "@/lib/actions/trust";
import type { Assertion } from "@/lib/domain/assertion";
import type { Criterion } from "@/lib/domain/criterion";
import type { ProjectId } from "@/lib/domain/ids";
import { DESIGN_NAMES } from "@/lib/domain/judge-designs/describe";
import type { TrustCheck } from "@/lib/domain/trust/check";
import type { Fitness } from "@/lib/domain/trust/fitness";
import { VariantsSection, type Variants } from "./variants-section";

type Props = {
  readonly projectId: ProjectId;
  readonly trust: {
    readonly assertion: Assertion;
    readonly criterion: Criterion;
    readonly fitness: Fitness;
    readonly fromVerdicts: readonly TrustCheck[];
    readonly fromProbes: readonly TrustCheck[];
    readonly probed: { readonly at: Date; readonly model: string } | null;
    readonly isConnected: boolean;
    readonly toReview: readonly ToReview[];
    readonly variants: Variants;
  };
};

type ToReview = {
  readonly outputId: number;
  readonly externalId: string | null;
  readonly suspicions: string;
  readonly isUntrusted: boolean;
  readonly failedBy: number;
};

const USES: Readonly<Record<Fitness["use"], string>> = {
  nothing: "Fit for nothing yet",
  explore: "Fit for exploring",
  trend: "Fit for a trend",
  gate: "Fit for a gate",
};

/** What a judge may be used for, and every test that says why. */
export function TrustView({ projectId, trust }: Props) {
  const { assertion, criterion, fitness, fromVerdicts, fromProbes, probed, isConnected, toReview } = trust;
  const probe = useAction(probeJudgeAction);
  const flagged = [...fromVerdicts, ...fromProbes].filter(({ state }) => state === "flagged").length;
  const question = assertion.implementation.kind === "judge" ? assertion.implementation : null;
  return (
    <div className="flex flex-col gap-8">
      <section aria-label="In short" className="flex flex-col gap-2">
        <p className="text-lg">{USES[fitness.use]}</p>
        <p className="max-w-[75ch]">{fitness.says}</p>
        <p className="max-w-[75ch] text-sm text-muted">
          {`${criterion.revision.name} · ${question ? DESIGN_NAMES[question.design] : ""} · ${flagged === 0 ? "no test raises a flag" : `${flagged} test${flagged === 1 ? " raises" : "s raise"} a flag`}`}
        </p>
        {question && <p className="max-w-[75ch] text-sm break-words text-muted">{question.question}</p>}
      </section>
      <Checks title="From verdicts and grades" checks={fromVerdicts} />
      {toReview.length > 0 && <ReviewList projectId={projectId} outputs={toReview} />}
      <section className="flex flex-col gap-3">
        <h2>From made-up outputs</h2>
        <p className="max-w-[75ch] text-sm text-muted">
          Graded outputs with filler, a made-up citation or an instruction to pass them, and answers that say
          nothing. They are made for this test alone and stand in no rate: about 75 verdicts. Canaries come by
          themselves, three for each hundred answers.
          {probed &&
            ` Last tried ${probed.at.toISOString().slice(0, 16).replace("T", " ")} UTC, with ${probed.model}.`}
        </p>
        <Reserved need="editor">
          <div className="flex flex-wrap items-center gap-3">
            <Button
              variant={probed ? "secondary" : "primary"}
              disabled={!isConnected || probe.isPending}
              onClick={() => probe.start({ projectId, assertionId: assertion.id })}
            >
              {probed ? "Try it again" : "Try it on made-up outputs"}
            </Button>
            {!isConnected && (
              <span className="text-sm text-muted">needs a model: connect one in Settings</span>
            )}
            {probe.problem !== null && (
              <span role="alert" className="text-sm text-bad">
                {probe.problem}
              </span>
            )}
          </div>
        </Reserved>
        <CheckList checks={fromProbes} />
      </section>
      <VariantsSection
        projectId={projectId}
        criterion={criterion}
        variants={trust.variants}
        isConnected={isConnected}
      />
    </div>
  );
}

function Checks({ title, checks }: { readonly title: string; readonly checks: readonly TrustCheck[] }) {
  return (
    <section className="flex flex-col gap-3">
      <h2>{title}</h2>
      <CheckList checks={checks} />
    </section>
  );
}

/** Outputs that a person should see: a flag never changes a verdict. */
function ReviewList({
  projectId,
  outputs,
}: {
  readonly projectId: ProjectId;
  readonly outputs: readonly ToReview[];
}) {
  return (
    <section className="flex flex-col gap-3">
      <h2>Passed, but look at these</h2>
      <ul className="flex flex-col text-sm">
        {outputs.map(({ outputId, externalId, suspicions, isUntrusted, failedBy }) => (
          <li
            key={outputId}
            className="flex flex-wrap items-baseline gap-x-3 gap-y-1 border-t border-line py-2"
          >
            <Link
              href={`/projects/${projectId}/grade?output=${outputId}`}
              className="underline decoration-line underline-offset-2 hover:decoration-current"
            >
              {`Grade ${externalId ?? outputId}`}
            </Link>
            {suspicions !== "" && <Badge tone="warn">{`⚠ ${suspicions.replaceAll(",", ", ")}`}</Badge>}
            {isUntrusted && <Badge tone="warn">in an untrusted batch</Badge>}
            {failedBy > 0 && (
              <span className="text-muted">{`${failedBy} other candidate${failedBy === 1 ? " fails" : "s fail"} it`}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

const STATES = {
  fine: { tone: "plain", word: "✓ no flag" },
  flagged: { tone: "warn", word: "⚠ flagged" },
  "not measured": { tone: "plain", word: "not measured" },
} as const;

function CheckList({ checks }: { readonly checks: readonly TrustCheck[] }) {
  return (
    <ul className="flex flex-col">
      {checks.map(({ id, name, state, figure, n, says, remedy }) => (
        <li key={id} className="flex flex-col gap-0.5 border-t border-line py-2 text-sm" data-check={id}>
          <span className="flex flex-wrap items-baseline gap-x-3">
            <span className="font-medium break-words">{name}</span>
            <Badge tone={STATES[state].tone}>{STATES[state].word}</Badge>
            {figure !== null && <span className="tabular-nums">{figure}</span>}
            {n > 0 && <span className="text-muted tabular-nums">{`n = ${n}`}</span>}
          </span>
          <span className="max-w-[85ch] text-muted">{says}</span>
          {remedy !== null && <span className="max-w-[85ch]">{`What to do: ${remedy}`}</span>}
        </li>
      ))}
    </ul>
  );
}
