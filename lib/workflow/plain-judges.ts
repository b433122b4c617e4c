import type { AssertionDraft } from "@/lib/domain/assertion";
import type { Criterion } from "@/lib/domain/criterion";

/** The criterion in the words in which it is put to a model: its wording, and the person's notes on it. */
export function questionOf({ revision: { name, wording }, notes }: Criterion): string {
  const question = wording === name ? `Does the output satisfy this: ${name}` : wording;
  return notes === "" ? question : `${question}\n\nNotes on it:\n${notes}`;
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
