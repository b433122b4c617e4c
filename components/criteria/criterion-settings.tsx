"use client";
import { useId, useState } from "react";
import { Select, TextInput } from "@/components/ui/field";
import { useAction } from "@/components/ui/use-action";
import { setFfrLimitAction, setKindAction, setMustPassAction } from "@/lib/actions/criteria";
import { CriterionKind, type Criterion } from "@/lib/domain/criterion";
import type { ProjectId } from "@/lib/domain/ids";

type Props = { readonly projectId: ProjectId; readonly criterion: Criterion };

/** What can change without a new revision: how the criterion is checked, and how many good outputs it may fail. */
export function CriterionSettings({ projectId, criterion }: Props) {
  const kindId = useId();
  const kind = useAction(setKindAction);
  const mustPass = useAction(setMustPassAction);
  const target = { projectId, criterionId: criterion.id };
  return (
    <div className="mt-3 flex flex-wrap items-center gap-x-6 gap-y-2 text-sm">
      <span className="flex items-center gap-2">
        <label htmlFor={kindId} className="text-muted">
          checked by
        </label>
        <Select
          id={kindId}
          defaultValue={criterion.kind}
          disabled={kind.isPending}
          onChange={(event) => {
            const chosen = CriterionKind.safeParse(event.target.value);
            if (chosen.success) kind.start({ ...target, kind: chosen.data });
          }}
        >
          <option value="either">code or judge</option>
          <option value="code">code</option>
          <option value="judge">judge</option>
        </Select>
      </span>
      <FfrLimit target={target} limit={criterion.ffrLimit} />
      <label className="flex items-center gap-2 text-muted">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={criterion.mustPass}
          disabled={mustPass.isPending}
          onChange={(event) => mustPass.start({ ...target, mustPass: event.target.checked })}
        />
        must be in every evaluator
      </label>
      {(kind.problem ?? mustPass.problem) !== null && (
        <span role="alert" className="text-bad">
          {kind.problem ?? mustPass.problem}
        </span>
      )}
    </div>
  );
}

function FfrLimit({
  target,
  limit,
}: {
  readonly target: { projectId: ProjectId; criterionId: Criterion["id"] };
  readonly limit: number;
}) {
  const id = useId();
  const set = useAction(setFfrLimitAction);
  const stored = String(Math.round(limit * 1000) / 10);
  const [typed, setTyped] = useState(stored);

  function save() {
    const percent = Number(typed);
    if (typed.trim() === "" || !Number.isFinite(percent)) setTyped(stored);
    else if (typed !== stored) set.start({ ...target, ffrLimit: percent / 100 });
  }

  return (
    <span className="flex items-center gap-2">
      <label htmlFor={id} className="text-muted">
        may wrongly fail at most
      </label>
      <TextInput
        id={id}
        inputMode="decimal"
        className="w-16 text-right tabular-nums"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === "Enter") save();
        }}
      />
      <span className="text-muted">% of good outputs</span>
      {set.problem !== null && (
        <span role="alert" className="text-bad">
          {set.problem}
        </span>
      )}
    </span>
  );
}
