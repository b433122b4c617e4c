import { admit, type ProjectRoute } from "@/app/api/admit";
import type { ProjectId } from "@/lib/domain/ids";
import { takeSeat, type Seat } from "@/lib/workflow/take-seat";
import { watchProject } from "@/lib/workflow/watch-project";

export const dynamic = "force-dynamic";

/** Proxies close streams that stay silent for a minute. */
const HEARTBEAT_MS = 15_000;

/**
 * Server-sent events: the name of what changed in the project, for as long as the page is open. Whoever listens is seen by
 * the others to be there.
 */
export async function GET(request: Request, route: ProjectRoute): Promise<Response> {
  const visit = await admit(request, "viewer", route);
  if (visit instanceof Response) return visit;
  const mayStay = async () => !((await admit(request, "viewer", route)) instanceof Response);
  const { projectId, person } = visit;
  const sit = () => takeSeat(projectId, person.id, HEARTBEAT_MS);
  return new Response(eventsOf(projectId, { closed: request.signal, mayStay, sit }), {
    headers: {
      "content-type": "text/event-stream",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    },
  });
}

type Listener = {
  readonly closed: AbortSignal;
  /** Whether whoever listens still may: they may have been signed out, or taken out of the project. */
  readonly mayStay: () => Promise<boolean>;
  /** Lets the others see that they are here. */
  readonly sit: () => Promise<Seat>;
};

function eventsOf(projectId: ProjectId, { closed, mayStay, sit }: Listener): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const ends: (() => void)[] = [];
  // Whichever comes first: the request is aborted, or the reader of the stream goes away.
  const end = (): void => {
    for (const step of ends.splice(0)) step();
  };
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const say = (text: string): void => controller.enqueue(encoder.encode(text));
      const leave = (): void => {
        if (ends.length > 0) controller.close();
        end();
      };
      const heartbeat = setInterval(() => {
        say(": still here\n\n");
        mayStay()
          .then(async (may) => (may ? (await seat).keep() : leave()))
          .catch(leave);
      }, HEARTBEAT_MS);
      ends.push(() => clearInterval(heartbeat));
      // Listened before anything else: what happens from now on is told.
      ends.push(watchProject(projectId, (event) => say(`data: ${event}\n\n`)));
      const seat = sit();
      seat.catch(leave);
      ends.push(() => {
        seat.then(({ leave: stepOut }) => stepOut()).catch(() => undefined);
      });
      closed.addEventListener("abort", leave);
      say("retry: 2000\n\n");
    },
    cancel: end,
  });
}
