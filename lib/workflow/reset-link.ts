import { addAuditEntry } from "@/lib/db/audit";
import { isWithAccounts, site } from "@/lib/db/auth";
import { disconnect } from "@/lib/db/client";
import { findAccountByEmail } from "@/lib/db/people";
import { passwordLink } from "./manage-account";

type Link = { readonly ok: true; readonly url: string } | { readonly ok: false; readonly problem: string };

/** A link for a new password, for whoever sits at the machine of the installation. */
export async function linkByEmail(email: string, now: Date): Promise<Link> {
  if (!isWithAccounts || site === null)
    return {
      ok: false,
      problem: "Accounts are off here: there are no passwords. TOUCHSTONE_ACCOUNTS=on turns them on.",
    };
  const account = await findAccountByEmail(email);
  const link = account && (await passwordLink(account.id, now));
  if (!account || !link?.ok)
    return { ok: false, problem: `Nobody has an account with the address ${email}.` };
  const did = "made a link for a new password on the command line";
  const entry = { projectId: null, by: account.id, isProgram: false, kind: "people" } as const;
  await addAuditEntry({ ...entry, did, about: "" });
  return { ok: true, url: new URL(link.value.path, site).href };
}

/** Closes the connections to the database, so that the command ends. */
export const letGo = (): Promise<void> => disconnect();
