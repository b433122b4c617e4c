import type { Metadata } from "next";
import { headers } from "next/headers";
import Link from "next/link";
import { letInHere } from "@/app/page-gate";
import { AccountView } from "@/components/account/account-view";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { listApiTokens } from "@/lib/db/api-tokens";
import { isWithAccounts, readPresence } from "@/lib/db/auth";
import { listProjects } from "@/lib/db/projects";
import { listSessions } from "@/lib/db/sessions";

export const metadata: Metadata = { title: "Your account" };
export const dynamic = "force-dynamic";

export default async function AccountPage() {
  const person = await letInHere();
  const presence = isWithAccounts ? await readPresence(await headers()) : null;
  return (
    <main className="mx-auto flex max-w-2xl flex-col gap-8 px-4 py-8">
      <div>
        <Link href="/" className="text-sm text-muted hover:underline">
          Touchstone
        </Link>
        <PageHeader title="Your account" />
      </div>
      {presence ? (
        <AccountView name={person.name} email={presence.email} {...await readAll(presence)} />
      ) : (
        <EmptyState title="Accounts are off">
          <p>
            Touchstone answers on this machine only, and everything belongs to whoever sits at it. Start it
            with TOUCHSTONE_ACCOUNTS=on and TOUCHSTONE_URL to work with others.
          </p>
        </EmptyState>
      )}
    </main>
  );
}

async function readAll({ person, sessionId }: NonNullable<Awaited<ReturnType<typeof readPresence>>>) {
  const [sessions, tokens, projects] = await Promise.all([
    listSessions(person.id, new Date()),
    listApiTokens(person.id),
    listProjects(person.id),
  ]);
  return {
    sessions: sessions.map((session) => ({ ...session, isThis: session.id === sessionId })),
    tokens,
    projects: projects.map(({ id, name }) => ({ id, name })),
  };
}
