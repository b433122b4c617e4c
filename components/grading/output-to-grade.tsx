"use client";
import { useImperativeHandle, useRef, type Ref } from "react";
import { OutputContext } from "@/components/outputs/output-context";
import { PassageList } from "@/components/outputs/passage-list";
import { Button } from "@/components/ui/button";
import { LongText, useReading } from "@/components/ui/long-text";
import type { Card } from "@/lib/domain/card";
import { remarksOnShow, type Session, type SessionEvent } from "@/lib/domain/grading-session";
import type { CriterionId, ProjectId } from "@/lib/domain/ids";
import type { Output } from "@/lib/domain/output";
import { factsOf } from "@/lib/domain/output-facts";
import { repeatedInstructions } from "@/lib/domain/prompt-parts";
import { locate } from "@/lib/domain/passage";
import { PassagePanel } from "./passage-panel";
import { usePassageDraft } from "./use-passage-draft";

/** What the keys of the page ask of the text: to choose a passage, or to say something of the one that is selected. */
export type PassageHandle = { readonly begin: () => void };

type Props = {
  readonly projectId: ProjectId;
  readonly session: Session;
  readonly card: Card;
  readonly dispatch: (event: SessionEvent) => void;
  readonly handle: Ref<PassageHandle>;
};

/** Where this browser keeps how the outputs of a project are read. */
const readingOf = (projectId: ProjectId): string => `touchstone.reading.${projectId}`;

/** The text under judgement with the passages that its grader marked, and the way to mark another. */
export function OutputToGrade({ projectId, session, card: { output }, dispatch, handle }: Props) {
  const keptAs = readingOf(projectId);
  const [, keepLaidOut] = useReading(keptAs);
  const text = useRef<HTMLDivElement>(null);
  const note = useRef<HTMLInputElement>(null);
  const { draft, isLost, begin, move, cancel } = usePassageDraft(text, output.text);
  const { passages } = remarksOnShow(session);
  const nameOf = (id: string | null) =>
    session.fields.find(({ criterionId }) => criterionId === id)?.name ?? "a removed criterion";
  useImperativeHandle(handle, () => ({ begin: () => (draft ? note.current?.focus() : begin()) }));

  function mark(said: string, criterionId: CriterionId | null) {
    if (draft) {
      const marked = { id: crypto.randomUUID(), passage: draft.passage, note: said.trim(), criterionId };
      dispatch({ type: "remarked", key: crypto.randomUUID(), remark: { kind: "passage", ...marked } });
    }
    cancel();
  }

  return (
    <section aria-label="Output to grade" className="min-w-0">
      <OutputContext
        output={output}
        repeated={repeatedInstructions(session.cards.map((card) => card.output.prompt))}
      />
      <article
        ref={text}
        className="mt-4 rounded-lg border border-line bg-surface p-5 text-base"
        data-output-id={output.externalId ?? output.id}
      >
        <LongText
          text={output.text}
          label="output"
          keptAs={keptAs}
          marks={[
            ...passages.flatMap(({ passage }) => locate(output.text, passage) ?? []),
            // A selection shows itself, and would be lost if the text were drawn anew under it.
            ...(draft?.pick ? [{ ...draft.passage, isDraft: true }] : []),
          ]}
        />
      </article>
      <Facts metadata={output.metadata} />
      {isLost && (
        <p role="status" className="mt-2 flex flex-wrap items-center gap-2 text-sm text-warn">
          What is selected cannot be found in the text as it came.
          <Button
            size="sm"
            onClick={() => {
              keepLaidOut(false);
              cancel();
            }}
          >
            Show as it came to mark this
          </Button>
        </p>
      )}
      {draft && (
        <PassagePanel
          draft={draft}
          noteRef={note}
          move={move}
          fields={session.fields}
          fieldIndex={session.fieldIndex}
          onMark={mark}
          onCancel={cancel}
        />
      )}
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

/** What it took to make the output, as far as its metadata tells. */
function Facts({ metadata }: Pick<Output, "metadata">) {
  const facts = factsOf(metadata);
  if (facts.length === 0) return null;
  return <p className="mt-1.5 text-xs text-muted tabular-nums">{facts.join(" · ")}</p>;
}
