import { callerOf, statusOf, strangeness } from "@/app/api/admit";
import { problemMessage } from "@/lib/domain/problem";
import { allowHere } from "@/lib/workflow/allow";
import { receiveFile } from "@/lib/workflow/import-outputs";

export const dynamic = "force-dynamic";

/** Takes a file (or pasted text) as the body of the request, streamed; answers with the import's id. */
export async function POST(request: Request): Promise<Response> {
  const strange = strangeness(request);
  if (strange !== null) return Response.json({ problem: strange }, { status: 403 });
  const allowed = allowHere(await callerOf(request), "signed-in");
  if (!allowed.ok)
    return Response.json({ problem: problemMessage(allowed.problem) }, { status: statusOf(allowed.problem) });
  const name = new URL(request.url).searchParams.get("name") ?? "pasted text";
  if (!request.body) return Response.json({ problem: "The file is empty." }, { status: 400 });
  try {
    const received = await receiveFile(name, request.body, allowed.value.id);
    return received.ok
      ? Response.json(received.value)
      : Response.json({ problem: problemMessage(received.problem) }, { status: 400 });
  } catch (error) {
    if (error instanceof Error && error.name === "FormatError")
      return Response.json({ problem: error.message }, { status: 413 });
    throw error;
  }
}
