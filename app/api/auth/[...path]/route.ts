import { answerAuth } from "@/lib/db/auth";

export const dynamic = "force-dynamic";

/** Signing in and out, as the library does it; open to everybody, since who comes here is not signed in yet. */
async function answer(request: Request): Promise<Response> {
  return (await answerAuth(request)) ?? new Response("There is nothing here.\n", { status: 404 });
}

export { answer as GET, answer as POST };
