import type { Metadata } from "next";
import { NewPasswordForm } from "@/components/account/new-password-form";

export const metadata: Metadata = { title: "New password", referrer: "no-referrer" };
export const dynamic = "force-dynamic";

/** Open to whoever has the link; whether it still works is said when it is used. */
export default async function ResetPage({
  params,
}: {
  readonly params: Promise<{ readonly token: string }>;
}) {
  return (
    <main className="mx-auto flex max-w-md flex-col gap-5 px-5 py-12">
      <p className="text-sm font-medium text-muted">Touchstone</p>
      <h1>Set a new password</h1>
      <NewPasswordForm token={(await params).token} />
    </main>
  );
}
