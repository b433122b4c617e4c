"use client";
import { useState, type ReactNode, type SubmitEvent } from "react";
import { Button } from "@/components/ui/button";
import { Field, TextArea, TextInput } from "@/components/ui/field";
import { useAction } from "@/components/ui/use-action";
import { mergeCriteriaAction, splitCriterionAction } from "@/lib/actions/criteria";
import type { CriterionId, ProjectId } from "@/lib/domain/ids";

type Worded = { readonly name: string; readonly wording: string };

/** A criterion as far as its words go. */
export type WordedCriterion = Worded & { readonly id: CriterionId };

type Props = {
  readonly projectId: ProjectId;
  readonly criterion: WordedCriterion;
  /** What it can be merged with. */
  readonly others: readonly WordedCriterion[];
};

/** Puts several criteria in the place of one, or one in the place of several; grades go along by rule. */
export function SplitOrMerge({ projectId, criterion, others }: Props) {
  const [open, setOpen] = useState<"split" | "merge" | null>(null);
  const close = () => setOpen(null);
  switch (open) {
    case "split":
      return <SplitForm projectId={projectId} criterion={criterion} onClose={close} />;
    case "merge":
      return <MergeForm projectId={projectId} criterion={criterion} others={others} onClose={close} />;
    case null:
      return (
        <>
          <Button size="sm" variant="ghost" onClick={() => setOpen("split")}>
            Split
          </Button>
          {others.length > 0 && (
            <Button size="sm" variant="ghost" onClick={() => setOpen("merge")}>
              Merge with…
            </Button>
          )}
        </>
      );
  }
}

/** A phrase is enough: without a wording of its own, the name is the wording. */
const worded = ({ name, wording }: Worded): Worded => ({
  name,
  wording: wording.trim() === "" ? name : wording,
});

/** Two parts in the place of a criterion. */
export function SplitForm(props: Pick<Props, "projectId" | "criterion"> & { readonly onClose: () => void }) {
  const { projectId, criterion, onClose } = props;
  const { name, wording } = criterion;
  const [parts, setParts] = useState<readonly [Worded, Worded]>([
    { name, wording },
    { name: "", wording: "" },
  ]);
  const split = useAction(splitCriterionAction);
  const [first, second] = parts;
  return (
    <FormFrame
      verb="Split"
      hint="Good grades go with both parts until you look again; bad ones are asked anew, since nobody said which part they meant."
      isPending={split.isPending}
      problem={split.problem}
      onClose={onClose}
      onSave={() =>
        split.start({ projectId, criterionId: criterion.id, parts: parts.map(worded) }, ({ ok }) => {
          if (ok) onClose();
        })
      }
    >
      <WordedFields title="First part" value={first} onChange={(next) => setParts([next, second])} />
      <WordedFields title="Second part" value={second} onChange={(next) => setParts([first, next])} />
    </FormFrame>
  );
}

/** One criterion in the place of several. */
export function MergeForm({
  projectId,
  criterion,
  others,
  onClose,
}: Props & { readonly onClose: () => void }) {
  const [chosen, setChosen] = useState<readonly CriterionId[]>([]);
  const [into, setInto] = useState<Worded>({ name: criterion.name, wording: criterion.wording });
  const merge = useAction(mergeCriteriaAction);
  const toggle = (other: CriterionId) =>
    setChosen((before) =>
      before.includes(other) ? before.filter((one) => one !== other) : [...before, other],
    );
  return (
    <FormFrame
      verb="Merge"
      hint="An output is bad where it was bad on any of them, good where it was good on all, and asked anew otherwise."
      isPending={merge.isPending || chosen.length === 0}
      problem={merge.problem}
      onClose={onClose}
      onSave={() =>
        merge.start({ projectId, criterionIds: [criterion.id, ...chosen], into: worded(into) }, ({ ok }) => {
          if (ok) onClose();
        })
      }
    >
      <fieldset className="flex flex-col gap-1 text-sm">
        <legend className="mb-1 font-medium">Merge with</legend>
        {others.map((other) => (
          <label key={other.id} className="flex items-baseline gap-2">
            <input type="checkbox" checked={chosen.includes(other.id)} onChange={() => toggle(other.id)} />
            <span className="break-words">{other.name}</span>
          </label>
        ))}
      </fieldset>
      <WordedFields title="What they become" value={into} onChange={setInto} />
    </FormFrame>
  );
}

function WordedFields(props: {
  readonly title: string;
  readonly value: Worded;
  readonly onChange: (value: Worded) => void;
}) {
  const { title, value, onChange } = props;
  return (
    <>
      <Field label={`${title}: name`}>
        <TextInput
          required
          maxLength={120}
          value={value.name}
          onChange={(event) => onChange({ ...value, name: event.target.value })}
        />
      </Field>
      <Field label={`${title}: wording`} hint="Leave empty to use the name.">
        <TextArea
          rows={2}
          value={value.wording}
          onChange={(event) => onChange({ ...value, wording: event.target.value })}
        />
      </Field>
    </>
  );
}

function FormFrame(props: {
  readonly verb: "Split" | "Merge";
  readonly hint: string;
  readonly isPending: boolean;
  readonly problem: string | null;
  readonly onClose: () => void;
  readonly onSave: () => void;
  readonly children: ReactNode;
}) {
  function save(event: SubmitEvent) {
    event.preventDefault();
    props.onSave();
  }
  return (
    <form onSubmit={save} className="flex w-full flex-col gap-3 border-t border-line pt-3">
      <p className="text-sm text-muted">{props.hint}</p>
      {props.children}
      {props.problem !== null && (
        <p role="alert" className="text-sm text-bad">
          {props.problem}
        </p>
      )}
      <div className="flex gap-2">
        <Button type="submit" variant="primary" size="sm" disabled={props.isPending}>
          {props.verb}
        </Button>
        <Button type="button" variant="ghost" size="sm" onClick={props.onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
