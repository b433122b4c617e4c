import { refuseHere } from "@/app/api/refuse";
import { currentPerson } from "@/lib/actions/current-person";
import { problemMessage } from "@/lib/domain/problem";
import { receiveFile } from "@/lib/workflow/import-outputs";

export const dynamic = "force-dynamic";

/** Takes a file (or pasted text) as the body of the request, streamed; answers with the import's id. */
export async function POST(request: Request): Promise<Response> {
  const refusal = await refuseHere("signed-in");
  if (refusal) return refusal;
  const name = new URL(request.url).searchParams.get("name") ?? "pasted text";
  if (!request.body) return Response.json({ problem: "The file is empty." }, { status: 400 });
  try {
    const received = await receiveFile(name, request.body, await currentPerson());
    return received.ok
      ? Response.json(received.value)
      : Response.json({ problem: problemMessage(received.problem) }, { status: 400 });
  } catch (error) {
    if (error instanceof Error && error.name === "FormatError")
      return Response.json({ problem: error.message }, { status: 413 });
    throw error;
  }
}
