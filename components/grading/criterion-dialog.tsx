"use client";
import { Dialog } from "radix-ui";
import { CriterionForm, EMPTY_DRAFT } from "@/components/criteria/criterion-form";
import { useAction } from "@/components/ui/use-action";
import { addCriterionAction, rewordCriterionAction } from "@/lib/actions/criteria";
import type { ProjectId } from "@/lib/domain/ids";
import type { GradingCriterion } from "./grading-criterion";

/** What is being written: a new criterion, or another wording of one. */
export type Writing = { readonly criterion: GradingCriterion | null };

/** A criterion added or reworded without leaving the card: grading is where people find out what they want. */
export function CriterionDialog({
  projectId,
  writing,
  onClose,
}: {
  readonly projectId: ProjectId;
  /** Null: closed. */
  readonly writing: Writing | null;
  readonly onClose: () => void;
}) {
  const isRevision = writing !== null && writing.criterion !== null;
  return (
    <Dialog.Root open={writing !== null} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-20 bg-black/40" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-1/2 left-1/2 z-30 max-h-[85dvh] w-[min(34rem,92vw)] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-lg border border-line bg-surface p-6"
        >
          <Dialog.Title className="mb-3 font-medium">
            {isRevision ? "Reword the criterion" : "A new criterion"}
          </Dialog.Title>
          {writing && <Form projectId={projectId} criterion={writing.criterion} onClose={onClose} />}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Form({
  projectId,
  criterion,
  onClose,
}: {
  readonly projectId: ProjectId;
  readonly criterion: GradingCriterion | null;
  readonly onClose: () => void;
}) {
  const add = useAction(addCriterionAction);
  const reword = useAction(rewordCriterionAction);
  const criterionId = criterion?.criterionId ?? null;
  const close = (result: { readonly ok: boolean }) => {
    if (result.ok) onClose();
  };
  return (
    <CriterionForm
      initial={{ ...EMPTY_DRAFT, name: criterion?.name ?? "", wording: criterion?.wording ?? "" }}
      isRevision={criterionId !== null}
      isPending={add.isPending || reword.isPending}
      problem={add.problem ?? reword.problem}
      onSave={({ name, wording, kind, why, change }) => {
        if (criterionId === null) add.start({ projectId, name, wording, kind }, close);
        else reword.start({ projectId, criterionId, name, wording, why, change: change ?? "meaning" }, close);
      }}
      onCancel={onClose}
    />
  );
}
