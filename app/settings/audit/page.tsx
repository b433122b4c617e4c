import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { auditQuery } from "@/app/audit-query";
import { letInHere, type SearchParams } from "@/app/page-gate";
import { AuditLog } from "@/components/audit/audit-log";
import { PageHeader } from "@/components/ui/page-header";
import { readAuditPage } from "@/lib/workflow/audit";

export const metadata: Metadata = { title: "Audit log of the installation" };
export const dynamic = "force-dynamic";

export default async function InstallationAuditPage(props: SearchParams) {
  const person = await letInHere();
  if (!person.isAdmin) notFound();
  const { filter, before } = auditQuery(await props.searchParams);
  return (
    <main className="mx-auto flex max-w-4xl flex-col gap-4 px-4 py-8">
      <div>
        <Link href="/settings" className="text-sm text-muted hover:underline">
          Settings
        </Link>
        <PageHeader title="Audit log of the installation" />
        <p className="text-muted">
          What concerns no single project: models, accounts, and projects that were deleted. Each project has
          a log of its own.
        </p>
      </div>
      <AuditLog page={await readAuditPage(null, filter, before)} path="/settings/audit" csv={null} />
    </main>
  );
}
