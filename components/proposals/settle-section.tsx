"use client";
import { useState } from "react";
import { useMay } from "@/components/shell/membership";
import { Button } from "@/components/ui/button";
import { Field, TextArea } from "@/components/ui/field";
import { useAction } from "@/components/ui/use-action";
import {
  commentProposalAction,
  mergeProposalAction,
  refreshProposalAction,
  rejectProposalAction,
  reviewProposalAction,
  withdrawProposalAction,
} from "@/lib/actions/proposals";
import type { ProjectId } from "@/lib/domain/ids";
import type { Proposal, ReviewVerdict } from "@/lib/domain/proposal";
import type { ProposalStanding } from "@/lib/domain/proposal-page";
import { sayMoved } from "@/lib/domain/proposal-rules";

type Props = {
  readonly projectId: ProjectId;
  readonly proposal: Proposal;
  readonly standing: ProposalStanding;
  readonly me: string;
};

/** What can be done with an open proposal, and why not where it cannot. */
export function SettleSection({ projectId, proposal: { number, author, version }, standing, me }: Props) {
  const { moved, canRefresh, rule } = standing;
  const target = { projectId, number };
  const mayEdit = useMay("editor");
  const isMine = author === me;
  return (
    <section className="flex flex-col gap-4">
      <h2>Decide</h2>
      {moved.length > 0 && (
        <div className="flex flex-col items-start gap-2">
          <p className="max-w-[75ch] text-sm text-warn">{moved.map(sayMoved).join(" ")}</p>
          {canRefresh && <Refresh target={target} />}
        </div>
      )}
      {!isMine && mayEdit ? (
        <ReviewForm target={target} version={version} />
      ) : (
        <CommentForm target={target} />
      )}
      <div className="flex flex-col items-start gap-2">
        {mayEdit && <Merge target={target} isAble={rule.may} />}
        <p className="max-w-[75ch] text-sm text-muted">
          {!rule.may
            ? rule.sentence
            : rule.isAlone
              ? "Nobody else in this project could approve it, so you may merge it yourself. It then says that nobody reviewed it."
              : "It is approved, and nobody asks for changes."}
        </p>
        {!mayEdit && (
          <p className="text-sm text-muted">Reviewing and merging take an editor of the project.</p>
        )}
        {isMine ? <Withdraw target={target} /> : mayEdit && <Reject target={target} />}
      </div>
    </section>
  );
}

type Target = { readonly projectId: ProjectId; readonly number: number };
type ActProps = { readonly target: Target };

const Problem = ({ says }: { readonly says: string | null }) =>
  says !== null && (
    <span role="alert" className="text-sm text-bad">
      {says}
    </span>
  );

function Merge({ target, isAble }: ActProps & { readonly isAble: boolean }) {
  const merge = useAction(mergeProposalAction);
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Button variant="primary" disabled={!isAble || merge.isPending} onClick={() => merge.start(target)}>
        {merge.isPending ? "Merging …" : "Merge"}
      </Button>
      <Problem says={merge.problem} />
    </span>
  );
}

function Refresh({ target }: ActProps) {
  const refresh = useAction(refreshProposalAction);
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Button size="sm" disabled={refresh.isPending} onClick={() => refresh.start(target)}>
        Refresh: set it on what stands now
      </Button>
      <Problem says={refresh.problem} />
    </span>
  );
}

function Withdraw({ target }: ActProps) {
  const withdraw = useAction(withdrawProposalAction);
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Button size="sm" disabled={withdraw.isPending} onClick={() => withdraw.start(target)}>
        Withdraw
      </Button>
      <Problem says={withdraw.problem} />
    </span>
  );
}

function Reject({ target }: ActProps) {
  const reject = useAction(rejectProposalAction);
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Button size="sm" variant="danger" disabled={reject.isPending} onClick={() => reject.start(target)}>
        Reject
      </Button>
      <Problem says={reject.problem} />
    </span>
  );
}

function ReviewForm({ target, version }: ActProps & { readonly version: number }) {
  const [comment, setComment] = useState("");
  const review = useAction(reviewProposalAction);
  const send = (verdict: ReviewVerdict) =>
    review.start({ ...target, version, verdict, comment }, ({ ok }) => {
      if (ok) setComment("");
    });
  return (
    <form className="flex max-w-[72ch] flex-col gap-2" onSubmit={(event) => event.preventDefault()}>
      <Field label="Your review" hint="Needed where you ask for changes." error={review.problem}>
        <TextArea
          rows={3}
          maxLength={5_000}
          value={comment}
          onChange={({ target: { value } }) => setComment(value)}
        />
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" disabled={review.isPending} onClick={() => send("approve")}>
          Approve
        </Button>
        <Button
          size="sm"
          variant="ghost"
          disabled={review.isPending || comment.trim() === ""}
          onClick={() => send("ask")}
        >
          Ask for changes
        </Button>
      </div>
    </form>
  );
}

/** A word on it by whoever does not review it: its author, and graders. */
function CommentForm({ target }: ActProps) {
  const [comment, setComment] = useState("");
  const send = useAction(commentProposalAction);
  if (!useMay("grader")) return null;
  return (
    <form
      className="flex max-w-[72ch] flex-col items-start gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        send.start({ ...target, comment }, ({ ok }) => {
          if (ok) setComment("");
        });
      }}
    >
      <div className="w-full">
        <Field label="Comment" error={send.problem}>
          <TextArea
            rows={2}
            maxLength={5_000}
            value={comment}
            onChange={({ target: { value } }) => setComment(value)}
          />
        </Field>
      </div>
      <Button type="submit" size="sm" disabled={send.isPending || comment.trim() === ""}>
        Comment
      </Button>
    </form>
  );
}
