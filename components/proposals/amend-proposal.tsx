"use client";
import { useState } from "react";
import { CodeForm } from "@/components/criteria/own-code";
import { JudgeForm } from "@/components/criteria/own-judge";
import { Button } from "@/components/ui/button";
import type { ProjectId } from "@/lib/domain/ids";
import type { ProposalPage } from "@/lib/domain/proposal-page";
import { ChangeForm } from "./propose-change";

type Props = { readonly projectId: ProjectId; readonly page: ProposalPage };

/** Makes the next version of one's own open proposal, in the form in which it was made. */
export function AmendProposal({ projectId, page }: Props) {
  const [isOpen, setOpen] = useState(false);
  const { criterion, proposal } = page;
  // What is selected is not written: it is refreshed.
  if (!criterion || proposal.change.kind === "selection") return null;
  return (
    <section className="flex flex-col items-start gap-2">
      {isOpen ? (
        <AmendForm projectId={projectId} page={{ ...page, criterion }} onClose={() => setOpen(false)} />
      ) : (
        <Button size="sm" onClick={() => setOpen(true)}>
          Amend this proposal
        </Button>
      )}
      <p className="max-w-[75ch] text-sm text-muted">
        A new version of it: earlier reviews count no more, and the discussion stays.
      </p>
    </section>
  );
}

type FormProps = {
  readonly projectId: ProjectId;
  readonly page: ProposalPage & { readonly criterion: NonNullable<ProposalPage["criterion"]> };
  readonly onClose: () => void;
};

function AmendForm({ projectId, page, onClose }: FormProps) {
  const { criterion, proposal, assertion } = page;
  const { number, title, why, change } = proposal;
  const target = { projectId, criterionId: criterion.id };
  const amends = { number, title, why };
  const implementation = change.kind === "assertion" ? assertion?.implementation : undefined;
  if (assertion && (implementation?.kind === "javascript" || implementation?.kind === "python")) {
    const original = { ...implementation, id: assertion.id, name: assertion.name };
    const replaces = change.kind === "assertion" ? change.replaces : null;
    return (
      <CodeForm target={target} original={original} amends={{ ...amends, replaces }} onClose={onClose} />
    );
  }
  if (implementation?.kind === "judge")
    return <JudgeForm target={target} amends={amends} onClose={onClose} />;
  return (
    <ChangeForm
      projectId={projectId}
      criterion={criterion}
      candidates={assertion ? [assertion] : []}
      first={change.kind === "settings" ? "limit" : undefined}
      amends={amends}
      onClose={onClose}
    />
  );
}
