"use client";
import { Dialog } from "radix-ui";
import { useState, type SubmitEvent } from "react";
import { Button } from "@/components/ui/button";
import { Field, TextInput } from "@/components/ui/field";

type Props = {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  /** Opens the card of an output; what kept it from that, null: nothing. */
  readonly goTo: (name: string) => Promise<string | null>;
};

/** Opens the card of an output that somebody knows by its id. */
export function GoToDialog({ isOpen, onOpenChange, goTo }: Props) {
  return (
    <Dialog.Root open={isOpen} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-20 bg-black/40" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-1/4 left-1/2 z-30 w-[min(24rem,92vw)] -translate-x-1/2 rounded-lg border border-line bg-surface p-6"
        >
          <Dialog.Title className="mb-3 font-medium">Go to an output</Dialog.Title>
          <GoToForm goTo={goTo} onDone={() => onOpenChange(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function GoToForm({ goTo, onDone }: Pick<Props, "goTo"> & { readonly onDone: () => void }) {
  const [name, setName] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [isGoing, setGoing] = useState(false);
  async function go() {
    setGoing(true);
    const found = await goTo(name.trim());
    setGoing(false);
    setProblem(found);
    if (found === null) onDone();
  }
  function submit(event: SubmitEvent) {
    event.preventDefault();
    go().catch((error: unknown) => setProblem(error instanceof Error ? error.message : String(error)));
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <Field
        label="Id of the output"
        hint="The id that it came with, or the number that it has here."
        error={problem}
      >
        <TextInput
          autoFocus
          required
          maxLength={300}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <div className="flex gap-2">
        <Button type="submit" variant="primary" disabled={isGoing || name.trim() === ""}>
          Go to it
        </Button>
        <Button variant="ghost" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
