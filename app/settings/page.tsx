import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { letInHere } from "@/app/page-gate";
import { ConnectionList } from "@/components/settings/connection-list";
import { ModelsInUseSection } from "@/components/settings/models-in-use";
import { PriceTable } from "@/components/settings/price-table";
import { PageHeader } from "@/components/ui/page-header";
import { readTaskChoice, viewConnections } from "@/lib/db/connections";
import { listPrices } from "@/lib/db/prices";
import { priceOf } from "@/lib/domain/prices";
import { modelsInUse } from "@/lib/workflow/connections";

export const metadata: Metadata = { title: "Settings" };
export const dynamic = "force-dynamic";

export default async function SettingsPage() {
  const person = await letInHere();
  // The models and their keys are the administrator's; everybody has an account to see to.
  if (!person.isAdmin) redirect("/settings/account");
  const [connections, inUse, choice, own] = await Promise.all([
    viewConnections(),
    modelsInUse(null),
    readTaskChoice(null),
    listPrices(),
  ]);
  const models = connections.flatMap(({ judgingModel, writingModel }) => [judgingModel, writingModel]);
