"use client";
import { Dialog } from "radix-ui";
import { CriterionForm, EMPTY_DRAFT } from "@/components/criteria/criterion-form";
import { useAction } from "@/components/ui/use-action";
import { addCriterionAction, rewordCriterionAction } from "@/lib/actions/criteria";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import type { GradingCriterion } from "./grading-criterion";

/** What is being written: a new criterion, or another wording of one. */
export type Writing = { readonly criterion: GradingCriterion | null };

/** A criterion added or reworded without leaving the card: grading is where people find out what they want. */
export function CriterionDialog({
  projectId,
  writing,
  outputId,
  onClose,
}: {
  readonly projectId: ProjectId;
  /** The output on show, which made the person write; null: none is. */
  readonly outputId: OutputId | null;
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
          {writing && (
            <Form
              projectId={projectId}
              criterion={writing.criterion}
              because={outputId === null ? [] : [outputId]}
              onClose={onClose}
            />
          )}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Form({
  projectId,
  criterion,
  because,
  onClose,
}: {
  readonly projectId: ProjectId;
  readonly because: OutputId[];
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
        if (criterionId === null) add.start({ projectId, name, wording, kind, because }, close);
        else
          reword.start(
            { projectId, criterionId, name, wording, why, change: change ?? "meaning", because },
            close,
          );
      }}
      onCancel={onClose}
    />
  );
}
