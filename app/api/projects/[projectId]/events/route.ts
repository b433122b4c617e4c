import { refuse } from "@/app/api/refuse";
import { ProjectId } from "@/lib/domain/ids";
import { watchProject } from "@/lib/workflow/watch-project";

export const dynamic = "force-dynamic";

/** Proxies close streams that stay silent for a minute. */
const HEARTBEAT_MS = 15_000;

/** Server-sent events: the name of what changed in the project, for as long as the page is open. */
export async function GET(
  request: Request,
  { params }: { readonly params: Promise<{ readonly projectId: string }> },
): Promise<Response> {
  const projectId = ProjectId.safeParse((await params).projectId);
  if (!projectId.success) return new Response("No such project.", { status: 404 });
  const refusal = await refuse("viewer", projectId.data);
  if (refusal) return refusal;
  return new Response(eventsOf(projectId.data, request.signal), {
    headers: {
      "content-type": "text/event-stream",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    },
  });
}

function eventsOf(projectId: ProjectId, closed: AbortSignal): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const ends: (() => void)[] = [];
  // Whichever comes first: the request is aborted, or the reader of the stream goes away.
  const end = (): void => {
    for (const step of ends.splice(0)) step();
  };
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const say = (text: string): void => controller.enqueue(encoder.encode(text));
      const heartbeat = setInterval(() => say(": still here\n\n"), HEARTBEAT_MS);
      ends.push(() => clearInterval(heartbeat));
      ends.push(watchProject(projectId, (event) => say(`data: ${event}\n\n`)));
      closed.addEventListener("abort", () => {
        if (ends.length > 0) controller.close();
        end();
      });
      say("retry: 2000\n\n");
    },
    cancel: end,
  });
}
