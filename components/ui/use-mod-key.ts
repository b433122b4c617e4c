"use client";
import { useSyncExternalStore } from "react";

/** Whether this is a Mac or its like, on which ⌘ is what Ctrl is elsewhere. Only in the browser. */
export const isMac = (): boolean => /Mac|iPhone|iPad/.test(navigator.userAgent);

const nothingChanges = () => () => undefined;

/** The key of shortcuts as it is printed on the keyboard: "⌘" on a Mac, "Ctrl " elsewhere. */
export const useModKey = (): string =>
  useSyncExternalStore(
    nothingChanges,
    () => (isMac() ? "⌘" : "Ctrl "),
    () => "Ctrl ",
  );
