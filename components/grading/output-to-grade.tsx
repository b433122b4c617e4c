"use client";
import { useImperativeHandle, useRef, type Ref } from "react";
import { OutputContext } from "@/components/outputs/output-context";
import { PassageList } from "@/components/outputs/passage-list";
import { Button } from "@/components/ui/button";
import { LongText } from "@/components/ui/long-text";
import type { Card } from "@/lib/domain/card";
import { remarksOnShow, type Session, type SessionEvent } from "@/lib/domain/grading-session";
import { locate } from "@/lib/domain/passage";
import { PassagePanel } from "./passage-panel";
import { usePassageDraft } from "./use-passage-draft";

/** What the keys of the page ask of the text: to choose a passage, or to say something of the one that is selected. */
export type PassageHandle = { readonly begin: () => void };

type Props = {
  readonly session: Session;
  readonly card: Card;
  readonly dispatch: (event: SessionEvent) => void;
  readonly handle: Ref<PassageHandle>;
};

/** The text under judgement with the passages that its grader marked, and the way to mark another. */
export function OutputToGrade({ session, card: { output }, dispatch, handle }: Props) {
  const text = useRef<HTMLDivElement>(null);
  const note = useRef<HTMLInputElement>(null);
  const { draft, begin, move, cancel } = usePassageDraft(text, output.text);
  const { passages } = remarksOnShow(session);
  const nameOf = (id: string | null) =>
    session.fields.find(({ criterionId }) => criterionId === id)?.name ?? "a removed criterion";
  useImperativeHandle(handle, () => ({ begin: () => (draft ? note.current?.focus() : begin()) }));

  function mark(said: string) {
    const criterionId = session.fields[session.fieldIndex]?.criterionId ?? null;
    if (draft) {
      const marked = { id: crypto.randomUUID(), passage: draft.passage, note: said.trim(), criterionId };
      dispatch({ type: "remarked", key: crypto.randomUUID(), remark: { kind: "passage", ...marked } });
    }
    cancel();
  }

  return (
    <section aria-label="Output to grade" className="min-w-0">
      <OutputContext output={output} />
      <article
        ref={text}
        className="mt-4 rounded-lg border border-line bg-surface p-5 text-base"
        data-output-id={output.externalId ?? output.id}
      >
        <LongText
          text={output.text}
          label="output"
          marks={[
            ...passages.flatMap(({ passage }) => locate(output.text, passage) ?? []),
            // A selection shows itself, and would be lost if the text were drawn anew under it.
            ...(draft?.pick ? [{ ...draft.passage, isDraft: true }] : []),
          ]}
        />
      </article>
      {draft && <PassagePanel draft={draft} noteRef={note} move={move} onMark={mark} onCancel={cancel} />}
      {passages.length > 0 && (
        <div className="mt-3">
          <PassageList
            passages={passages}
            nameOf={nameOf}
            actionOf={({ id, passage }) => (
              <Button
                size="sm"
                variant="ghost"
                aria-label={`Remove the mark on ${passage.quote.slice(0, 60)}`}
                onClick={() =>
                  dispatch({
                    type: "remarked",
                    key: crypto.randomUUID(),
                    remark: { kind: "passageRemoved", id },
                  })
                }
              >
                Remove
              </Button>
            )}
          />
        </div>
      )}
    </section>
  );
}
