import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { z } from "zod";
import { GET } from "@/app/api/auth/[...path]/route";
import { whoIsHere } from "@/lib/actions/current-person";
import { db } from "@/lib/db/client";
import { findRole } from "@/lib/db/members";
import type { ProjectId } from "@/lib/domain/ids";
import { invite } from "@/lib/workflow/manage-members";
import { aProject } from "@/tests/support/a-project";
import { endDatabaseAfterAll } from "@/tests/support/end-database";
import { expectOk } from "@/tests/support/import-file";
import { actAs, askAuth, cookieOf, signUp } from "@/tests/support/session";

const provider = await vi.hoisted(async () => {
  const { startOidcProvider, CLIENT_ID } = await import("@/tests/support/oidc-provider");
  const started = await startOidcProvider();
  Object.assign(process.env, {
    TOUCHSTONE_ACCOUNTS: "on",
    TOUCHSTONE_URL: "http://localhost:3000",
    TOUCHSTONE_OIDC_ISSUER: started.issuer,
    TOUCHSTONE_OIDC_CLIENT_ID: CLIENT_ID,
    TOUCHSTONE_OIDC_CLIENT_SECRET: "a secret of the provider",
    TOUCHSTONE_OIDC_DOMAINS: "Example.org, other.example",
  });
  return started;
});
vi.mock("next/headers", async () => ({
  headers: (await import("@/tests/support/session")).currentHeaders,
}));
endDatabaseAfterAll();
afterAll(() => provider.stop());

let projectId: ProjectId;
beforeAll(async () => {
  ({ projectId } = await aProject(["One."]));
  await signUp("ada");
});

type Coming = {
  readonly email: string;
  readonly isVerified?: boolean;
  readonly invitation?: string;
  readonly nonce?: string;
  readonly isForged?: boolean;
};

let codes = 0;

/** Goes to the provider and back, as a browser does. Returns where it ends up, signed in there or not. */
async function comeBy({
  email,
  isVerified = true,
  invitation,
  nonce,
  isForged = false,
}: Coming): Promise<string> {
  const begun = await askAuth("/sign-in/social", {
    provider: "oidc",
    callbackURL: "/",
    errorCallbackURL: "/sign-in",
  });
  const { url } = z.object({ url: z.url() }).parse(await begun.json());
  const asked = new URL(url).searchParams;
  const code = `code-${++codes}`;
  const claims = { sub: email, email, email_verified: isVerified, name: email.split("@")[0] ?? "" };
  provider.vouch(code, { ...claims, nonce: nonce ?? asked.get("nonce") ?? "" }, isForged);
  const state = encodeURIComponent(asked.get("state") ?? "");
  const invited = invitation === undefined ? "" : `; touchstone-invitation=${invitation}`;
  const back = await GET(
    new Request(`http://localhost:3000/api/auth/callback/oidc?code=${code}&state=${state}`, {
      headers: { cookie: `${cookieOf(begun) ?? ""}${invited}` },
    }),
  );
  actAs(cookieOf(back));
  return back.headers.get("location") ?? "";
}

it("lets in whom the provider vouches for in a domain that is let in, with no part in any project", async () => {
  expect(await comeBy({ email: "kim@example.org" })).toMatch(/\/$/);
  const kim = await whoIsHere();
  expect(kim).toMatchObject({ name: "kim", isAdmin: false });
  expect(await findRole(kim?.id ?? "", projectId)).toBeNull();
  // The second time it is the same account.
  await comeBy({ email: "kim@example.org" });
  expect((await whoIsHere())?.id).toBe(kim?.id);
});

it.each<[string, Coming]>([
  ["another domain", { email: "eve@elsewhere.example" }],
  ["a domain that only ends the same", { email: "eve@notexample.org" }],
  ["an address that the provider has not verified", { email: "eve@example.org", isVerified: false }],
  ["an answer that somebody else signed", { email: "eve@example.org", isForged: true }],
  ["an answer to another question", { email: "eve@example.org", nonce: "of another" }],
  ["an invitation that is none", { email: "eve@elsewhere.example", invitation: "none" }],
])("turns down %s", async (_name, coming) => {
  const where = await comeBy(coming);
  expect(where).toMatch(/error/);
  expect(await whoIsHere()).toBeNull();
  expect(await db.user.count({ where: { name: "eve" } })).toBe(0);
});

it("takes an invitation along to the provider and back", async () => {
  const wish = { projectId, role: "grader", days: 1, by: "ada" } as const;
  const { path } = expectOk(await invite(wish, new Date()));
  await comeBy({ email: "gil@elsewhere.example", invitation: path.replace("/invite/", "") });
  const gil = await whoIsHere();
  expect(await findRole(gil?.id ?? "", projectId)).toBe("grader");
});

it("does not hand the account of a password to whoever claims its address", async () => {
  const ada = await db.user.findUniqueOrThrow({ where: { email: "ada@example.org" } });
  await comeBy({ email: "ada@example.org", isVerified: false });
  expect((await whoIsHere())?.id).not.toBe(ada.id);
});
