"use client";
import { useState } from "react";
import { askAuth } from "./ask-auth";

/** Asks for a session (or its end) and goes on to another page, read anew since somebody else sees it now. */
export function useAuth() {
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const start = (path: string, body: Readonly<Record<string, string | boolean>>, next: string): void => {
    setPending(true);
    askAuth(path, body)
      .then((answer) => {
        setProblem(answer.problem);
        setPending(answer.problem === null);
        if (answer.problem === null) window.location.assign(answer.url ?? next);
      })
      .catch((error: unknown) => {
        setPending(false);
        throw error;
      });
  };
  return { start, isPending, problem };
}
