"use client";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";

const SAYS = { idle: "Copy", copied: "Copied", failed: "Select the text and copy it" } as const;

/** Copies a text; says so, also to screen readers, and says what to do where the browser forbids it. */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
  const [state, setState] = useState<keyof typeof SAYS>("idle");
  const [, startTransition] = useTransition();
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      setState("failed");
    }
  };
  return (
    <>
      <Button size="sm" aria-label={`Copy ${what}`} onClick={() => startTransition(copy)}>
        {SAYS[state]}
      </Button>
      <span role="status" className="sr-only">
        {state === "idle" ? "" : SAYS[state]}
      </span>
    </>
  );
}
