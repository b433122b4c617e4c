import type { Metadata } from "next";
import Link from "next/link";
import { JoinButton } from "@/components/account/join-button";
import { ProviderButton } from "@/components/account/provider-button";
import { SignUpForm } from "@/components/account/sign-up-form";
import { EmptyState } from "@/components/ui/empty-state";
import { whoIsHere } from "@/lib/actions/current-person";
import { hasOidc } from "@/lib/db/auth";
import { readInvitation } from "@/lib/workflow/manage-members";

export const metadata: Metadata = { title: "Invitation", referrer: "no-referrer" };
export const dynamic = "force-dynamic";

/** Open to whoever has the link: that is what it is for. */
export default async function InvitePage({
  params,
}: {
  readonly params: Promise<{ readonly token: string }>;
}) {
  const { token } = await params;
  const [invitation, person] = await Promise.all([readInvitation(token, new Date()), whoIsHere()]);
  const here = `/invite/${token}`;
  return (
    <main className="mx-auto flex max-w-md flex-col gap-5 px-5 py-12">
      <p className="text-sm font-medium text-muted">Touchstone</p>
      {invitation === null ? (
        <>
          <h1>Invitation</h1>
          <EmptyState title="This link cannot be used (any more)">
            <p>Each link works once and for some days. Ask whoever sent it for another one.</p>
            <p>
              <Link href="/">Go to your projects</Link>
            </p>
          </EmptyState>
        </>
      ) : (
        <>
          <h1 className="break-words">{`Join “${invitation.projectName}”`}</h1>
          <p className="text-muted">{`You are invited as ${SAYS[invitation.role]}.`}</p>
          {person ? (
            <JoinButton token={token} name={person.name} />
          ) : (
            <>
              <SignUpForm invitation={token} next="/" />
              {hasOidc && <ProviderButton next={here} invitation={token} />}
              <p className="text-sm text-muted">
                You have an account? <Link href={`/sign-in?next=${here}`}>Sign in</Link>, and come back to
                this page.
              </p>
            </>
          )}
        </>
      )}
    </main>
  );
}

const SAYS = {
  viewer: "a viewer: you see everything and change nothing",
  grader: "a grader: you see everything and grade outputs",
  editor: "an editor: you grade, write criteria, choose assertions and publish",
  owner: "an owner: you may do everything, with the members too",
} as const;
