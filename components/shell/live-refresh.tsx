"use client";
import { usePathname, useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import type { ProjectId } from "@/lib/domain/ids";

/** While the background works there is news many times a second; people read more slowly. */
const EVERY_MS = 1_200;

/** What the pages of this tab hear of: one stream is enough for all of them. */
const CHANGED = "touchstone:changed";

/** The stream was lost for a while: anything may have changed. */
export const MISSED = "missed";

/** Calls back when something changed in the project, with its name: "grades", "outputs", or `MISSED`. */
export function useProjectChange(onChange: (what: string) => void): void {
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  useEffect(() => {
    const hear = (event: Event) => {
      if (event instanceof CustomEvent && typeof event.detail === "string") latest.current(event.detail);
    };
    window.addEventListener(CHANGED, hear);
    return () => window.removeEventListener(CHANGED, hear);
  }, []);
}

/** Reads the page anew when something changed in the project, by whomever. The grading page keeps its own state. */
export function LiveRefresh({ projectId }: { readonly projectId: ProjectId }) {
  const router = useRouter();
  const pathname = usePathname();

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const source = new EventSource(`/api/projects/${projectId}/events`);
    const readAnew = () => {
      timer ??= setTimeout(() => {
        timer = null;
        router.refresh();
      }, EVERY_MS);
    };
    const tell = (what: string) => {
      window.dispatchEvent(new CustomEvent(CHANGED, { detail: what }));
      readAnew();
    };
    source.onmessage = ({ data }: MessageEvent<string>) => tell(data);
    // What happened while the stream was lost was not heard.
    let wasLost = false;
    source.onerror = () => {
      wasLost = true;
    };
    source.onopen = () => {
      if (wasLost) tell(MISSED);
      wasLost = false;
    };
    return () => {
      source.close();
      if (timer !== null) clearTimeout(timer);
    };
  }, [projectId, router, pathname]);

  return null;
}
