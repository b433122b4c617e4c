"use client";
import Link from "next/link";
import { useId, useState } from "react";
import { useReviewRequired } from "@/components/shell/membership";
import { Select, TextInput } from "@/components/ui/field";
import { useAction } from "@/components/ui/use-action";
import {
  handOverCriterionAction,
  setFfrLimitAction,
  setKindAction,
  setMustPassAction,
  setRelativeAction,
} from "@/lib/actions/criteria";
import { CriterionKind, type Criterion } from "@/lib/domain/criterion";
import type { ProjectId } from "@/lib/domain/ids";
import type { NamedPerson } from "@/lib/domain/queue-page";

/** Whose a criterion is, and to whom it can be handed over; nobody to hand it to: nothing of it is shown. */
export type Ownership = {
  readonly owner: string | null;
  readonly editors: readonly NamedPerson[];
  /** Whether whoever looks may hand it over. */
  readonly isTheirs: boolean;
};

type Props = {
  readonly projectId: ProjectId;
  readonly criterion: Criterion;
  readonly ownership: Ownership;
};

/** What can change without a new revision: how the criterion is checked, how many good outputs it may fail, whose it is. */
export function CriterionSettings({ projectId, criterion, ownership }: Props) {
  const kindId = useId();
  const kind = useAction(setKindAction);
  const mustPass = useAction(setMustPassAction);
  const relative = useAction(setRelativeAction);
  const isProposed = useReviewRequired();
  const problem = kind.problem ?? mustPass.problem ?? relative.problem;
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
      <FfrLimit target={target} limit={criterion.ffrLimit} isProposed={isProposed} />
      <Check
        says="must be in every evaluator"
        isOn={criterion.mustPass}
        isPending={mustPass.isPending}
        isProposed={isProposed}
        onChange={(isOn) => mustPass.start({ ...target, mustPass: isOn })}
      />
      <Check
        says="relative: easier told of two outputs than of one"
        isOn={criterion.isRelative}
        isPending={relative.isPending}
        onChange={(isOn) => relative.start({ ...target, isRelative: isOn })}
      />
      {isProposed && (
        <span className="text-muted">
          {"Another limit or must needs somebody else’s approval: "}
          <Link href={`/projects/${projectId}/report`} className="underline">
            propose it on the report
          </Link>
        </span>
      )}
      {ownership.editors.length > 1 && <Owner target={target} ownership={ownership} />}
      {problem !== null && (
        <span role="alert" className="text-bad">
          {problem}
        </span>
      )}
    </div>
  );
}

/** Shows what was asked for while it is being stored, and then what is stored. */
function Check(props: {
  readonly says: string;
  readonly isOn: boolean;
  readonly isPending: boolean;
  /** It can only be proposed. */
  readonly isProposed?: boolean;
  readonly onChange: (isOn: boolean) => void;
}) {
  const { says, isOn, isPending, isProposed = false, onChange } = props;
  return (
    <label className="flex items-center gap-2 text-muted">
      <input
        type="checkbox"
        className="size-4 accent-accent"
        checked={isOn !== isPending}
        disabled={isPending || isProposed}
        onChange={(event) => onChange(event.target.checked)}
      />
      {says}
    </label>
  );
}

type Target = { readonly projectId: ProjectId; readonly criterionId: Criterion["id"] };

/** Whoever it belongs to settles what is about it in the drift journal. */
function Owner({ target, ownership }: { readonly target: Target; readonly ownership: Ownership }) {
  const { owner, editors, isTheirs } = ownership;
  const id = useId();
  const handOver = useAction(handOverCriterionAction);
  const isHere = editors.some((editor) => editor.id === owner);
  return (
    <span className="flex flex-wrap items-center gap-2">
      <label htmlFor={id} className="text-muted">
        belongs to
      </label>
      <Select
        id={id}
        value={isHere && owner !== null ? owner : ""}
        disabled={handOver.isPending || !isTheirs}
        onChange={(event) => handOver.start({ ...target, to: event.target.value })}
      >
        {!isHere && (
          <option value="" disabled>
            nobody here
          </option>
        )}
        {editors.map((editor) => (
          <option key={editor.id} value={editor.id}>
            {editor.name}
          </option>
        ))}
      </Select>
      {handOver.problem !== null && (
        <span role="alert" className="text-bad">
          {handOver.problem}
        </span>
      )}
    </span>
  );
}

function FfrLimit(props: { readonly target: Target; readonly limit: number; readonly isProposed: boolean }) {
  const { target, limit, isProposed } = props;
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
        disabled={isProposed}
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
