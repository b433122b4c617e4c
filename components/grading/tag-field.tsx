"use client";
import { useId, useState, type KeyboardEvent, type RefObject } from "react";
import { Button } from "@/components/ui/button";
import { TextInput } from "@/components/ui/field";
import { remarksOnShow, type Session, type SessionEvent } from "@/lib/domain/grading-session";
import { FailureTag, MOST_TAGS, TOO_MANY_TAGS } from "@/lib/domain/remark";

type Props = {
  readonly session: Session;
  /** Tags of this project, those used most first. */
  readonly known: readonly string[];
  readonly inputRef: RefObject<HTMLInputElement | null>;
  readonly dispatch: (event: SessionEvent) => void;
};

/** Short names for what is wrong with an output, beside its grade; those used before are offered. */
export function TagField({ session, known, inputRef, dispatch }: Props) {
  const [draft, setDraft] = useState("");
  const listId = useId();
  const { tags } = remarksOnShow(session);
  const isFull = tags.length >= MOST_TAGS;
  const put = (next: readonly string[]) =>
    dispatch({ type: "remarked", key: crypto.randomUUID(), remark: { kind: "tags", tags: [...next] } });
  function onKey(event: KeyboardEvent<HTMLInputElement>) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") event.currentTarget.blur();
    if (event.key !== "Enter") return;
    event.preventDefault();
    const tag = FailureTag.safeParse(draft);
    if (tag.success && isFull && !tags.includes(tag.data)) return;
    if (tag.success && !tags.includes(tag.data)) put([...tags, tag.data]);
    setDraft("");
    // An empty Enter is the way out.
    if (!tag.success) event.currentTarget.blur();
  }
  return (
    <div className="flex flex-wrap items-center gap-1 px-2.5 text-sm" role="group" aria-label="Failure tags">
      {tags.map((tag) => (
        <Button
          key={tag}
          size="sm"
          aria-label={`Remove the tag ${tag}`}
          onClick={() => put(tags.filter((other) => other !== tag))}
        >
          {tag} <span aria-hidden>×</span>
        </Button>
      ))}
      <TextInput
        ref={inputRef}
        aria-label="Add a failure tag"
        placeholder="tag"
        list={listId}
        maxLength={60}
        value={draft}
        className="w-28 flex-1"
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={onKey}
      />
      {isFull && draft !== "" && (
        <p role="alert" className="w-full text-warn">
          {`${TOO_MANY_TAGS} Remove one first.`}
        </p>
      )}
      <datalist id={listId}>
        {known
          .filter((tag) => !tags.includes(tag))
          .map((tag) => (
            <option key={tag} value={tag} />
          ))}
      </datalist>
    </div>
  );
}
