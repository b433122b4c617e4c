"use client";
import clsx from "clsx";
import { useSyncExternalStore } from "react";
import { keepInBrowser } from "@/components/ui/browser-storage";
import { Theme, THEME_KEPT_AS } from "@/lib/domain/theme";

const NAMES: Readonly<Record<Theme, string>> = {
  system: "as the device",
  light: "light",
  dark: "dark",
};

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What the page shows is what was chosen: a script in its head put it there. */
const read = (): Theme => Theme.catch("system").parse(document.documentElement.dataset["theme"]);

function choose(theme: Theme): void {
  const { dataset } = document.documentElement;
  if (theme === "system") delete dataset["theme"];
  else dataset["theme"] = theme;
  for (const listener of listeners) listener();
  // A browser that keeps nothing shows it until the page is left.
  keepInBrowser(THEME_KEPT_AS, theme);
}

/** Light, dark, or as the device says; kept in this browser. */
export function ThemeChoice({ className }: { readonly className?: string }) {
  const theme = useSyncExternalStore(subscribe, read, () => "system");
  return (
    <label className={clsx("flex items-center gap-2", className)}>
      theme:
      <select
        value={theme}
        className="min-w-0 flex-1 rounded border border-transparent bg-surface py-0.5 hover:border-line"
        onChange={(event) => choose(Theme.catch("system").parse(event.target.value))}
      >
        {Theme.options.map((option) => (
          <option key={option} value={option}>
            {NAMES[option]}
          </option>
        ))}
      </select>
    </label>
  );
}
