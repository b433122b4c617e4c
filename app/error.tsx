"use client";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** A defect, not something the person did: it says that nothing was lost, and how to go on. */
export default function ErrorPage({
  error,
  reset,
}: {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}) {
  return (
    <main className="mx-auto max-w-3xl px-5 py-12">
      <h1 className="mb-6 text-2xl">Something went wrong here</h1>
      <EmptyState title="What you saved is safe">
        <p>
          The page could not be shown. Try again; when it stays like this, the log of the server says more
          {error.digest === undefined ? "." : ` under ${error.digest}.`}
        </p>
        <div className="flex items-center gap-3">
          <Button variant="primary" onClick={reset}>
            Try again
          </Button>
          <Link href="/">Go to your projects</Link>
        </div>
      </EmptyState>
    </main>
  );
}
