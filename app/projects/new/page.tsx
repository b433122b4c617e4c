import type { Metadata } from "next";
import Link from "next/link";
import { letInHere } from "@/app/page-gate";
import { ImportWizard } from "@/components/import/import-wizard";
import { PageHeader } from "@/components/ui/page-header";

export const metadata: Metadata = { title: "New project" };

export const dynamic = "force-dynamic";

export default async function NewProjectPage() {
  await letInHere();
  return (
    <main className="mx-auto max-w-5xl px-5 py-10">
      <p className="mb-2 text-sm text-muted">
        <Link href="/" className="hover:underline">
          Touchstone
        </Link>
      </p>
      <PageHeader title="New project" />
      <ImportWizard projectId={null} />
    </main>
  );
}
