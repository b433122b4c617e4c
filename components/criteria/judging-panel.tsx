"use client";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { TextInput } from "@/components/ui/field";
import { useAction } from "@/components/ui/use-action";
import {
  holdJudgingAction,
  letJudgeAction,
  limitRunAction,
  limitSpendingAction,
} from "@/lib/actions/judging";
import type { ProjectId } from "@/lib/domain/ids";
import { dollars, type Estimate, type Limits, type Pause } from "@/lib/domain/judging-money";

type Props = {
  readonly projectId: ProjectId;
  readonly judging: {
    readonly left: Estimate;
    readonly spent: { readonly cost: number; readonly calls: number; readonly unpriced: number };
    readonly budget: number | null;
    readonly run: Limits["run"];
    readonly pause: Pause | null;
    readonly byJudge: readonly {
      readonly id: number;
      readonly name: string;
      readonly calls: number;
      readonly cost: number | null;
    }[];
  };
};

/** What judges have cost, what they will, and the reins: pause, go on, a budget that is never passed. */
export function JudgingPanel({ projectId, judging }: Props) {
  const { left, spent, budget, run, pause, byJudge } = judging;
  const limit = useAction(limitSpendingAction);
  const limitRun = useAction(limitRunAction);
  const hold = useAction(holdJudgingAction);
  const go = useAction(letJudgeAction);
  const problem = hold.problem ?? go.problem ?? limit.problem ?? limitRun.problem;
  return (
    <section aria-label="Judging" className="flex flex-col gap-2 rounded-lg border border-line p-4 text-sm">
      {pause && (
        <p role="status" className="text-warn">
          {pause.kind === "outage"
            ? `⏸ The model cannot be reached: ${pause.reason}. What is left is judged by itself as soon as it answers.`
            : `⏸ Judges are not asked: ${pause.reason}.`}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <span>{sayLeft(left)}</span>
        <span className="text-muted">{saySpent(spent)}</span>
        {run && (
          <span className="text-muted">
            {`this run: ${dollars(Math.max(0, spent.cost - run.from))} of ${dollars(run.amount)}`}
          </span>
        )}
        <span className="ml-auto flex flex-wrap items-center gap-3">
          <Amount
            key={`all ${budget}`}
            label="budget $"
            stored={budget}
            onSave={(amount) => limit.start({ projectId, budget: amount })}
          />
          <Amount
            key={`run ${run?.amount} ${run?.from}`}
            label="this run $"
            stored={run?.amount ?? null}
            onSave={(amount) => limitRun.start({ projectId, amount })}
          />
          {pause && pause.kind !== "outage" ? (
            <Button size="sm" disabled={go.isPending} onClick={() => go.start({ projectId })}>
              Go on
            </Button>
          ) : (
            <Button size="sm" disabled={hold.isPending} onClick={() => hold.start({ projectId })}>
              Pause judges
            </Button>
          )}
        </span>
      </div>
      {byJudge.length > 0 && (
        <details>
          <summary className="cursor-pointer text-muted">what each judge has cost</summary>
          <ul className="mt-1 flex flex-col gap-0.5">
            {byJudge.map(({ id, name, calls, cost }) => (
              <li key={id} className="flex flex-wrap gap-x-3">
                <span className="min-w-0 flex-1 break-words">{name}</span>
                <span className="tabular-nums text-muted">
                  {`${calls.toLocaleString("en")} calls · ${cost === null ? "price not known" : dollars(cost)}`}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {problem !== null && (
        <p role="alert" className="text-bad">
          {problem}
        </p>
      )}
    </section>
  );
}

function sayLeft({ calls, outputs, tokensIn, tokensOut, cost }: Estimate): string {
  if (calls === 0) return "Judges have nothing left to ask.";
  const price = cost === null ? "price not known" : `about ${dollars(cost)}`;
  return `Left to judge: ${outputs.toLocaleString("en")} · about ${calls.toLocaleString("en")} calls, ${Math.round((tokensIn + tokensOut) / 1000).toLocaleString("en")} k tokens, ${price}`;
}

function saySpent({ cost, calls, unpriced }: Props["judging"]["spent"]): string {
  const made = `${calls.toLocaleString("en")} calls so far`;
  if (unpriced > 0 && cost === 0) return `${made}, price not known`;
  return `${made}: ${dollars(cost)}${unpriced > 0 ? `, without ${unpriced.toLocaleString("en")} of unknown price` : ""}`;
}

type AmountProps = {
  readonly label: string;
  /** Null: no limit. */
  readonly stored: number | null;
  readonly onSave: (amount: number | null) => void;
};

/** A limit in US dollars; empty: none. */
function Amount({ label, stored, onSave }: AmountProps) {
  const id = useId();
  const before = stored === null ? "" : String(stored);
  const [typed, setTyped] = useState(before);

  function save() {
    if (typed.trim() === before) return;
    const amount = Number(typed);
    if (typed.trim() === "") onSave(null);
    else if (Number.isFinite(amount) && amount >= 0) onSave(amount);
    else setTyped(before);
  }

  return (
    <span className="flex items-center gap-2">
      <label htmlFor={id} className="text-muted">
        {label}
      </label>
      <TextInput
        id={id}
        inputMode="decimal"
        placeholder="none"
        className="w-20 text-right tabular-nums"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === "Enter") save();
        }}
      />
    </span>
  );
}
