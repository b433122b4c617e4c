"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { TextInput } from "@/components/ui/field";
import { ProblemNote } from "@/components/ui/problem-note";
import { useAction } from "@/components/ui/use-action";
import { priceJudgeTrialAction, tryJudgeAction } from "@/lib/actions/trials";
import type { AssertionId, ProjectId } from "@/lib/domain/ids";
import type { Trial } from "@/lib/domain/trial";
import { TrialList } from "./trial-list";

type Props = { readonly projectId: ProjectId; readonly assertionId: AssertionId };
type Price = { readonly name: string; readonly calls: number; readonly cost: number | null };

/** Asks a judge about one output, once the person has seen what that costs. */
export function TryJudge({ projectId, assertionId }: Props) {
  const [round, setRound] = useState(0);
  const [name, setName] = useState("");
  const [price, setPrice] = useState<Price | null>(null);
  const [trial, setTrial] = useState<Trial | null>(null);
  const ask = useAction(tryJudgeAction);
  const look = useAction(priceJudgeTrialAction, { isReading: true });
  const target = { projectId, assertionId };

  function prepare() {
    const on = name.trim() === "" ? { round } : { name };
    look.start({ ...target, on }, (result) => {
      setTrial(null);
      setPrice(result.ok ? result.value : null);
      setRound(round + 1);
    });
  }

  function go(one: Price) {
    ask.start({ ...target, on: { name: one.name } }, (result) => {
      if (!result.ok) return;
      setTrial(result.value);
      setPrice(null);
    });
  }

  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <TextInput
          aria-label="Id of an output to try the judge on; empty: one is drawn"
          placeholder="id, or any"
          className="w-36 text-sm"
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button size="sm" disabled={look.isPending || ask.isPending} onClick={prepare}>
          Try it on one output
        </Button>
        {price && (
          <>
            <span role="status" className="text-sm">
              {sayPrice(price)}
            </span>
            <Button size="sm" variant="primary" disabled={ask.isPending} onClick={() => go(price)}>
              {ask.isPending ? "Asking …" : "Ask"}
            </Button>
          </>
        )}
      </div>
      <ProblemNote says={look.problem ?? ask.problem} />
      {trial && <TrialList projectId={projectId} trials={[trial]} />}
    </div>
  );
}

const sayPrice = ({ name, calls, cost }: Price): string =>
  `Output ${name}: at most ${calls} ${calls === 1 ? "call" : "calls"}, ${cost === null ? "price not known" : `about $${cost.toFixed(4)}`}.`;
