"use client";
import { Button } from "@/components/ui/button";
import { LineDiff } from "@/components/ui/line-diff";
import { ProblemNote } from "@/components/ui/problem-note";
import { useToast } from "@/components/ui/toasts";
import { useAction } from "@/components/ui/use-action";
import { chooseAssertionAction, restoreAssertionAction } from "@/lib/actions/criteria";
import type { Assertion, Implementation } from "@/lib/domain/assertion";
import type { ProjectId } from "@/lib/domain/ids";

export type Earlier = Pick<Assertion, "id" | "name" | "implementation"> & { readonly isInPlay: boolean };

type Props = {
  readonly projectId: ProjectId;
  readonly assertion: Assertion;
  readonly earlier: Earlier;
};

/** What a candidate was made from and what was changed, with the way back. */
export function EarlierCandidate({ projectId, assertion, earlier }: Props) {
  const say = useToast();
  const restore = useAction(restoreAssertionAction);
  const choose = useAction(chooseAssertionAction);
  const { criterionId } = assertion;

  async function goBack() {
    if (criterionId === null) return;
    if (!earlier.isInPlay) {
      const restored = await restore.run({ projectId, assertionId: earlier.id });
      if (!restored.ok) return;
    }
    const choice = { kind: "pin", assertionId: earlier.id } as const;
    const chosen = await choose.run({ projectId, criterionId, choice });
    if (chosen.ok) say({ text: `“${earlier.name}” is used from now on. The report lets you change that.` });
  }

  return (
    <details className="text-sm">
      <summary className="cursor-pointer break-words">
        {`Made from “${earlier.name}”${earlier.isInPlay ? "" : ", which is out of play"}: what was changed`}
      </summary>
      <div className="mt-2 flex flex-col items-start gap-2">
        <div className="w-full">
          <LineDiff before={textOf(earlier.implementation)} after={textOf(assertion.implementation)} />
        </div>
        <Button
          size="sm"
          disabled={restore.isPending || choose.isPending}
          onClick={() => {
            goBack().catch((error: unknown) => reportError(error));
          }}
        >
          Use the earlier one
        </Button>
        <ProblemNote says={restore.problem ?? choose.problem} />
      </div>
    </details>
  );
}

/** All that an implementation says, by lines. */
function textOf(implementation: Implementation): string {
  switch (implementation.kind) {
    case "javascript":
    case "python":
      return implementation.source;
    case "judge":
      return JSON.stringify(implementation, null, 2);
    case "recorded":
      return implementation.evaluator;
  }
}
