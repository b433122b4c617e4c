"use client";
import { useRouter } from "next/navigation";
import { useState, type SubmitEvent } from "react";
import { useReviewRequired } from "@/components/shell/membership";
import { Button } from "@/components/ui/button";
import { Field, Select, TextArea, TextInput } from "@/components/ui/field";
import { useAction } from "@/components/ui/use-action";
import { addOwnCodeAction } from "@/lib/actions/criteria";
import { proposeCodeAction } from "@/lib/actions/proposals";
import type { AssertionId, CriterionId, ProjectId } from "@/lib/domain/ids";
import { usePageFacts } from "./page-facts";
import { TryCode } from "./try-code";

type Language = "javascript" | "python";

const START: Readonly<Record<Language, string>> = {
  javascript:
    "// context.input holds the variables, context.prompt the prompt, context.metadata the rest\nfunction check(output, context) {\n  return output.length > 0;\n}\n",
  python:
    '# context["input"] holds the variables, context["prompt"] the prompt, context["metadata"] the rest\ndef check(output, context):\n    return len(output) > 0\n',
};

type Target = { readonly projectId: ProjectId; readonly criterionId: CriterionId };

/** A candidate of which the source is to be changed. */
type Original = {
  readonly id: AssertionId;
  readonly name: string;
  readonly kind: Language;
  readonly source: string;
};

type Props = {
  readonly target: Target;
  /** Null: it is written anew. */
  readonly original?: Original | null;
};

/** The open proposal that code is the next version of, with what it says. */
export type Amended = { readonly number: number; readonly title: string; readonly why: string };

/** A candidate in the person's own code; it runs in the sandbox like every other. It is added, or only proposed. */
export function OwnCode(props: Props) {
  const [isOpen, setOpen] = useState(false);
  const original = props.original ?? null;
  if (isOpen) return <CodeForm target={props.target} original={original} onClose={() => setOpen(false)} />;
  return (
    <Button size="sm" variant="ghost" onClick={() => setOpen(true)}>
      {original ? "Change a copy" : "Write one"}
    </Button>
  );
}

type FormProps = {
  readonly target: Target;
  readonly original: Original | null;
  readonly onClose: () => void;
  /** Absent: a new candidate, or a new proposal. */
  readonly amends?: Amended & { readonly replaces: AssertionId | null };
};

export function CodeForm({ target, original, onClose, amends }: FormProps) {
  const router = useRouter();
  const isProposed = useReviewRequired() || amends !== undefined;
  const [name, setName] = useState(
    amends && original ? original.name : original ? `${original.name}, changed` : "",
  );
  const [language, setLanguage] = useState<Language>(original?.kind ?? "javascript");
  const [source, setSource] = useState(original?.source ?? START.javascript);
  const [why, setWhy] = useState(amends?.why ?? "");
  const add = useAction(addOwnCodeAction);
  const propose = useAction(proposeCodeAction);
  const isPending = add.isPending || propose.isPending;

  function choose(next: Language) {
    setLanguage(next);
    if (source === START[language]) setSource(START[next]);
  }

  function save(event: SubmitEvent) {
    event.preventDefault();
    if (isProposed) {
      offer();
      return;
    }
    add.start({ ...target, name, language, source }, (saved) => {
      if (saved.ok) onClose();
    });
  }

  function offer() {
    const title = `Use “${name.trim()}”${original ? ` in the place of “${original.name}”` : ""}`.slice(
      0,
      200,
    );
    const replaces = amends ? amends.replaces : (original?.id ?? null);
    const words = { title: amends?.title ?? title, why, amends: amends?.number ?? null };
    propose.start({ ...target, name, language, source, replaces, ...words }, (result) => {
      if (!result.ok) return;
      onClose();
      if (!amends) router.push(`/projects/${target.projectId}/proposals/${result.value.number}`);
    });
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
      <Variables language={language} />
      <TryCode target={target} code={{ language, source }} />
      <Field label="Why (for a proposal)" hint="Whoever reviews it reads this beside its evidence.">
        <TextArea rows={2} maxLength={5_000} value={why} onChange={(event) => setWhy(event.target.value)} />
      </Field>
      {(add.problem ?? propose.problem) !== null && (
        <p role="alert" className="text-sm text-bad">
          {add.problem ?? propose.problem}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        {!isProposed && (
          <Button type="submit" variant="primary" size="sm" disabled={isPending}>
            Add candidate
          </Button>
        )}
        <Button
          size="sm"
          variant={isProposed ? "primary" : "secondary"}
          disabled={isPending || name.trim() === ""}
          onClick={offer}
        >
          {amends ? "Amend" : "Propose to use it"}
        </Button>
        <Button variant="ghost" size="sm" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

/** The variables that outputs come with, as code reaches them. */
function Variables({ language }: { readonly language: Language }) {
  const { variables } = usePageFacts();
  if (variables.length === 0) return null;
  const reach = (name: string) =>
    language === "javascript" && /^[A-Za-z_$][\w$]*$/.test(name)
      ? `context.input.${name}`
      : `${language === "javascript" ? "context.input" : 'context["input"]'}[${JSON.stringify(name)}]`;
  return (
    <p className="text-sm text-muted">
      {"Variables of these outputs: "}
      {variables.map((name, i) => (
        <span key={name}>
          {i > 0 && ", "}
          <code className="font-mono break-all">{reach(name)}</code>
        </span>
      ))}
    </p>
  );
}
