"use client";
import { Dialog } from "radix-ui";
import { useState } from "react";
import { CriterionForm, EMPTY_DRAFT } from "@/components/criteria/criterion-form";
import { MergeForm, SplitForm, type WordedCriterion } from "@/components/criteria/split-or-merge";
import { Button } from "@/components/ui/button";
import { useAction } from "@/components/ui/use-action";
import { addCriterionAction, rewordCriterionAction } from "@/lib/actions/criteria";
import type { OutputId, ProjectId } from "@/lib/domain/ids";
import type { GradingCriterion } from "./grading-criterion";

/** What is being written: a new criterion, another wording of one, or what takes the place of one or several. */
export type Writing =
  | { readonly kind: "new" }
  | { readonly kind: "reword" | "split" | "merge"; readonly criterion: GradingCriterion };

const TITLES: Readonly<Record<Writing["kind"], string>> = {
  new: "A new criterion",
  reword: "Reword the criterion",
  split: "Split the criterion",
  merge: "Merge criteria",
};

type Props = {
  readonly projectId: ProjectId;
  /** All criteria that are graded. */
  readonly criteria: readonly GradingCriterion[];
  /** The output on show, which made the person write; null: none is. */
  readonly outputId: OutputId | null;
  /** Null: closed. */
  readonly writing: Writing | null;
  readonly onClose: () => void;
};

/** Criteria changed without leaving the card: grading is where people find out what they want. */
export function CriterionDialog({ writing, onClose, ...props }: Props) {
  const [isWritten, setWritten] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const close = () => {
    setWritten(false);
    setAsking(false);
    onClose();
  };
  return (
    <Dialog.Root
      open={writing !== null}
      onOpenChange={(isOpen) => {
        if (isOpen) return;
        if (isWritten) setAsking(true);
        else close();
      }}
    >
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-20 bg-black/40" />
        <Dialog.Content
          aria-describedby={undefined}
          onInput={() => setWritten(true)}
          className="fixed top-1/2 left-1/2 z-30 max-h-[85dvh] w-[min(34rem,92vw)] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-lg border border-line bg-surface p-6"
        >
          <Dialog.Title className="mb-3 font-medium">{writing && TITLES[writing.kind]}</Dialog.Title>
          {isAsking && <ThrowAway onStay={() => setAsking(false)} onLeave={close} />}
          {writing && <Body {...props} writing={writing} onClose={close} />}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function ThrowAway({ onStay, onLeave }: { readonly onStay: () => void; readonly onLeave: () => void }) {
  return (
    <div role="alert" className="mb-3 flex flex-wrap items-center gap-2 rounded-md bg-raised p-3 text-sm">
      <span className="flex-1">Throw away what you have written?</span>
      <Button size="sm" autoFocus onClick={onStay}>
        Go on writing
      </Button>
      <Button size="sm" variant="danger" onClick={onLeave}>
        Throw it away
      </Button>
    </div>
  );
}

const worded = ({ criterionId, name, wording }: GradingCriterion): WordedCriterion => ({
  id: criterionId,
  name,
  wording,
});

function Body({
  projectId,
  criteria,
  outputId,
  writing,
  onClose,
}: Omit<Props, "writing"> & { readonly writing: Writing }) {
  const because = outputId === null ? [] : [outputId];
  switch (writing.kind) {
    case "new":
      return <AddForm projectId={projectId} because={because} onClose={onClose} />;
    case "reword":
      return (
        <RewordForm projectId={projectId} criterion={writing.criterion} because={because} onClose={onClose} />
      );
    case "split":
      return <SplitForm projectId={projectId} criterion={worded(writing.criterion)} onClose={onClose} />;
    case "merge":
      return (
        <MergeForm
          projectId={projectId}
          criterion={worded(writing.criterion)}
          others={criteria
            .filter(({ criterionId }) => criterionId !== writing.criterion.criterionId)
            .map(worded)}
          onClose={onClose}
        />
      );
  }
}

type FormProps = {
  readonly projectId: ProjectId;
  readonly because: OutputId[];
  readonly onClose: () => void;
};

function AddForm({ projectId, because, onClose }: FormProps) {
  const add = useAction(addCriterionAction);
  return (
    <CriterionForm
      initial={EMPTY_DRAFT}
      isRevision={false}
      isPending={add.isPending}
      problem={add.problem}
      onSave={({ name, wording, examples, kind }) =>
        add.start({ projectId, name, wording, examples, kind, because }, ({ ok }) => ok && onClose())
      }
      onCancel={onClose}
    />
  );
}

function RewordForm({
  projectId,
  criterion: { criterionId, name, wording, examples },
  because,
  onClose,
}: FormProps & { readonly criterion: GradingCriterion }) {
  const reword = useAction(rewordCriterionAction);
  return (
    <CriterionForm
      initial={{ ...EMPTY_DRAFT, name, wording, examples }}
      isRevision
      isPending={reword.isPending}
      problem={reword.problem}
      onSave={({ name, wording, examples, why, change }) =>
        reword.start(
          { projectId, criterionId, name, wording, examples, why, change: change ?? "meaning", because },
          ({ ok }) => ok && onClose(),
        )
      }
      onCancel={onClose}
    />
  );
}
