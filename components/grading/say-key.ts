import { useSyncExternalStore } from "react";

const NAMES: Readonly<Record<string, string>> = {
  ArrowDown: "↓",
  ArrowUp: "↑",
  ArrowLeft: "←",
  ArrowRight: "→",
};

/** A key as it is written on one. */
export const sayKey = (key: string): string => NAMES[key] ?? key;

/** What is held down with a key: ⌘ on a Mac, Ctrl elsewhere. */
export const sayModifier = (isMac: boolean): string => (isMac ? "⌘" : "Ctrl");

const never = () => () => undefined;

/** Whether this is a Mac (or an iPad with a keyboard); on the server nobody knows. */
export const useIsMac = (): boolean =>
  useSyncExternalStore(
    never,
    () => /Mac|iPhone|iPad/.test(navigator.userAgent),
    () => false,
  );
