import clsx from "clsx";
import type { ReactNode } from "react";

const TONES = {
  plain: "border-line text-muted",
  good: "border-good text-good",
  bad: "border-bad text-bad",
  warn: "border-warn text-warn",
  accent: "border-accent text-accent",
} as const;

/** A short fact beside a name. */
export function Badge({
  tone = "plain",
  children,
}: {
  readonly tone?: keyof typeof TONES;
  readonly children: ReactNode;
}) {
  return (
    <span
      className={clsx(
        "inline-block rounded border px-1.5 text-xs font-normal whitespace-nowrap",
        TONES[tone],
      )}
    >
      {children}
    </span>
  );
}
