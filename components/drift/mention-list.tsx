"use client";
import { Named, WithMentions } from "@/components/shell/membership";
import { Button } from "@/components/ui/button";
import { useAction } from "@/components/ui/use-action";
import { seeMentionsAction } from "@/lib/actions/drift";
import type { ProjectId } from "@/lib/domain/ids";
import { sayTime } from "./say-time";

type Props = {
  readonly projectId: ProjectId;
  readonly mentions: readonly {
    readonly id: number;
    readonly eventId: number;
    readonly author: string;
    readonly text: string;
    readonly at: Date;
  }[];
};

/** The comments that name whoever looks, until they say that they have seen them. */
export function MentionList({ projectId, mentions }: Props) {
  const see = useAction(seeMentionsAction);
  if (mentions.length === 0) return null;
  return (
    <section
      aria-labelledby="mentions"
      className="no-print mb-6 flex flex-col items-start gap-2 rounded-md border border-accent p-3"
    >
      <h2 id="mentions" className="text-base">
        {mentions.length === 1 ? "A comment names you" : `${mentions.length} comments name you`}
      </h2>
      <ul className="flex w-full flex-col gap-2">
        {mentions.map(({ id, eventId, author, text, at }) => (
          <li key={id} className="text-[15px]">
            <a href={`#entry-${eventId}`} className="text-sm underline underline-offset-2">
              <Named>{author}</Named>
              {` · ${sayTime(at)}`}
            </a>
            <p dir="auto" className="max-w-[72ch] break-words whitespace-pre-wrap">
              <WithMentions>{text}</WithMentions>
            </p>
          </li>
        ))}
      </ul>
      <Button
        size="sm"
        disabled={see.isPending}
        onClick={() => see.start({ projectId, commentIds: mentions.map(({ id }) => id) })}
      >
        Seen
      </Button>
      {see.problem !== null && (
        <p role="alert" className="text-sm text-bad">
          {see.problem}
        </p>
      )}
    </section>
  );
}
