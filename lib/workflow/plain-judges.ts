import type { AssertionDraft } from "@/lib/domain/assertion";
import type { Criterion } from "@/lib/domain/criterion";

/** The criterion in the words in which it is put to a model: its wording, the person's examples, and notes on it. */
export function questionOf({ revision: { name, wording, examples }, notes }: Criterion): string {
  const question = wording === name ? `Does the output satisfy this: ${name}` : wording;
  const withExamples = examples === "" ? question : `${question}\n\nExamples:\n${examples}`;
  return notes === "" ? withExamples : `${withExamples}\n\nNotes on it:\n${notes}`;
}

/** The criterion itself as a question, in both designs. */
export function plainJudges(criterion: Criterion): AssertionDraft[] {
  const question = questionOf(criterion);
  return (["direct", "critique"] as const).map((design) => ({
    name: design === "direct" ? "the criterion as a yes/no question" : "the criterion, critique first",
    implementation: { kind: "judge", design, question },
    origin: "library",
  }));
}
