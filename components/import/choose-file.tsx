"use client";
import clsx from "clsx";
import { useState, type DragEvent } from "react";
import { Button } from "@/components/ui/button";
import { Field, TextArea } from "@/components/ui/field";

type Props = {
  readonly isBusy: boolean;
  readonly problem: string | null;
  readonly onChoose: (name: string, body: Blob) => void;
};

/** A file by button or by drop, or text by paste. */
export function ChooseFile({ isBusy, problem, onChoose }: Props) {
  const [pasted, setPasted] = useState("");
  const [isOver, setOver] = useState(false);

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file) onChoose(file.name, file);
  }

  return (
    <div className="flex max-w-2xl flex-col gap-6">
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={clsx(
          "flex flex-col items-start gap-3 rounded-lg border border-dashed p-6",
          isOver ? "border-accent bg-raised" : "border-line",
        )}
      >
        <label htmlFor="file" className="font-medium">
          CSV, JSON or JSONL with one output a row
        </label>
        <input
          id="file"
          type="file"
          accept=".csv,.tsv,.json,.jsonl,.ndjson,.txt"
          disabled={isBusy}
          className="max-w-full text-sm file:mr-3 file:min-h-10 file:rounded-md file:border-0 file:bg-accent file:px-4 file:font-medium file:text-accent-text"
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file) onChoose(file.name, file);
            event.target.value = "";
          }}
        />
        <p className="text-sm text-muted">
          Other columns may hold the variables, the prompt, an id, grades that people gave, and verdicts of
          evaluators that you have. You say which is which before anything is imported. Up to 1 GB.
        </p>
      </div>
      <Field label="or paste rows">
        <TextArea
          rows={6}
          className="font-mono text-sm"
          spellCheck={false}
          placeholder={'question,output\n"Where is my order?","It ships tomorrow."'}
          value={pasted}
          onChange={(event) => setPasted(event.target.value)}
        />
      </Field>
      <div className="flex items-center gap-3">
        <Button
          disabled={isBusy || pasted.trim() === ""}
          onClick={() => onChoose("pasted text", new Blob([pasted]))}
        >
          Look at pasted rows
        </Button>
        <span role="status" className="text-sm text-muted">
          {isBusy ? "Reading…" : ""}
        </span>
      </div>
      {problem !== null && (
        <p role="alert" className="text-bad">
          {problem}
        </p>
      )}
    </div>
  );
}
