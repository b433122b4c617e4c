"use client";
import { useState, useTransition } from "react";
import { z } from "zod";
import { previewImportAction, startImportAction } from "@/lib/actions/imports";
import type { ProjectId } from "@/lib/domain/ids";
import { problemMessage } from "@/lib/domain/problem";
import { Button } from "@/components/ui/button";
import { Field, TextArea, TextInput } from "@/components/ui/field";
import { ChooseFile } from "./choose-file";
import { ImportProgressView } from "./import-progress";
import { MappingTable } from "./mapping-table";
import type { Preview } from "./preview";

const Received = z.object({ importId: z.string().optional(), problem: z.string().optional() });

type Stage =
  | { readonly at: "choosing" }
  | {
      readonly at: "mapping";
      readonly importId: string;
      readonly fileName: string;
      readonly preview: Preview;
    }
  | { readonly at: "importing"; readonly importId: string };

type Props = {
  /** Null: the import makes a new project. */
  readonly projectId: ProjectId | null;
};

/** Choose, see, confirm: nothing is imported before the last step. */
export function ImportWizard({ projectId }: Props) {
  const [stage, setStage] = useState<Stage>({ at: "choosing" });
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, startWork] = useTransition();

  async function upload(name: string, body: Blob) {
    setProblem(null);
    try {
      const response = await fetch(`/api/imports?name=${encodeURIComponent(name)}`, { method: "POST", body });
      const answer = Received.safeParse(await response.json());
      const importId = answer.success ? answer.data.importId : undefined;
      if (importId === undefined) {
        setProblem(answer.data?.problem ?? "The server did not take the file. Try again.");
        return;
      }
      const preview = await previewImportAction({ importId });
      if (preview.ok) setStage({ at: "mapping", importId, fileName: name, preview: preview.value });
      else setProblem(problemMessage(preview.problem));
    } catch (error) {
      setProblem(
        `The file did not reach the server: ${error instanceof Error ? error.message : String(error)}. Nothing was imported; try again.`,
      );
    }
  }

  switch (stage.at) {
    case "choosing":
      return (
        <ChooseFile
          isBusy={isBusy}
          problem={problem}
          onChoose={(name, body) => startWork(() => upload(name, body))}
        />
      );
    case "mapping":
      return (
        <Confirm
          key={stage.importId}
          projectId={projectId}
          stage={stage}
          onBack={() => setStage({ at: "choosing" })}
          onStarted={() => setStage({ at: "importing", importId: stage.importId })}
        />
      );
    case "importing":
      return <ImportProgressView importId={stage.importId} onAgain={() => setStage({ at: "choosing" })} />;
  }
}

const nameOf = (fileName: string) => fileName.replace(/\.[a-z]+$/i, "").replaceAll(/[_-]+/g, " ");

function Confirm(props: {
  readonly projectId: ProjectId | null;
  readonly stage: Stage & { readonly at: "mapping" };
  readonly onBack: () => void;
  readonly onStarted: () => void;
}) {
  const { projectId, stage, onBack, onStarted } = props;
  const { preview, fileName, importId } = stage;
  const [mapping, setMapping] = useState(preview.mapping);
  const [name, setName] = useState(nameOf(fileName));
  const [promptTemplate, setPromptTemplate] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, startWork] = useTransition();

  async function confirm() {
    try {
      const started = await startImportAction({ importId, projectId, name, promptTemplate, mapping });
      if (started.ok) onStarted();
      else setProblem(problemMessage(started.problem));
    } catch (error) {
      setProblem(
        `That did not reach the server; nothing was imported. Try again. (${error instanceof Error ? error.message : String(error)})`,
      );
    }
  }

  return (
    <div className="flex flex-col gap-6">
      {projectId === null && (
        <div className="flex max-w-2xl flex-col gap-4">
          <Field label="Name of the project">
            <TextInput value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />
          </Field>
          <Field
            label="Prompt template (optional)"
            hint="The prompt of your pipeline with its variables in double braces. Criteria are read off its instructions; you can add it later."
          >
            <TextArea
              rows={4}
              className="font-mono text-sm"
              value={promptTemplate}
              onChange={(event) => setPromptTemplate(event.target.value)}
            />
          </Field>
        </div>
      )}
      <MappingTable preview={preview} mapping={mapping} onChange={setMapping} />
      {preview.badRows.length > 0 && (
        <p className="text-sm text-warn">{`⚠ ${preview.badRows.length} of the first rows cannot be read; the first is line ${preview.badRows[0]?.line ?? 0}: ${preview.badRows[0]?.problem ?? ""} They will be left out and listed.`}</p>
      )}
      {problem !== null && (
        <p role="alert" className="text-bad">
          {problem}
        </p>
      )}
      <div className="flex gap-2">
        <Button variant="primary" disabled={isBusy} onClick={() => startWork(confirm)}>
          {isBusy ? "Starting…" : "Import"}
        </Button>
        <Button variant="ghost" onClick={onBack}>
          Choose another file
        </Button>
      </div>
    </div>
  );
}
