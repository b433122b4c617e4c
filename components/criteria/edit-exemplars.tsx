"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useReviewRequired } from "@/components/shell/membership";
import { Button } from "@/components/ui/button";
import { Field, Select, TextArea } from "@/components/ui/field";
import { LabelMark } from "@/components/ui/marks";
import { useAction } from "@/components/ui/use-action";
import { changeExemplarsAction, listPossibleExemplarsAction } from "@/lib/actions/judges";
import { proposeExemplarsAction } from "@/lib/actions/proposals";
import type { AssertionId, ProjectId } from "@/lib/domain/ids";
import type { ExemplarEdit } from "@/lib/domain/judge-designs/exemplar-edit";
import type { Exemplar } from "@/lib/domain/judge-designs/judge";

type Shown = ExemplarEdit & { readonly label: "good" | "bad"; readonly text: string };

type Props = {
  readonly projectId: ProjectId;
  readonly assertionId: AssertionId;
  readonly exemplars: readonly Exemplar[];
};

const MOST = 6;

const toShown = (exemplars: readonly Exemplar[]): Shown[] =>
  exemplars.flatMap(({ outputId, text, label, note, borderline }) =>
    outputId === null ? [] : [{ outputId, text, label, note, borderline }],
  );

/** Which graded outputs a judge is shown, and what is said of them. A change makes another candidate. */
export function EditExemplars({ projectId, assertionId, exemplars }: Props) {
  const [chosen, setChosen] = useState<readonly Shown[] | null>(null);
  const [pool, setPool] = useState<readonly Shown[]>([]);
  const list = useAction(listPossibleExemplarsAction);
  const change = useAction(changeExemplarsAction);
  const propose = useAction(proposeExemplarsAction);
  const router = useRouter();
  const isProposed = useReviewRequired();
  const target = { projectId, assertionId };

  if (chosen === null) {
    return (
      <Button
        size="sm"
        variant="secondary"
        disabled={list.isPending}
        onClick={() =>
          list.start(target, (found) => {
            setPool(found.ok ? found.value : []);
            setChosen(toShown(exemplars));
          })
        }
      >
        Change its examples
      </Button>
    );
  }
  const edit = (outputId: number, part: Partial<ExemplarEdit>) =>
    setChosen(chosen.map((one) => (one.outputId === outputId ? { ...one, ...part } : one)));
  const problem = change.problem ?? propose.problem ?? list.problem;
  const edits = () => chosen.map(({ outputId, note, borderline }) => ({ outputId, note, borderline }));
  return (
    <div className="flex flex-col gap-3">
      <ul className="flex flex-col gap-3">
        {chosen.map((one, i) => (
          <ExemplarFields
            key={one.outputId}
            number={i + 1}
            exemplar={one}
            onEdit={(part) => edit(one.outputId, part)}
            onRemove={() => setChosen(chosen.filter((other) => other !== one))}
          />
        ))}
      </ul>
      {chosen.length < MOST && (
        <AddExemplar
          pool={pool.filter(({ outputId }) => chosen.every((one) => one.outputId !== outputId))}
          onAdd={(one) => setChosen([...chosen, one])}
        />
      )}
      {problem !== null && (
        <p role="alert" className="text-sm text-bad">
          {problem}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        {!isProposed && (
          <Button
            size="sm"
            variant="primary"
            disabled={change.isPending || propose.isPending}
            onClick={() => change.start({ ...target, exemplars: edits() })}
          >
            Save as a new candidate
          </Button>
        )}
        <Button
          size="sm"
          variant={isProposed ? "primary" : "secondary"}
          disabled={change.isPending || propose.isPending}
          onClick={() =>
            propose.start(
              { ...target, title: "Show a judge other examples", why: "", exemplars: edits() },
              (made) => {
                if (made.ok) router.push(`/projects/${projectId}/proposals/${made.value.number}`);
              },
            )
          }
        >
          Propose these examples
        </Button>
        <Button size="sm" variant="ghost" onClick={() => setChosen(null)}>
          Cancel
        </Button>
      </div>
    </div>
  );
}

function ExemplarFields(props: {
  readonly number: number;
  readonly exemplar: Shown;
  readonly onEdit: (part: Partial<ExemplarEdit>) => void;
  readonly onRemove: () => void;
}) {
  const { number, exemplar, onEdit, onRemove } = props;
  return (
    <li className="flex flex-col gap-2 border-l-2 border-line pl-3 text-sm">
      <span className="flex flex-wrap items-center gap-3">
        <LabelMark label={exemplar.label} />
        <label className="flex items-center gap-2">
          <input
            type="checkbox"
            checked={exemplar.borderline}
            onChange={(event) => onEdit({ borderline: event.target.checked })}
          />
          borderline
        </label>
        <Button size="sm" variant="ghost" aria-label={`Remove example ${number}`} onClick={onRemove}>
          Remove
        </Button>
      </span>
      <p dir="auto" className="line-clamp-3 break-words whitespace-pre-wrap">
        {exemplar.text}
      </p>
      <Field label={`Why example ${number} is ${exemplar.label}`}>
        <TextArea
          rows={2}
          dir="auto"
          maxLength={2_000}
          value={exemplar.note}
          onChange={(event) => onEdit({ note: event.target.value })}
        />
      </Field>
    </li>
  );
}

const LINE = 80;

function AddExemplar({
  pool,
  onAdd,
}: {
  readonly pool: readonly Shown[];
  readonly onAdd: (exemplar: Shown) => void;
}) {
  if (pool.length === 0)
    return <p className="text-sm text-muted">No other graded output can be an example.</p>;
  return (
    <Field label="Add a graded output">
      <Select
        className="max-w-full"
        value=""
        onChange={(event) => {
          const found = pool.find(({ outputId }) => String(outputId) === event.target.value);
          if (found) onAdd(found);
        }}
      >
        <option value="">choose …</option>
        {pool.map(({ outputId, label, text }) => (
          <option key={outputId} value={outputId}>
            {`${label}: ${text.replaceAll(/\s+/g, " ").slice(0, LINE)}`}
          </option>
        ))}
      </Select>
    </Field>
  );
}
