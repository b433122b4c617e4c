"use client";
import { X } from "lucide-react";
import { createContext, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import type { Result } from "@/lib/domain/problem";
import { Button } from "./button";
import { useAction } from "./use-action";

/** Long enough to read it and to decide; it waits as long as the pointer or the focus is on it. */
const STAYS_MS = 10_000;
/** More would cover the page; the oldest go first. */
const MOST_SHOWN = 3;

export type Toast = {
  readonly text: string;
  /** Takes back what was done; absent: that cannot be done from here. */
  readonly undo?: () => Promise<Result<unknown>>;
};

type Shown = Toast & { readonly id: number };

const ToastContext = createContext<(toast: Toast) => void>(() => undefined);

/** Says what was done, with a way to take it back. */
export const useToast = (): ((toast: Toast) => void) => useContext(ToastContext);

/** Gives the pages within it one place for what they have to say of what was just done. */
export function Toasts({ children }: { readonly children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly Shown[]>([]);
  const nextId = useRef(0);
  const say = useMemo(
    () => (toast: Toast) => {
      const id = nextId.current++;
      setToasts((shown) => [...shown, { ...toast, id }].slice(-MOST_SHOWN));
    },
    [],
  );
  return (
    <ToastContext value={say}>
      {children}
      <section
        aria-label="What was done"
        aria-live="polite"
        className="no-print pointer-events-none fixed right-4 bottom-[calc(4.5rem+env(safe-area-inset-bottom))] left-4 z-10 flex flex-col items-end gap-2 md:bottom-4 md:left-auto"
      >
        {toasts.map((toast) => (
          <ToastRow
            key={toast.id}
            toast={toast}
            onGone={() => setToasts((shown) => shown.filter(({ id }) => id !== toast.id))}
          />
        ))}
      </section>
    </ToastContext>
  );
}

const undone = async (toast: Toast): Promise<Result<unknown>> => toast.undo?.() ?? { ok: true, value: null };

function ToastRow({ toast, onGone }: { readonly toast: Shown; readonly onGone: () => void }) {
  const undo = useAction(undone);
  const [isHeld, setHeld] = useState(false);
  // Who has to read why it could not be taken back reads that as long as they like.
  const stays = isHeld || undo.isPending || undo.problem !== null;
  const latest = useRef(onGone);
  useEffect(() => {
    latest.current = onGone;
  });
  useEffect(() => {
    if (stays) return;
    const timer = setTimeout(() => latest.current(), STAYS_MS);
    return () => clearTimeout(timer);
  }, [stays]);
  return (
    <div
      className="pointer-events-auto flex max-w-full items-center gap-3 rounded-md border border-line bg-surface py-1.5 pr-1.5 pl-4 text-sm shadow-md"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <p className="min-w-0 break-words">
        {toast.text}
        {undo.problem !== null && <span className="block text-bad">{undo.problem}</span>}
      </p>
      {toast.undo && (
        <Button
          size="sm"
          disabled={undo.isPending}
          onClick={() =>
            undo.start(toast, (result) => {
              if (result.ok) onGone();
            })
          }
        >
          Undo
        </Button>
      )}
      <Button size="sm" variant="ghost" aria-label={`Dismiss: ${toast.text}`} onClick={onGone}>
        <X aria-hidden className="size-4" />
      </Button>
    </div>
  );
}
