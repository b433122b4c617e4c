"use client";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import type { Saving } from "@/components/grading/sender";
import { useBindings } from "@/components/grading/use-bindings";
import { OutputContext } from "@/components/outputs/output-context";
import { useMe } from "@/components/shell/membership";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { LongText } from "@/components/ui/long-text";
import { WordDiff } from "@/components/ui/word-diff";
import type { Winner } from "@/lib/domain/comparison";
import type { CriterionId, ProjectId, RevisionId } from "@/lib/domain/ids";
import type { Output } from "@/lib/domain/output";
import { createPairSession, type Pair, type PairSession } from "./pair-store";

type Props = {
  readonly projectId: ProjectId;
  readonly criterionId: CriterionId;
  readonly revisionId: RevisionId;
};

const WAITS: Readonly<Record<Saving["state"], string>> = {
  saved: "",
  saving: "",
  waiting: "; it is tried again",
  stopped: ": kept in this browser",
};

const ANSWERS = [
  { key: "1", winner: "left", says: "Left is better" },
  { key: "2", winner: "right", says: "Right is better" },
  { key: "3", winner: "equal", says: "Equal" },
  { key: "4", winner: "unsure", says: "Can’t tell" },
] as const satisfies readonly { key: string; winner: Winner; says: string }[];

/** Two outputs at a time: which is better on the criterion? The keys are those of the buttons. */
export function PairView(place: Props) {
  const person = useMe();
  const [session] = useState(() => createPairSession({ ...place, person }));
  const { pairs, answered, isExhausted, saving, problem, announcement } = useStore(session);
  const [pair] = pairs;
  useEffect(() => session.start(), [session]);
  useEffect(() => {
    window.addEventListener("focus", session.tryAgain);
    return () => window.removeEventListener("focus", session.tryAgain);
  }, [session]);
  usePairKeys(session);
  return (
    <div className="flex flex-col gap-4">
      {pair ? (
        <PairOnShow key={`${pair.left.id}:${pair.right.id}`} pair={pair} />
      ) : isExhausted ? (
        <EmptyState title="No more pairs">
          <p>You have compared every two outputs that there are to compare here.</p>
        </EmptyState>
      ) : (
        <p className="text-muted">Fetching pairs …</p>
      )}
      <div className="sticky bottom-14 flex flex-wrap gap-2 bg-bg py-2 md:bottom-0">
        {ANSWERS.map(({ key, winner, says }) => (
          <Button key={key} disabled={!pair} onClick={() => session.answer(winner)}>
            <kbd className="hidden text-sm text-muted lg:inline pointer-coarse:hidden">{key}</kbd>
            {says}
          </Button>
        ))}
        <Button variant="ghost" disabled={answered.length === 0} onClick={session.takeBack}>
          <kbd className="hidden text-sm text-muted lg:inline pointer-coarse:hidden">u</kbd>
          Take back
        </Button>
      </div>
      <p className="text-sm text-muted tabular-nums">
        {`${answered.length} compared now · `}
        <span
          data-testid="saving"
          className={saving.state === "waiting" || saving.state === "stopped" ? "text-warn" : ""}
        >
          {saving.state === "saved" ? "saved ✓" : `${saving.unsent} not saved yet${WAITS[saving.state]}`}
        </span>
      </p>
      {problem !== null && (
        <p role="alert" className="text-bad">
          {problem}
        </p>
      )}
      <p aria-live="polite" className="sr-only">
        {announcement}
      </p>
    </div>
  );
}

/** Suspended while typing, with modifiers, and for a key that is held down. */
function usePairKeys(session: PairSession): void {
  const { areSinglesOff } = useBindings();
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      const { target, key } = event;
      const isTyping =
        target instanceof HTMLElement && ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
      if (areSinglesOff || isTyping || event.repeat || event.isComposing) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const answer = ANSWERS.find((one) => one.key === key);
      if (answer) session.answer(answer.winner);
      else if (key === "u") session.takeBack();
      else return;
      event.preventDefault();
    }
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [session, areSinglesOff]);
}

const isSameInput = (a: Output, b: Output): boolean =>
  JSON.stringify(Object.entries(a.variables).toSorted()) ===
  JSON.stringify(Object.entries(b.variables).toSorted());

const inputOf = (output: Output): Output => ({ ...output, prompt: null, metadata: {} });

function PairOnShow({ pair: { left, right } }: { readonly pair: Pair }) {
  const [isDiff, setDiff] = useState(false);
  const isShared = isSameInput(left, right);
  return (
    <div className="flex flex-col gap-4">
      {isShared && <OutputContext output={inputOf(left)} />}
      <div className="grid gap-4 lg:grid-cols-2">
        {[left, right].map((output, i) => (
          <section
            key={output.id}
            aria-label={i === 0 ? "Left output" : "Right output"}
            className="flex min-w-0 flex-col gap-3 rounded-lg border border-line bg-surface p-4"
          >
            <h2 className="text-sm text-muted">{i === 0 ? "Left" : "Right"}</h2>
            {!isShared && <OutputContext output={inputOf(output)} />}
            <LongText text={output.text} label={i === 0 ? "left output" : "right output"} />
          </section>
        ))}
      </div>
      <details open={isDiff} onToggle={({ currentTarget }) => setDiff(currentTarget.open)}>
        <summary className="cursor-pointer text-sm text-muted">word by word</summary>
        {isDiff && <WordDiff before={left.text} after={right.text} />}
      </details>
    </div>
  );
}
