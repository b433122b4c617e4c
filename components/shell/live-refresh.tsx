"use client";
import { usePathname, useRouter } from "next/navigation";
import { useEffect } from "react";
import type { ProjectId } from "@/lib/domain/ids";

/** While the background works there is news many times a second; people read more slowly. */
const EVERY_MS = 1_200;

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
    source.onmessage = readAnew;
    // What happened while the stream was lost was not heard.
    let wasLost = false;
    source.onerror = () => {
      wasLost = true;
    };
    source.onopen = () => {
      if (wasLost) readAnew();
      wasLost = false;
    };
    return () => {
      source.close();
      if (timer !== null) clearTimeout(timer);
    };
  }, [projectId, router, pathname]);

  return null;
}
