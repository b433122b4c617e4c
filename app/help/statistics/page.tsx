import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Metadata } from "next";
import Link from "next/link";
import { Document } from "@/components/ui/document";

export const metadata: Metadata = { title: "Statistics" };

/** The document of the repository, so that there is one text to keep true. */
export default async function StatisticsPage() {
  const text = await readFile(path.join(process.cwd(), "docs", "statistics.md"), "utf8");
  return (
    <main className="mx-auto max-w-3xl px-5 py-12">
      <p className="mb-2 text-sm text-muted">
        <Link href="/">Touchstone</Link>
      </p>
      <Document text={text} />
    </main>
  );
}
