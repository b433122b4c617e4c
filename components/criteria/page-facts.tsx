"use client";
import { createContext, useContext, type ReactNode } from "react";
import type { ModelsInUse } from "@/lib/domain/connection";

type PageFacts = {
  /** The names of the variables that outputs come with. */
  readonly variables: readonly string[];
  /** Null: no model is connected. */
  readonly models: ModelsInUse | null;
};

const PageFactsContext = createContext<PageFacts>({ variables: [], models: null });

/** What all that stands on the page of criteria may need to know. */
export const PageFactsProvider = ({ children, ...facts }: PageFacts & { readonly children: ReactNode }) => (
  <PageFactsContext value={facts}>{children}</PageFactsContext>
);

export const usePageFacts = (): PageFacts => useContext(PageFactsContext);
