const NAMES: Readonly<Record<string, string>> = {
  ArrowDown: "↓",
  ArrowUp: "↑",
  ArrowLeft: "←",
  ArrowRight: "→",
};

/** A key as it is written on one. */
export const sayKey = (key: string): string => NAMES[key] ?? key;
