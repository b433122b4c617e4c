import { createHash } from "node:crypto";
import type { AssertionToAdd } from "@/lib/db/assertions";
import type { AssertionDraft, Implementation } from "@/lib/domain/assertion";

/** What of an implementation decides its verdicts, as text; exports repeat the hash so that a copy can be told. */
function canonical(implementation: Implementation): string {
  switch (implementation.kind) {
    case "javascript":
    case "python":
      return implementation.source;
    case "judge":
      return JSON.stringify([implementation.design, implementation.question]);
    case "recorded":
      return implementation.evaluator;
  }
}

/** SHA-256 of kind and content, hex. */
export const hashImplementation = (implementation: Implementation): string =>
  createHash("sha256")
    .update(`${implementation.kind}\n${canonical(implementation)}`)
    .digest("hex");

export const withHash = (draft: AssertionDraft): AssertionToAdd => ({
  ...draft,
  hash: hashImplementation(draft.implementation),
});
