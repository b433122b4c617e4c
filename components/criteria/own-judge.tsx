"use client";
import { useRouter } from "next/navigation";
import { useState, type SubmitEvent } from "react";
import { useReviewRequired } from "@/components/shell/membership";
import { Button } from "@/components/ui/button";
import { Field, Select, TextArea } from "@/components/ui/field";
import { useAction } from "@/components/ui/use-action";
import { addJudgeAction } from "@/lib/actions/judges";
import { proposeJudgeAction } from "@/lib/actions/proposals";
import type { CriterionId, ProjectId } from "@/lib/domain/ids";
import { DESIGN_NAMES } from "@/lib/domain/judge-designs/describe";
import type { JudgeDesign } from "@/lib/domain/judge-designs/judge";
import { CORRECTNESS_LEVELS } from "@/lib/domain/reference";
import type { JudgeChoice } from "@/lib/domain/judge-designs/judge-choice";
import type { Amended } from "./own-code";

const ABOUT: Readonly<Record<JudgeDesign, string>> = {
  direct: "One word. For a strong model and a crisp criterion.",
  critique: "Reasons and quotes evidence before the verdict. For criteria in several steps.",
  checklist: "Frozen questions, each answered by itself. For criteria with several parts.",
  "few-shot": "Shown some of your grades with your notes. For criteria of your own kind.",
  rubric: "Five described levels, held against a reference that you verified. For correctness.",
  pairwise: "Held against graded outputs, in both orders. For a weak model, or what is told by comparing.",
  probability:
    "How sure the model is, with several thresholds at no further cost. To trade misses for alarms.",
  "for-and-against":
    "The best case for, the best case against, then the decision. For a model that says yes too readily.",
  cascade:
    "The judging model decides where it is sure; where not, the writing model. To save cost on many outputs.",
  jury: "Counts the verdicts of the judges above, by majority and by veto. No calls of its own.",
};

const DESIGNS = [
  "critique",
  "direct",
  "checklist",
  "few-shot",
  "pairwise",
  "rubric",
  "probability",
  "for-and-against",
  "cascade",
  "jury",
] as const satisfies readonly JudgeDesign[];
type Offered = (typeof DESIGNS)[number];

const SAMPLES = 5;

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** A question a line; one that begins with "!" is primary. */
const readQuestions = (lines: string) =>
  linesOf(lines).map((line) => ({
    question: line.replace(/^!\s*/, ""),
    weight: line.startsWith("!") ? ("primary" as const) : ("secondary" as const),
  }));

type Typed = { readonly questions: string; readonly levels: string; readonly samples: boolean };

function choiceOf(design: Offered, typed: Typed): JudgeChoice {
  switch (design) {
    case "checklist":
      return { design, questions: readQuestions(typed.questions) };
    case "rubric":
      return { design, levels: linesOf(typed.levels) };
    case "probability":
    case "cascade":
      return { design, samples: typed.samples ? SAMPLES : null };
    case "direct":
    case "critique":
    case "few-shot":
    case "pairwise":
    case "for-and-against":
    case "jury":
      return { design };
  }
}

type Target = { readonly projectId: ProjectId; readonly criterionId: CriterionId };

/** A judge in a design of the person's choice. It is added, or only proposed. */
export function OwnJudge({ target }: { readonly target: Target }) {
  const [isOpen, setOpen] = useState(false);
  if (isOpen) return <JudgeForm target={target} onClose={() => setOpen(false)} />;
  return (
    <Button size="sm" variant="ghost" onClick={() => setOpen(true)}>
      Add a judge
    </Button>
  );
}

type FormProps = {
  readonly target: Target;
  readonly onClose: () => void;
  /** The open proposal that this is the next version of; absent: a new candidate, or a new proposal. */
  readonly amends?: Amended;
};

export function JudgeForm({ target, onClose, amends }: FormProps) {
  const router = useRouter();
  const isProposed = useReviewRequired() || amends !== undefined;
  const [design, setDesign] = useState<Offered>("critique");
  const [questions, setQuestions] = useState("");
  const [levels, setLevels] = useState(CORRECTNESS_LEVELS.join("\n"));
  const [samples, setSamples] = useState(false);
  const [question, setQuestion] = useState("");
  const [why, setWhy] = useState(amends?.why ?? "");
  const add = useAction(addJudgeAction);
  const propose = useAction(proposeJudgeAction);
  const isPending = add.isPending || propose.isPending;
  const problem = add.problem ?? propose.problem;
  const choice = () => choiceOf(design, { questions, levels, samples });

  function save(event: SubmitEvent) {
    event.preventDefault();
    if (isProposed) {
      offer();
      return;
    }
    add.start({ ...target, choice: choice() }, (saved) => {
      if (saved.ok) onClose();
    });
  }

  function offer() {
    const title = amends?.title ?? `Use a judge: ${DESIGN_NAMES[design]}`;
    const words = { title, why, amends: amends?.number ?? null };
    propose.start({ ...target, ...words, question, choice: choice() }, (result) => {
      if (!result.ok) return;
      onClose();
      if (!amends) router.push(`/projects/${target.projectId}/proposals/${result.value.number}`);
    });
  }

  return (
    <form onSubmit={save} className="flex w-full flex-col gap-3 border-t border-line pt-3">
      <Field label="Design of the judge" hint={ABOUT[design]}>
        <Select
          value={design}
          onChange={(event) => setDesign(DESIGNS.find((one) => one === event.target.value) ?? "critique")}
        >
          {DESIGNS.map((one) => (
            <option key={one} value={one}>
              {DESIGN_NAMES[one]}
            </option>
          ))}
        </Select>
      </Field>
      {design === "checklist" && (
        <Field
          label="Questions"
          hint="Two to eight, one a line, answered yes by a good output. Put ! before those that decide alone."
        >
          <TextArea rows={5} value={questions} onChange={(event) => setQuestions(event.target.value)} />
        </Field>
      )}
      {design === "rubric" && (
        <Field
          label="Levels"
          hint="Five, one a line, the worst first. References are written and verified on the page of an output."
        >
          <TextArea rows={5} value={levels} onChange={(event) => setLevels(event.target.value)} />
        </Field>
      )}
      {(design === "probability" || design === "cascade") && (
        <Field label="Probability from">
          <Select
            value={samples ? "samples" : "logprobs"}
            onChange={(event) => setSamples(event.target.value === "samples")}
          >
            <option value="logprobs">the model’s own figures (one call)</option>
            <option value="samples">{`${SAMPLES} answers (${SAMPLES} calls)`}</option>
          </Select>
        </Field>
      )}
      {design !== "jury" && (
        <Field
          label="Question (for a proposal)"
          hint="Answered yes by a good output. Empty: whether the criterion holds."
        >
          <TextArea
            rows={2}
            maxLength={5_000}
            value={question}
            onChange={(event) => setQuestion(event.target.value)}
          />
        </Field>
      )}
      <Field label="Why (for a proposal)" hint="Whoever reviews it reads this beside its evidence.">
        <TextArea rows={2} maxLength={5_000} value={why} onChange={(event) => setWhy(event.target.value)} />
      </Field>
      {problem !== null && (
        <p role="alert" className="text-sm text-bad">
          {problem}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        {!isProposed && (
          <Button type="submit" variant="primary" size="sm" disabled={isPending}>
            Add judge
          </Button>
        )}
        <Button size="sm" variant={isProposed ? "primary" : "secondary"} disabled={isPending} onClick={offer}>
          {amends ? "Amend" : "Propose to use it"}
        </Button>
        <Button type="button" variant="ghost" size="sm" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
