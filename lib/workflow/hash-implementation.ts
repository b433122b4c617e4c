import { createHash } from "node:crypto";
import type { AssertionToAdd } from "@/lib/db/assertions";
import type { AssertionDraft, Implementation } from "@/lib/domain/assertion";
import type { Judge } from "@/lib/domain/judge-designs/judge";
import { Json } from "@/lib/domain/json";
import { storableJson } from "@/lib/domain/storable";

/** What of an implementation decides its verdicts, as text; exports repeat the hash so that a copy can be told. */
function canonical(implementation: Implementation): string {
  switch (implementation.kind) {
    case "javascript":
    case "python":
      return implementation.source;
    case "judge":
      return canonicalJudge(implementation);
    case "recorded":
      return implementation.evaluator;
  }
}

/** Design and question, and whatever else the design has, its fields in order. */
function canonicalJudge(judge: Judge): string {
  const rest = Object.entries(judge).filter(([key]) => !["kind", "design", "question"].includes(key));
  const more = rest.length === 0 ? [] : [storableJson(Json.parse(Object.fromEntries(rest)))];
  return JSON.stringify([judge.design, judge.question, ...more]);
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
