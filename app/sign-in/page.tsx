import type { Metadata } from "next";
import { redirect } from "next/navigation";
import type { SearchParams } from "@/app/page-gate";
import { SignInForm } from "@/components/account/sign-in-form";
import { SignUpForm } from "@/components/account/sign-up-form";
import { whoIsHere } from "@/lib/actions/current-person";
import { hasOidc } from "@/lib/db/auth";
import { isFirstAccountKey } from "@/lib/db/secret-box";
import { hasAccounts } from "@/lib/db/sessions";

export const metadata: Metadata = { title: "Sign in" };
export const dynamic = "force-dynamic";

/** Where to go afterwards: to an invitation, or to one's projects; never to another site. */
const nextOf = (asked: unknown): string =>
  typeof asked === "string" && /^\/invite\/[\w-]+$/.test(asked) ? asked : "/";

export default async function SignInPage({ searchParams }: SearchParams) {
  const { next: asked, error, first } = await searchParams;
  const next = nextOf(asked);
  if (await whoIsHere()) redirect(next);
  const isFirst = !(await hasAccounts());
  return (
    <main className="mx-auto flex max-w-md flex-col gap-5 px-5 py-12">
      <p className="text-sm font-medium text-muted">Touchstone</p>
      <h1>{isFirst ? "Make the first account" : "Sign in"}</h1>
      {isFirst ? (
        <First asked={first} next={next} />
      ) : (
        <>
          {error !== undefined && (
            <p role="alert" className="text-bad">
              Signing in through the provider did not work. Who is new here needs an invitation: open its
              link, and sign in from there.
            </p>
          )}
          <SignInForm next={next} hasOidc={hasOidc} />
          <p className="text-sm text-muted">
            No account yet? Ask somebody who uses this installation for an invitation link.
          </p>
        </>
      )}
    </main>
  );
}

/** Whoever comes first would rule here: only who sees what the server prints may. */
function First({ asked, next }: { readonly asked: unknown; readonly next: string }) {
  if (typeof asked !== "string" || !isFirstAccountKey(asked))
    return (
      <p className="text-muted">
        Nobody has an account here yet. Whoever runs this server makes the first one: the server prints the
        address for it when it starts, in a line that begins with “Make the first account at”.
      </p>
    );
  return (
    <>
      <p className="text-muted">
        Nobody has an account here yet. Whoever makes the first administers this installation, owns the
        projects that are here, and invites the others.
      </p>
      <SignUpForm invitation={asked} next={next} />
    </>
  );
}
