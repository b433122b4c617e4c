"use client";
import { useEffect, useState } from "react";
import { reach } from "@/components/ui/use-action";
import { findInProjectAction } from "@/lib/actions/find";
import type { Found } from "@/lib/domain/found";
import type { ProjectId } from "@/lib/domain/ids";
import { problemMessage } from "@/lib/domain/problem";

/** While somebody types, the server is asked only where they pause. */
const REST_MS = 150;

const NOTHING: Found = { projects: [], criteria: [], outputs: [], hasMore: false };

type Answer = { readonly words: string; readonly found: Found; readonly problem: string | null };

type UseFound = Answer & {
  /** Whether what was asked last is not answered yet. */
  readonly isLooking: boolean;
  /** Asks for the next page of outputs. */
  readonly more: () => void;
};

/** What a project holds by these words, as it comes in; pages of outputs are put one after the other. */
export function useFound(projectId: ProjectId, words: string): UseFound {
  const [asked, setAsked] = useState({ words, page: 1 });
  const [answer, setAnswer] = useState<(Answer & { readonly page: number }) | null>(null);
  const page = asked.words === words ? asked.page : 1;

  useEffect(() => {
    let isLatest = true;
    const timer = setTimeout(
      () => {
        reach(() => findInProjectAction({ projectId, words, page }))
          .then((result) => {
            if (!isLatest) return;
            const problem = result.ok ? null : problemMessage(result.problem);
            const found = result.ok ? result.value : NOTHING;
            setAnswer((before) => ({
              ...{ words, page, problem },
              found: page === 1 || before === null ? found : appended(before.found, found),
            }));
          })
          .catch((error: unknown) => reportError(error));
      },
      page === 1 && words !== "" ? REST_MS : 0,
    );
    return () => {
      isLatest = false;
      clearTimeout(timer);
    };
  }, [projectId, words, page]);

  const isLooking = answer?.words !== words || answer.page !== page;
  return {
    ...(answer?.words === words ? answer : { words, found: NOTHING, problem: null }),
    isLooking,
    more: () => setAsked({ words, page: page + 1 }),
  };
}

const appended = (before: Found, next: Found): Found => ({
  ...before,
  outputs: [...before.outputs, ...next.outputs],
  hasMore: next.hasMore,
});
