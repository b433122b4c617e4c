import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { letInHere } from "@/app/page-gate";
import { ConnectionList } from "@/components/settings/connection-list";
import { ModelsInUseSection } from "@/components/settings/models-in-use";
import { PriceTable } from "@/components/settings/price-table";
import { PeopleSection } from "@/components/settings/people-section";
import { PageHeader } from "@/components/ui/page-header";
import { readTaskChoice, viewConnections } from "@/lib/db/connections";
import { isWithAccounts } from "@/lib/db/auth";
import { listPrices } from "@/lib/db/prices";
import { listAbandoned, listAccounts } from "@/lib/db/people";
import { priceOf } from "@/lib/domain/prices";
import { modelsInUse } from "@/lib/workflow/connections";

export const metadata: Metadata = { title: "Settings" };
export const dynamic = "force-dynamic";

export default async function SettingsPage() {
  const person = await letInHere();
  // The model and its key are the administrator's; everybody has an account to see to.
  if (!person.isAdmin) redirect("/settings/account");
  const [connections, inUse, choice, own] = await Promise.all([
    viewConnections(),
    modelsInUse(null),
    readTaskChoice(null),
    listPrices(),
  ]);
  const models = connections.flatMap(({ judgingModel, writingModel }) => [judgingModel, writingModel]);
  const rows = [...new Set([...models, ...own.keys()])].map((model) => ({
    model,
    price: priceOf(model, own),
    isOwn: own.has(model),
  }));
  return (
    <main className="mx-auto flex max-w-2xl flex-col gap-6 px-4 py-8">
      <div>
        <Link href="/" className="text-sm text-muted hover:underline">
          Touchstone
        </Link>
        <PageHeader title="Settings" />
        <p className="text-muted">
          A model suggests criteria, writes candidates and answers judge questions. Everything else works
          without one.
        </p>
      </div>
      <ModelsInUseSection inUse={inUse} connections={connections} choice={choice} />
      {/* Keyed, so that forms start anew from what was stored. */}
      <ConnectionList key={JSON.stringify(connections)} connections={connections} />
      <PriceTable rows={rows} />
      {isWithAccounts && (
        <PeopleSection people={await listAccounts()} abandoned={await listAbandoned()} me={person.id} />
      )}
      <p>
        <Link href="/settings/audit" className="text-sm underline">
          Who changed what in the installation
        </Link>
      </p>
    </main>
  );
}
