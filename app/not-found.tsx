import Link from "next/link";
import { EmptyState } from "@/components/ui/empty-state";

export default function NotFound() {
  return (
    <main className="mx-auto max-w-3xl px-5 py-12">
      <h1 className="mb-6 text-2xl">This page is not here</h1>
      <EmptyState title="It may have been deleted">
        <p>The address leads to a project, output or version that is not, or no longer, in this database.</p>
        <p>
          <Link href="/">Go to your projects</Link>
        </p>
      </EmptyState>
    </main>
  );
}
