"use client";
import { useRouter } from "next/navigation";
import { useState, type SubmitEvent } from "react";
import { useMay } from "@/components/shell/membership";
import { Button } from "@/components/ui/button";
import { Field, Select, TextArea, TextInput } from "@/components/ui/field";
import { useAction } from "@/components/ui/use-action";
import { proposeChangeAction } from "@/lib/actions/proposals";
import type { Assertion } from "@/lib/domain/assertion";
import type { Criterion } from "@/lib/domain/criterion";
import type { ProjectId } from "@/lib/domain/ids";
import type { AskedChange } from "@/lib/domain/proposal";

type Props = {
  readonly projectId: ProjectId;
  readonly criterion: Criterion;
  readonly candidates: readonly Assertion[];
};

type OfferProps = Props & {
  /** What is chosen in the form when it is open from the start; null: it is not. */
  readonly start: string | null;
  readonly onClose: () => void;
};

/** Proposes what the buttons beside it would do at once: another choice or another limit for a criterion. */
export function ProposeChange({ start, onClose, ...props }: OfferProps) {
  const [isOpen, setOpen] = useState(start !== null);
  function close() {
    setOpen(false);
    onClose();
  }
  if (!useMay("grader")) return null;
  if (isOpen) return <ChangeForm {...props} first={start ?? undefined} onClose={close} />;
  return (
    <Button size="sm" variant="ghost" onClick={() => setOpen(true)}>
      Propose a change
    </Button>
  );
}

/** What is chosen in the list: the number of an assertion, or one of these. */
const OTHER = { none: "Use no assertion", auto: "Leave the choice to the figures", limit: "Another limit" };

type FormProps = Props & {
  readonly onClose: () => void;
  /** What is chosen at first; absent: the first candidate. */
  readonly first?: string | undefined;
  /** The open proposal that this is the next version of, with what it says; absent: a new one. */
  readonly amends?: { readonly number: number; readonly title: string; readonly why: string };
};

/** What is proposed for a criterion, in a form. */
export function ChangeForm({ projectId, criterion, candidates, onClose, first, amends }: FormProps) {
  const router = useRouter();
  const propose = useAction(proposeChangeAction);
  const [what, setWhat] = useState(first ?? String(candidates[0]?.id ?? "none"));
  const [limit, setLimit] = useState(String(Math.round(criterion.ffrLimit * 1000) / 10));
  const [mustPass, setMustPass] = useState(criterion.mustPass);
  const [title, setTitle] = useState<string | null>(amends?.title ?? null);
  const [why, setWhy] = useState(amends?.why ?? "");
  const pinned = candidates.find(({ id }) => String(id) === what);
  const { name } = criterion.revision;
  const usual = pinned
    ? `Use “${pinned.name}” for “${name}”`
    : what === "limit"
      ? `Another limit for “${name}”`
      : `${what === "none" ? OTHER.none : OTHER.auto} for “${name}”`;

  function send(event: SubmitEvent) {
    event.preventDefault();
    const change: AskedChange = pinned
      ? { kind: "choice", choice: { kind: "pin", assertionId: pinned.id } }
      : what === "limit"
        ? { kind: "settings", ffrLimit: Number(limit) / 100, mustPass }
        : { kind: "choice", choice: { kind: what === "none" ? "none" : "auto" } };
    const words = { title: (title ?? usual).slice(0, 200), why };
    const target = { projectId, criterionId: criterion.id, amends: amends?.number ?? null };
    propose.start({ ...target, change, ...words }, (result) => {
      if (!result.ok) return;
      onClose();
      if (!amends) router.push(`/projects/${projectId}/proposals/${result.value.number}`);
    });
  }

  return (
    <form onSubmit={send} className="flex w-full max-w-[72ch] flex-col gap-3 border-t border-line pt-3">
      <Field label="Change">
        <Select value={what} onChange={({ target }) => setWhat(target.value)}>
          {candidates.map((one) => (
            <option key={one.id} value={String(one.id)}>{`Use “${one.name}”`}</option>
          ))}
          {Object.entries(OTHER).map(([value, says]) => (
            <option key={value} value={value}>
              {says}
            </option>
          ))}
        </Select>
      </Field>
      {what === "limit" && (
        <div className="flex flex-wrap items-end gap-4">
          <Field label="May wrongly fail at most, in % of good outputs">
            <TextInput
              inputMode="decimal"
              className="w-24"
              value={limit}
              onChange={({ target }) => setLimit(target.value)}
            />
          </Field>
          <label className="flex items-center gap-2 pb-2 text-sm">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={mustPass}
              onChange={({ target }) => setMustPass(target.checked)}
            />
            must be in every evaluator
          </label>
        </div>
      )}
      <Field label="Title">
        <TextInput
          required
          maxLength={200}
          value={title ?? usual}
          onChange={({ target }) => setTitle(target.value)}
        />
      </Field>
      <Field label="Why" error={propose.problem}>
        <TextArea rows={3} maxLength={5_000} value={why} onChange={({ target }) => setWhy(target.value)} />
      </Field>
      <div className="flex gap-2">
        <Button type="submit" size="sm" variant="primary" disabled={propose.isPending}>
          {amends ? "Amend" : "Propose"}
        </Button>
        <Button size="sm" variant="ghost" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
