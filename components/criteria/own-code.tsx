"use client";
import { useState, type SubmitEvent } from "react";
import { Button } from "@/components/ui/button";
import { Field, Select, TextArea, TextInput } from "@/components/ui/field";
import { useAction } from "@/components/ui/use-action";
import { addOwnCodeAction } from "@/lib/actions/criteria";
import type { CriterionId, ProjectId } from "@/lib/domain/ids";

type Language = "javascript" | "python";

const START: Readonly<Record<Language, string>> = {
  javascript:
    "// context.input holds the variables, context.prompt the prompt, context.metadata the rest\nfunction check(output, context) {\n  return output.length > 0;\n}\n",
  python:
    '# context["input"] holds the variables, context["prompt"] the prompt, context["metadata"] the rest\ndef check(output, context):\n    return len(output) > 0\n',
};

/** A candidate in the person's own code; it runs in the sandbox like every other. */
export function OwnCode({
  target,
}: {
  readonly target: { readonly projectId: ProjectId; readonly criterionId: CriterionId };
}) {
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState("");
  const [language, setLanguage] = useState<Language>("javascript");
  const [source, setSource] = useState(START.javascript);
  const add = useAction(addOwnCodeAction);

  function choose(next: Language) {
    setLanguage(next);
    if (source === START[language]) setSource(START[next]);
  }

  function save(event: SubmitEvent) {
    event.preventDefault();
    add.start({ ...target, name, language, source }, (saved) => {
      if (saved.ok) setOpen(false);
    });
  }

  if (!isOpen) {
    return (
      <Button size="sm" variant="ghost" onClick={() => setOpen(true)}>
        Write one
      </Button>
    );
  }
  return (
    <form onSubmit={save} className="flex w-full flex-col gap-3 border-t border-line pt-3">
      <Field label="Name of the candidate">
        <TextInput required value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
      </Field>
      <Field label="Language">
        <Select
          value={language}
          onChange={(event) => choose(event.target.value === "python" ? "python" : "javascript")}
        >
          <option value="javascript">JavaScript</option>
          <option value="python">Python</option>
        </Select>
      </Field>
      <Field label="Source" hint="check(output, context) returns true for pass and false for fail.">
        <TextArea
          className="font-mono text-sm"
          rows={8}
          spellCheck={false}
          value={source}
          onChange={(event) => setSource(event.target.value)}
        />
      </Field>
      {add.problem !== null && (
        <p role="alert" className="text-sm text-bad">
          {add.problem}
        </p>
      )}
      <div className="flex gap-2">
        <Button type="submit" variant="primary" size="sm" disabled={add.isPending}>
          Add candidate
        </Button>
        <Button type="button" variant="ghost" size="sm" onClick={() => setOpen(false)}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
