import { guessMeaning } from "./guess-meaning";
import { ReferenceText } from "./reference";

/** A right answer as a file gives it; `verifiedBy` null: nobody is said to have checked it. */
export type ImportedReference = { readonly text: string; readonly verifiedBy: string | null };

const LONGEST_NAME = 200;

/** What the columns of a row say of its reference: null, there is none; or the reason why they cannot be used. */
export function readReference(
  given: string | null,
  verifier: string | null,
):
  | { readonly ok: true; readonly reference: ImportedReference | null }
  | { readonly ok: false; readonly reason: string } {
  const text = ReferenceText.safeParse(given ?? "");
  if (!text.success) return { ok: false, reason: "The reference is longer than 50,000 characters." };
  if (text.data === "") return { ok: true, reference: null };
  const name = verifier?.trim() ?? "";
  if (name.length > LONGEST_NAME)
    return { ok: false, reason: "Who verified the reference is told in more than 200 characters." };
  const means = guessMeaning(name);
  if (means === "good")
    return {
      ok: false,
      reason: `“${name}” does not say who verified the reference: a name is needed there, or nothing.`,
    };
  return { ok: true, reference: { text: text.data, verifiedBy: means === undefined ? name : null } };
}
