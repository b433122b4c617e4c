"use client";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { useAction } from "@/components/ui/use-action";
import { WordDiff } from "@/components/ui/word-diff";
import { judgePerturbationAction, perturbAction } from "@/lib/actions/trust";
import type { Criterion } from "@/lib/domain/criterion";
import type { ProjectId } from "@/lib/domain/ids";
import type { Perturbation } from "@/lib/domain/trust/perturbation";

export type Variants = {
  readonly proposed: readonly (Perturbation & { readonly original: string })[];
  readonly confirmed: number;
};

type Props = {
  readonly projectId: ProjectId;
  readonly criterion: Criterion;
  readonly variants: Variants;
  readonly isConnected: boolean;
};

/** Good outputs with a fault put in: a model writes them, and they count once a person has confirmed them. */
export function VariantsSection({ projectId, criterion, variants, isConnected }: Props) {
  const write = useAction(perturbAction);
  const { proposed, confirmed } = variants;
  return (
    <section className="flex flex-col gap-3" aria-labelledby="variants">
      <h2 id="variants">Good outputs with a fault put in</h2>
      <p className="max-w-[75ch] text-sm text-muted">
        {`A model changes good outputs so that they break “${criterion.revision.name}”, and, as a control, so that they do not. Judges are tried on those that you confirm: ${confirmed} so far. They serve all judges of this criterion, and stand in no rate.`}
      </p>
      <div className="flex flex-wrap items-center gap-3">
        <Button
          disabled={!isConnected || write.isPending}
          onClick={() => write.start({ projectId, criterionId: criterion.id })}
        >
          Have some written
        </Button>
        {!isConnected && <span className="text-sm text-muted">needs a model: connect one in Settings</span>}
        {write.problem !== null && (
          <span role="alert" className="text-sm text-bad">
            {write.problem}
          </span>
        )}
      </div>
      {proposed.length > 0 && (
        <ul className="flex flex-col gap-4">
          {proposed.map((variant) => (
            <Variant key={variant.id} projectId={projectId} variant={variant} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Variant({
  projectId,
  variant,
}: {
  readonly projectId: ProjectId;
  readonly variant: Variants["proposed"][number];
}) {
  const settle = useAction(judgePerturbationAction);
  const say = (isRight: boolean) => settle.start({ projectId, id: variant.id, isRight });
  return (
    <li className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-4 text-sm">
      <p className="flex flex-wrap items-baseline gap-2">
        <Badge>{variant.category}</Badge>
        <span className="break-words">{variant.how}</span>
      </p>
      <div className="grid gap-4 md:grid-cols-2">
        <div>
          <h3 className="text-muted">Must break the criterion</h3>
          <WordDiff before={variant.original} after={variant.text} />
        </div>
        <div>
          <h3 className="text-muted">Must still satisfy it</h3>
          <WordDiff before={variant.original} after={variant.control} />
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <Button size="sm" variant="primary" disabled={settle.isPending} onClick={() => say(true)}>
          Both are so
        </Button>
        <Button size="sm" disabled={settle.isPending} onClick={() => say(false)}>
          Not so: leave it out
        </Button>
        {settle.problem !== null && (
          <span role="alert" className="text-bad">
            {settle.problem}
          </span>
        )}
      </div>
    </li>
  );
}
