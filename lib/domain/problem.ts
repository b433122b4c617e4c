import type { Role, TokenScope } from "./access";

/** Failures that a person can act on. Everything else is a bug and is thrown as it is. */
export type Problem =
  | {
      readonly code: "not-found";
      readonly what:
        | "project"
        | "output"
        | "criterion"
        | "assertion"
        | "evaluator"
        | "import"
        | "drift event"
        | "member"
        | "invitation"
        | "token"
        | "session"
        | "account"
        | "variant"
        | "connection"
        | "queue"
        | "proposal";
    }
  /** Input that cannot be used as it is; the sentence says what to do. */
  | { readonly code: "bad-input"; readonly sentence: string }
  /** It can be done, but something would go without: the sentence says what. Said a second time it is done. */
  | { readonly code: "in-use"; readonly sentence: string }
  | { readonly code: "signed-out" }
  /** What was done by one person came while another is signed in. */
  | { readonly code: "someone-else" }
  /** The person is known and the project is theirs to see, but this takes more than their part in it. */
  | { readonly code: "not-allowed"; readonly needs: Role | "admin" }
  /** A token does not reach that far; null: no token does. */
  | { readonly code: "not-in-scope"; readonly scope: TokenScope | null }
  | { readonly code: "needs-grades"; readonly missing: number; readonly label: "good" | "bad" | "any" }
  | { readonly code: "no-connection" }
  | { readonly code: "llm-unavailable"; readonly detail: string };

export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const fail = (problem: Problem): Result<never> => ({ ok: false, problem });

const NEEDED: Readonly<Record<Role, string>> = {
  viewer: "a viewer of the project",
  grader: "a grader of the project",
  editor: "an editor of the project",
  owner: "an owner of the project",
};

/** Every problem has a sentence that says what to do: a new code does not compile until it gets one. */
export function problemMessage(problem: Problem): string {
  switch (problem.code) {
    case "not-found":
      return `This ${problem.what} no longer exists. It may have been deleted in another tab.`;
    case "bad-input":
    case "in-use":
      return problem.sentence;
    case "signed-out":
      return "You are signed out. Sign in and try again; nothing was changed.";
    case "someone-else":
      return "Somebody else is signed in in this browser now. Sign in as the person who did this; nothing was changed.";
    case "not-allowed":
      return problem.needs === "admin"
        ? "This concerns the whole installation: only its administrators may do it."
        : `This takes ${NEEDED[problem.needs]}. Ask an owner of the project for it.`;
    case "not-in-scope":
      return problem.scope === null
        ? "A program cannot do this with a token: somebody has to do it in the app."
        : `The token has no scope “${problem.scope}”. Make one that has it in the settings of your account.`;
    case "needs-grades":
      return `Grade ${problem.missing} more ${problem.label === "any" ? "" : `${problem.label} `}outputs first.`;
    case "no-connection":
      return "No model is connected. Connect one in Settings, or go on without: code candidates need none.";
    case "llm-unavailable":
      return `The model did not answer (${problem.detail}). Nothing was lost; try again.`;
  }
}
