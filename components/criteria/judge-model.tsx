"use client";
import Link from "next/link";
import { temperatureOf } from "@/lib/domain/judge-designs/describe";
import type { Judge } from "@/lib/domain/judge-designs/judge";
import { usePageFacts } from "./page-facts";

/** Which model a judge is asked of, and how: both are part of what its verdicts mean. */
export function JudgeModel({ judge }: { readonly judge: Judge }) {
  const { models } = usePageFacts();
  if (judge.design === "jury" || models === null) return null;
  const { judging, deciding } = models;
  return (
    <p className="text-sm text-muted">
      {`Asked of ${judging.model} (${judging.connection}), temperature ${temperatureOf(judge)} where the model takes one`}
      {judge.design === "cascade" &&
        `; where it is unsure, of ${deciding.model} (${deciding.connection}), temperature 0`}
      {". "}
      <Link href="/settings" className="underline">
        Models in use
      </Link>
    </p>
  );
}
