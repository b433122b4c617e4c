"use client";
import { useState, type SubmitEvent } from "react";
import { Button } from "@/components/ui/button";
import { Field, Select, TextArea } from "@/components/ui/field";
import { useAction } from "@/components/ui/use-action";
import { addJudgeAction } from "@/lib/actions/judges";
import type { CriterionId, ProjectId } from "@/lib/domain/ids";
import { DESIGN_NAMES } from "@/lib/domain/judge-designs/describe";
import type { JudgeDesign } from "@/lib/domain/judge-designs/judge";
import { CORRECTNESS_LEVELS } from "@/lib/domain/reference";
import type { JudgeChoice } from "@/lib/domain/judge-designs/judge-choice";

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

/** A judge in a design of the person's choice. */
export function OwnJudge({
  target,
}: {
  readonly target: { readonly projectId: ProjectId; readonly criterionId: CriterionId };
}) {
  const [isOpen, setOpen] = useState(false);
  const [design, setDesign] = useState<Offered>("critique");
  const [questions, setQuestions] = useState("");
  const [levels, setLevels] = useState(CORRECTNESS_LEVELS.join("\n"));
  const [samples, setSamples] = useState(false);
  const add = useAction(addJudgeAction);

  function save(event: SubmitEvent) {
    event.preventDefault();
    add.start({ ...target, choice: choiceOf(design, { questions, levels, samples }) }, (saved) => {
      if (saved.ok) setOpen(false);
    });
  }

  if (!isOpen) {
    return (
      <Button size="sm" variant="ghost" onClick={() => setOpen(true)}>
        Add a judge
      </Button>
    );
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
      {add.problem !== null && (
        <p role="alert" className="text-sm text-bad">
          {add.problem}
        </p>
      )}
      <div className="flex gap-2">
        <Button type="submit" variant="primary" size="sm" disabled={add.isPending}>
          Add judge
        </Button>
        <Button type="button" variant="ghost" size="sm" onClick={() => setOpen(false)}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
